//go:build js && wasm

package jsbridge

import (
	"syscall/js"

	"github.com/norunners/vert"

	"imclient/jsbridge/internal/jsonwriter"
)

// method is a method of the page's objects. One without run starts op, which
// takes nothing but the object and has no result.
type method struct {
	name string
	op   Op
	run  func(f *rawFace, handle uint32, args []js.Value) any
}

// proto makes the prototype that objects of one kind share. The handle of the
// object that a method is called on is its property "handle".
func (f *rawFace) proto(kind string, methods []method) js.Value {
	p := newObject()
	for _, m := range methods {
		p.Set(m.name, js.FuncOf(func(this js.Value, args []js.Value) any {
			handle := uint32(this.Get("handle").Int())
			if m.run == nil {
				return f.call(m.op, newParams(kind, handle), nil)
			}
			return m.run(f, handle, args)
		}))
	}
	for _, name := range [...]string{"on", "once", "off"} {
		p.Set(name, js.FuncOf(func(this js.Value, args []js.Value) any {
			event, fn := argument(args, 0), argument(args, 1)
			o, ok := f.objects[uint32(this.Get("handle").Int())]
			switch {
			case !ok || event.Type() != js.TypeString:
			case name == "off":
				o.off(event.String(), fn)
			case fn.Type() == js.TypeFunction:
				o.on(event.String(), fn, name == "once")
			}
			return this
		}))
	}
	return p
}

// object makes the page's object for a handle.
func (f *rawFace) object(handle uint32, proto js.Value) *object {
	value := js.Global().Get("Object").Call("create", proto)
	value.Set("handle", handle)
	o := &object{value: value}
	f.objects[handle] = o
	return o
}

// assign copies the properties of the sources to a new object.
func assign(sources ...any) js.Value {
	return js.Global().Get("Object").Call("assign", append([]any{newObject()}, sources...)...)
}

// stringify replaces a property by its JSON text.
func stringify(o js.Value, key string) {
	if v := o.Get(key); v.Type() == js.TypeObject {
		o.Set(key, js.Global().Get("JSON").Call("stringify", v))
	}
}

// newRealtime makes a Realtime. Options that it does not take make one whose
// logins are rejected, since a function made by Go cannot throw.
func (f *rawFace) newRealtime(options js.Value) js.Value {
	var r *realtime
	var err error
	f.enter(func() {
		params := newObject()
		if options.Type() == js.TypeObject {
			params = assign(map[string]any{"api": options.Get("server"), "router": options.Get("server")}, options)
		}
		var p realtimeParams
		if err = vert.ValueOf(params).AssignTo(&p); err == nil {
			r, err = f.bridge.newRealtime(&p)
		}
	})
	if r != nil {
		return f.object(r.handle, f.realtimeProto).value
	}
	o := f.object(f.bridge.id(), f.realtimeProto)
	if err != nil {
		w := f.bridge.begin()
		failure(w, "", err)
		o.value.Set("error", raise(parse(string(w.Bytes()))))
	}
	return o.value
}

var realtimeMethods = []method{
	{name: "createIMClient", run: (*rawFace).createIMClient},
	{name: "close", op: RealtimeClose},
	{name: "retry", op: RealtimeRetry},
	{name: "pause", op: RealtimePause},
	{name: "resume", op: RealtimeResume},
}

// newParams is parameters that name one object.
//
//go:noinline
func newParams(key string, handle uint32) js.Value {
	p := newObject()
	p.Set(key, handle)
	return p
}

// createIMClient logs in: createIMClient(id, {tag, isReconnect,
// signatureFactory, conversationSignatureFactory, blacklistSignatureFactory}).
func (f *rawFace) createIMClient(handle uint32, args []js.Value) any {
	if bad := f.objects[handle]; bad != nil && bad.value.Get("error").Truthy() {
		return js.Global().Get("Promise").Call("reject", bad.value.Get("error"))
	}
	options := argument(args, 1)
	if options.Type() != js.TypeObject {
		options = newObject()
	}
	params := newParams("realtime", handle)
	params.Set("id", argument(args, 0))
	params.Set("tag", options.Get("tag"))
	params.Set("reconnect", options.Get("isReconnect"))
	for key, factory := range factories {
		params.Set(key, options.Get(factory).Type() == js.TypeFunction)
	}
	var call uint32
	shape := func(result js.Value) any {
		client := uint32(result.Get("client").Int())
		o := f.object(client, f.clientProto)
		o.value.Set("id", result.Get("id"))
		o.call = call
		return o.value
	}
	return f.start(shape, func(id uint32) {
		call = id
		f.signing[call] = options
		f.bridge.call(call, ClientOpen, params)
	})
}

// shapeMessage turns base64 into bytes.
func (f *rawFace) shapeMessage(m js.Value) {
	encoded := m.Get("binary")
	if encoded.IsUndefined() {
		return
	}
	data, err := jsonwriter.DecodeBase64(encoded.String())
	if err == nil {
		m.Set("data", bytesOf(data))
		m.Delete("binary")
	}
}

// bytesOf is a copy of data for JavaScript.
//
//go:noinline
func bytesOf(data []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(array, data)
	return array
}
