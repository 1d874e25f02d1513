//go:build js && wasm

package jsbridge

import (
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"

	"imclient/core"
)

func TestQuestionsEndWithTheirLogin(t *testing.T) {
	b := newBridge(&outboxFace{})
	r := &realtime{b: b}
	e := &client{b: b, rt: r, handle: b.id(), call: 7}
	b.clients[e.handle] = e
	answered := 0
	ask := func(call uint32) {
		b.signer(call, &openParams{SignLogin: true})(core.SignatureRequest{}, func(core.Signature, error) { answered++ })
	}
	ask(7)
	ask(7)
	ask(8)
	assert.Len(t, b.asks, 3)
	e.drop()
	assert.Len(t, b.asks, 1)
	b.abandon(8)
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
