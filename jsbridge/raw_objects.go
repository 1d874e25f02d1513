//go:build js && wasm

package jsbridge

import (
	"syscall/js"

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
		p.Set(m.name, function(func(this js.Value, args []js.Value) any {
			handle, ok := handleOf(this)
			if !ok {
				return rejected(newError("TypeError", m.name+" must be called on its "+kind))
			}
			if m.run == nil {
				return f.call(m.op, newParams(kind, handle), nil)
			}
			return m.run(f, handle, args)
		}))
	}
	for _, name := range [...]string{"on", "once", "off"} {
		p.Set(name, function(func(this js.Value, args []js.Value) any {
			event, fn := argument(args, 0), argument(args, 1)
			handle, _ := handleOf(this)
			o, ok := f.objects[handle]
			switch {
			case !ok || typeOf(event) != js.TypeString:
			case name == "off":
				o.off(event.String(), fn)
			case typeOf(fn) == js.TypeFunction:
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

// stringify replaces a property by its JSON text.
func stringify(o js.Value, key string) {
	if v := o.Get(key); typeOf(v) == js.TypeObject {
		o.Set(key, js.Global().Get("JSON").Call("stringify", v))
	}
}

// newRealtime makes a Realtime. Options that it does not take make one whose
// logins are rejected, since a function made by Go cannot throw.
func (f *rawFace) newRealtime(options js.Value) js.Value {
	var p realtimeParams
	params := newObject()
	err := catch(func() {
		if typeOf(options) == js.TypeObject {
			server := get(options, "server")
			params = plain(assign(map[string]any{"api": server, "router": server}, options))
		}
	})
	if err == nil {
		err = read(params, &p)
	}
	var r *realtime
	if err == nil {
		f.enter(func() { r, err = f.bridge.newRealtime(&p) })
	}
	if r != nil {
		return f.object(r.handle, f.realtimeProto).value
	}
	o := f.object(f.bridge.id(), f.realtimeProto)
	if thrown, ok := err.(pageError); ok {
		o.value.Set("error", thrown.value)
	} else if err != nil {
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
	{name: "nudge", op: RealtimeNudge},
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
	if bad := f.objects[handle]; bad != nil && get(bad.value, "error").Truthy() {
		return rejected(get(bad.value, "error"))
	}
	options := argument(args, 1)
	if typeOf(options) != js.TypeObject {
		options = newObject()
	}
	params := newParams("realtime", handle)
	params.Set("id", argument(args, 0))
	params.Set("tag", get(options, "tag"))
	params.Set("reconnect", get(options, "isReconnect"))
	params.Set("catchUp", get(options, "catchUp"))
	for key, factory := range factories {
		params.Set(key, typeOf(get(options, factory)) == js.TypeFunction)
	}
	var call uint32
	shape := func(result js.Value) any {
		client := uint32(result.Get("client").Int())
		if o, known := f.objects[client]; known {
			delete(f.signing, call) // the first login's options count
			return o.value
		}
		o := f.object(client, f.clientProto)
		o.value.Set("id", result.Get("id"))
		o.call = call
		return o.value
	}
	params = plain(params)
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
