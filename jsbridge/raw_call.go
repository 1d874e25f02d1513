//go:build js && wasm

package jsbridge

import (
	"syscall/js"

	"imclient/core"
)

// pendingCall is a Promise that an operation settles.
type pendingCall struct {
	resolve, reject js.Value
	shape           func(result js.Value) any // what the page gets for a result
}

// newPromise makes a Promise and the two functions that settle it.
func newPromise() (promise, resolve, reject js.Value) {
	executor := js.FuncOf(func(_ js.Value, args []js.Value) any {
		resolve, reject = args[0], args[1]
		return nil
	})
	defer executor.Release()
	promise = js.Global().Get("Promise").New(executor)
	return promise, resolve, reject
}

// call starts an operation and returns its Promise.
//
//go:noinline
func (f *rawFace) call(op Op, params js.Value, shape func(js.Value) any) js.Value {
	params = plain(params)
	return f.start(shape, func(id uint32) { f.bridge.call(id, op, params) })
}

// start returns the Promise of a call that run starts. run may enter the core:
// it reads nothing of the page's that is not plain.
//
//go:noinline
func (f *rawFace) start(shape func(js.Value) any, run func(call uint32)) js.Value {
	if f.fatal != "" {
		return rejected(newError("Error", f.fatal))
	}
	promise, resolve, reject := newPromise()
	id := f.bridge.id()
	f.calls[id] = &pendingCall{resolve: resolve, reject: reject, shape: shape}
	f.enter(func() { run(id) })
	return promise
}

// settle queues a call's end behind what is queued already.
//
//go:noinline
func (f *rawFace) settle(id uint32, end func(c *pendingCall)) {
	c, ok := f.calls[id]
	if !ok {
		return
	}
	delete(f.calls, id)
	f.later(func() { end(c) })
}

func (f *rawFace) result(id uint32, json []byte) {
	text := string(json)
	f.settle(id, func(c *pendingCall) {
		result := parse(text)
		if c.shape == nil {
			c.resolve.Invoke()
			return
		}
		c.resolve.Invoke(c.shape(result))
	})
}

func (f *rawFace) sent(id uint32, timestamp int64, message string) {
	f.settle(id, func(c *pendingCall) {
		o := newObject()
		o.Set("id", message)
		o.Set("timestamp", timestamp)
		c.resolve.Invoke(o)
	})
}

func (f *rawFace) fail(id uint32, json []byte) {
	text := string(json)
	delete(f.signing, id) // when it was a login
	f.settle(id, func(c *pendingCall) { c.reject.Invoke(raise(parse(text))) })
}

// raise makes an Error of its description.
func raise(description js.Value) js.Value {
	e := newError(description.Get("type").String(), description.Get("message").String())
	for _, key := range []string{"name", "code", "reason", "detail", "appCode", "appMsg"} {
		if v := description.Get(key); !v.IsUndefined() {
			e.Set(key, v)
		}
	}
	return e
}

// log warns on the console; the package's users have debug for the rest.
func (f *rawFace) log(level core.LogLevel, text string) {
	if level == core.LogWarn {
		f.later(func() {
			_ = catch(func() { js.Global().Get("console").Call("warn", "imclient: "+text) })
		})
	}
}
