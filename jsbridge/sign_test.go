//go:build js && wasm

package jsbridge

import (
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"

	"imclient/core"
)

func TestQuestionsOfNoUseAreForgotten(t *testing.T) {
	b := newBridge(&outboxFace{})
	answered := 0
	ask := func() func() {
		return b.signer(7, &openParams{SignLogin: true})(core.SignatureRequest{}, func(core.Signature, error) { answered++ })
	}
	first, second := ask(), ask()
	assert.Len(t, b.asks, 2)
	first()
	first()
	assert.Len(t, b.asks, 1)
	second()
	assert.Empty(t, b.asks)
	for id := range b.last {
		b.reply(id+1, js.Undefined(), nil)
	}
	assert.Zero(t, answered)
}

func TestWhatGoHasNoTypeFor(t *testing.T) {
	bigInt := js.Global().Get("BigInt").Invoke(1)
	params := newParams("client", 1)
	params.Set("ids", []any{bigInt})
	var argument *core.ArgumentError
	assert.ErrorAs(t, read(params, new(pingParams)), &argument)
	assert.ErrorAs(t, read(bigInt, new(signature)), &argument)
}
