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

// What a page has put in the place of WebSocket and fetch is its own code. It
// runs like a listener: queued, and what it throws ends the connection or the
// request.

func (f *rawFace) dial(socket uint32, url, protocol string) {
	f.later(func() {
		s := &rawSocket{}
		f.sockets[socket] = s
		s.fn = function(func(_ js.Value, args []js.Value) any {
			f.socketEvent(socket, s, argument(args, 0))
			return nil
		})
		err := catch(func() {
			s.value = js.Global().Get("WebSocket").New(url, protocol)
			set(s.value, "binaryType", "arraybuffer")
			for _, name := range []string{"onopen", "onmessage", "onclose"} {
				set(s.value, name, s.fn)
			}
		})
		if err != nil {
			// Half of it may be there, and call s.fn yet.
			_ = catch(func() { s.value.Call("close") })
			f.lost(socket, 1006, err.Error())
		}
	})
}

func (f *rawFace) socketEvent(socket uint32, s *rawSocket, e js.Value) {
	if f.sockets[socket] != s {
		return
	}
	switch get(e, "type").String() {
	case "open":
		f.enter(func() { f.bridge.opened(socket) })
	case "message":
		data := get(e, "data")
		if typeOf(data) == js.TypeString {
			f.enter(func() { f.bridge.frame(socket, []byte(data.String()), true) })
			return
		}
		array := js.Global().Get("Uint8Array").New(data)
		frame := make([]byte, array.Length())
		js.CopyBytesToGo(frame, array)
		f.enter(func() { f.bridge.frame(socket, frame, false) })
	case "close":
		code, reason := get(e, "code").Int(), get(e, "reason").String()
		s.fn.Release()
		f.lost(socket, code, reason)
	}
}

// lost tells the core that a connection is over.
func (f *rawFace) lost(socket uint32, code int, reason string) {
	delete(f.sockets, socket)
	f.enter(func() { f.bridge.closed(socket, code, reason) })
}

func (f *rawFace) send(socket uint32, frame []byte, text bool) {
	var data any
	if text {
		data = string(frame)
	} else {
		data = bytesOf(frame)
	}
	f.later(func() {
		s, ok := f.sockets[socket]
		if !ok {
			return
		}
		err := catch(func() {
			if get(s.value, "readyState").Int() == 1 {
				s.value.Call("send", data)
			}
		})
		if err != nil {
			f.hangup(socket, 1000, "")
		}
	})
}

// hangup closes with a code that a browser allows: 1000 or 3000 to 4999.
func (f *rawFace) hangup(socket uint32, code int, reason string) {
	if code < 3000 || code > 4999 {
		code = 1000
	}
	f.later(func() {
		s, ok := f.sockets[socket]
		if !ok {
			return
		}
		// A reason that is too long throws: then it goes without one.
		err := catch(func() { s.value.Call("close", code, reason) })
		if err != nil {
			err = catch(func() { s.value.Call("close", code) })
		}
		if err != nil {
			f.lost(socket, 1006, err.Error())
		}
	})
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
	url := r.URL
	f.later(func() {
		if _, wanted := f.fetches[id]; wanted {
			f.request(id, url, options)
		}
	})
}

// request calls the page's fetch and hands over what comes of it.
func (f *rawFace) request(id uint32, url string, options js.Value) {
	var onResponse, onText, onFailure js.Func
	finish := func(status int, body string) {
		onResponse.Release()
		onText.Release()
		onFailure.Release()
		delete(f.fetches, id)
		f.enter(func() { f.bridge.fetched(id, status, body) })
	}
	status := 0
	onResponse = function(func(_ js.Value, args []js.Value) any {
		status = get(args[0], "status").Int()
		return args[0].Call("text")
	})
	onText = function(func(_ js.Value, args []js.Value) any {
		if text := args[0]; typeOf(text) == js.TypeString {
			finish(status, text.String())
		} else {
			finish(0, "the answer has no text")
		}
		return nil
	})
	onFailure = function(func(_ js.Value, args []js.Value) any {
		finish(0, errorText(args[0]))
		return nil
	})
	err := catch(func() {
		answer := js.Global().Call("fetch", url, options)
		js.Global().Get("Promise").Call("resolve", answer).Call("then", onResponse).Call("then", onText, onFailure)
	})
	if err != nil {
		finish(0, err.Error())
	}
}

func (f *rawFace) stopFetch(id uint32) {
	if controller, ok := f.fetches[id]; ok {
		delete(f.fetches, id)
		f.later(func() { _ = catch(func() { controller.Call("abort") }) })
	}
}
