//go:build js && wasm

package jsbridge

import (
	"errors"
	"syscall/js"
)

// factories are the options of createIMClient that sign, by the parameter that
// says that there is one.
var factories = map[string]string{
	"signLogin":        "signatureFactory",
	"signConversation": "conversationSignatureFactory",
	"signBlacklist":    "blacklistSignatureFactory",
}

// ask calls the page's factory and hands over what comes of it.
func (f *rawFace) ask(id uint32, json []byte) {
	text := string(json)
	f.later(func() {
		q := parse(text)
		options, ok := f.signing[uint32(q.Get("call").Int())]
		if !ok {
			f.bridge.reply(id, js.Undefined(), errors.New("the client is closed"))
			return
		}
		err := catch(func() {
			var answer js.Value
			switch q.Get("purpose").String() {
			case "login":
				answer = options.Call("signatureFactory", q.Get("clientId"))
			case "conversation":
				answer = options.Call("conversationSignatureFactory", q.Get("conversationId"), q.Get("clientId"), q.Get("targetIds"), q.Get("action"))
			default:
				answer = options.Call("blacklistSignatureFactory", q.Get("conversationId"), q.Get("clientId"), q.Get("targetIds"), q.Get("action"))
			}
			f.await(id, answer)
		})
		if err != nil {
			f.bridge.reply(id, js.Undefined(), err)
		}
	})
}

// await hands over what a value, or the Promise that it may be, comes to.
func (f *rawFace) await(id uint32, value js.Value) {
	var fulfilled, rejected js.Func
	finish := func(answer js.Value, err error) any {
		fulfilled.Release()
		rejected.Release()
		if thrown := catch(func() { answer = plain(answer) }); thrown != nil {
			err = thrown
		}
		f.enter(func() { f.bridge.reply(id, answer, err) })
		return nil
	}
	fulfilled = js.FuncOf(func(_ js.Value, args []js.Value) any { return finish(argument(args, 0), nil) })
	rejected = js.FuncOf(func(_ js.Value, args []js.Value) any {
		return finish(js.Undefined(), errors.New(errorText(argument(args, 0))))
	})
	js.Global().Get("Promise").Call("resolve", value).Call("then", fulfilled, rejected)
}
