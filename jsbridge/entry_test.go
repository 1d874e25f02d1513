//go:build js && wasm

package jsbridge

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestInputBufferGrowsAndShrinks(t *testing.T) {
	var p packageFace
	assert.NotZero(t, p.input(5000))
	assert.Len(t, p.in, 8<<10)
	p.input(1 << 20)
	assert.Len(t, p.in, 1<<20)
	p.input(1 << 20)
	assert.Len(t, p.in, 1<<20)
	p.input(10)
	assert.Len(t, p.in, 4<<10)
}

func TestEntryBeforeReady(t *testing.T) {
	var p packageFace
	assert.False(t, p.enter())
	waiting := p.waiting()
	assert.Contains(t, string(p.face.out.Bytes()), "before it was ready")
	assert.Equal(t, waiting, p.run(func() { t.Error("entered") }), "told once in each entry")
}

func TestPanicPoisons(t *testing.T) {
	p := packageFace{}
	p.bridge = newBridge(&p.face)
	assert.Zero(t, p.run(func() {}))
	waiting := p.run(func() {
		p.face.stopTimer(1)
		panic("broken")
	})
	assert.Equal(t, int32(p.face.out.Len()), waiting)
	assert.Contains(t, string(p.face.out.Bytes()), "imclient: broken\ngoroutine")
	assert.NotZero(t, p.run(func() { t.Error("entered again") }))
}

func TestRandomBytes(t *testing.T) {
	a, b := make([]byte, 200), make([]byte, 200)
	randomBytes(a)
	randomBytes(b)
	assert.NotEqual(t, a, b)
	assert.NotEqual(t, make([]byte, 200), b)
	assert.Len(t, entropy, 112)
}
