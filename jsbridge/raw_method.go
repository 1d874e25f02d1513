//go:build js && wasm

package jsbridge

import (
	"runtime"
	"syscall/js"
)

// function makes a function for the page. What panics in it is the fault of
// what the page handed over: the core runs only under enter, which keeps its
// own panics. So it becomes a rejected Promise, since a function made by Go
// cannot throw, and all else goes on.
func function(run func(this js.Value, args []js.Value) any) js.Func {
	return js.FuncOf(func(this js.Value, args []js.Value) (result any) {
		defer func() {
			if e := recover(); e != nil {
				result = rejected(thrown(e))
			}
		}()
		return run(this, args)
	})
}

// handleOf is the number of the page's object that a method is called on, and
// whether it is one.
func handleOf(this js.Value) (uint32, bool) {
	if typeOf(this) != js.TypeObject {
		return 0, false
	}
	handle := get(this, "handle")
	if typeOf(handle) != js.TypeNumber {
		return 0, false
	}
	return uint32(handle.Int()), true
}

// typeOf is v.Type, and TypeUndefined for what that panics on: a BigInt.
func typeOf(v js.Value) (kind js.Type) {
	defer func() { _ = recover() }()
	return v.Type()
}

// get reads a property of what may be the page's own object. A getter that
// throws panics here: under Value.Get it would unwind Go without a word.
//
//go:noinline
func get(o js.Value, key string) js.Value {
	return js.Global().Get("Reflect").Call("get", o, key)
}

// set sets a property of what may be the page's own object. A setter that throws
// panics here.
//
//go:noinline
func set(o js.Value, key string, value any) {
	js.Global().Get("Reflect").Call("set", o, key, value)
}

// define gives an object that the page holds a property. It runs no setter that
// the page may have put there, and leaves a frozen object as it is.
//
//go:noinline
func define(o js.Value, key string, value js.Value) {
	property := newObject()
	property.Set("value", value)
	property.Set("writable", true)
	property.Set("enumerable", true)
	property.Set("configurable", true)
	js.Global().Get("Reflect").Call("defineProperty", o, key, property)
}

// assign copies the properties of the sources to a new object, with getters
// that throw as with get.
func assign(sources ...any) js.Value {
	return js.Global().Get("Object").Call("assign", append([]any{newObject()}, sources...)...)
}

// plain is a copy of an object that Go reads without running the page's code:
// arrays are copied, and other objects, which no parameter may be, are emptied.
func plain(o js.Value) js.Value {
	if typeOf(o) != js.TypeObject {
		return o
	}
	o = assign(o)
	keys := js.Global().Get("Object").Call("keys", o)
	for i := range keys.Length() {
		key := keys.Index(i).String()
		switch value := o.Get(key); {
		case typeOf(value) != js.TypeObject:
		case js.Global().Get("Array").Call("isArray", value).Bool():
			o.Set(key, js.Global().Get("Array").Call("from", value))
		default:
			o.Set(key, newObject())
		}
	}
	return o
}

//go:noinline
func rejected(reason js.Value) js.Value {
	return js.Global().Get("Promise").Call("reject", reason)
}

// pageError is what the page's code threw.
type pageError struct{ value js.Value }

func (e pageError) Error() string { return errorText(e.value) }

// catch runs f, which runs code or reads values of the page, and returns what
// went wrong as a pageError.
func catch(f func()) (err error) {
	defer func() {
		if e := recover(); e != nil {
			err = pageError{thrown(e)}
		}
	}()
	f()
	return nil
}

// thrown is what JavaScript is told of a recovered panic: what its own code
// threw, or that a value is of no use.
func thrown(e any) js.Value {
	switch e := e.(type) {
	case js.Error:
		return e.Value
	case runtime.Error:
		return newError("Error", e.Error())
	}
	return newError("TypeError", "a value is of a type that is not taken")
}

// errorText is the message of a thrown value, which may be anything.
func errorText(v js.Value) (text string) {
	defer func() {
		if recover() != nil {
			text = "unknown error"
		}
	}()
	if typeOf(v) == js.TypeObject {
		if message := get(v, "message"); typeOf(message) == js.TypeString && message.String() != "" {
			return message.String()
		}
	}
	return js.Global().Get("String").Invoke(v).String()
}
