//go:build js && wasm

package jsbridge

import (
	"syscall/js"
	"time"

	"imclient/core"
)

// rawSocket is a browser's WebSocket and the one function that all its events
// call.
type rawSocket struct {
	value js.Value
	fn    js.Func
}

func (f *rawFace) dial(socket uint32, url, protocol string) {
	var value js.Value
	err := catch(func() { value = js.Global().Get("WebSocket").New(url, protocol) })
	if err != nil {
		f.later(func() { f.bridge.closed(socket, 1006, err.Error()) })
		return
	}
	s := &rawSocket{value: value}
	s.fn = js.FuncOf(func(_ js.Value, args []js.Value) any {
		f.enter(func() { f.socketEvent(socket, s, args[0]) })
		return nil
	})
	value.Set("binaryType", "arraybuffer")
	for _, name := range []string{"onopen", "onmessage", "onclose"} {
		value.Set(name, s.fn)
	}
	f.sockets[socket] = s
}

func (f *rawFace) socketEvent(socket uint32, s *rawSocket, e js.Value) {
	switch e.Get("type").String() {
	case "open":
		f.bridge.opened(socket)
	case "message":
		data := e.Get("data")
		if data.Type() == js.TypeString {
			f.bridge.frame(socket, []byte(data.String()), true)
			return
		}
		array := js.Global().Get("Uint8Array").New(data)
		frame := make([]byte, array.Length())
		js.CopyBytesToGo(frame, array)
		f.bridge.frame(socket, frame, false)
	case "close":
		delete(f.sockets, socket)
		s.fn.Release()
		f.bridge.closed(socket, e.Get("code").Int(), e.Get("reason").String())
	}
}

func (f *rawFace) send(socket uint32, frame []byte, text bool) {
	s, ok := f.sockets[socket]
	if !ok || s.value.Get("readyState").Int() != 1 {
		return
	}
	if text {
		s.value.Call("send", string(frame))
		return
	}
	array := js.Global().Get("Uint8Array").New(len(frame))
	js.CopyBytesToJS(array, frame)
	s.value.Call("send", array)
}

// hangup closes with a code that a browser allows: 1000 or 3000 to 4999.
func (f *rawFace) hangup(socket uint32, code int, reason string) {
	s, ok := f.sockets[socket]
	if !ok {
		return
	}
	if code < 3000 || code > 4999 {
		code = 1000
	}
	// A reason that is too long throws: then it goes without one.
	if err := catch(func() { s.value.Call("close", code, reason) }); err != nil {
		s.value.Call("close", code)
	}
}

func (f *rawFace) setTimer(timer uint32, d time.Duration) {
	f.timers[timer] = js.Global().Call("setTimeout", f.timerFn, float64(d)/float64(time.Millisecond), timer)
}

func (f *rawFace) stopTimer(timer uint32) {
	if t, ok := f.timers[timer]; ok {
		delete(f.timers, timer)
		js.Global().Call("clearTimeout", t)
	}
}

func (f *rawFace) fetch(id uint32, r *core.Request) {
	controller := js.Global().Get("AbortController").New()
	f.fetches[id] = controller
	headers := newObject()
	for _, h := range r.Header {
		headers.Set(h.Name, h.Value)
	}
	options := newObject()
	options.Set("method", r.Method)
	options.Set("headers", headers)
	options.Set("signal", controller.Get("signal"))
	if r.Body != "" {
		options.Set("body", r.Body)
	}

	var onResponse, onText, onFailure js.Func
	finish := func(status int, body string) {
		onResponse.Release()
		onText.Release()
		onFailure.Release()
		delete(f.fetches, id)
		f.enter(func() { f.bridge.fetched(id, status, body) })
	}
	status := 0
	onResponse = js.FuncOf(func(_ js.Value, args []js.Value) any {
		status = args[0].Get("status").Int()
		return args[0].Call("text")
	})
	onText = js.FuncOf(func(_ js.Value, args []js.Value) any {
		finish(status, args[0].String())
		return nil
	})
	onFailure = js.FuncOf(func(_ js.Value, args []js.Value) any {
		finish(0, errorText(args[0]))
		return nil
	})
	js.Global().Call("fetch", r.URL, options).Call("then", onResponse).Call("then", onText, onFailure)
}

func (f *rawFace) stopFetch(id uint32) {
	if c, ok := f.fetches[id]; ok {
		delete(f.fetches, id)
		c.Call("abort")
	}
}
