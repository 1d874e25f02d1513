//go:build js && wasm

package jsbridge

import "syscall/js"

// rawFace serves a page without the npm package. JavaScript enters through
// functions made by js.FuncOf, and everything that may run the page's code is
// queued until the core is off the Go stack.
type rawFace struct {
	bridge  *bridge
	timerFn js.Func
	sockets map[uint32]*rawSocket
	timers  map[uint32]js.Value // what setTimeout returned
	fetches map[uint32]js.Value // AbortControllers
	calls   map[uint32]*pendingCall
	objects map[uint32]*object
	signing map[uint32]js.Value // options of createIMClient, by call

	realtimeProto, clientProto, conversationProto js.Value

	queue []func()
	depth int
	fatal string // why nothing works any more; empty = it works
}

var _ face = (*rawFace)(nil)

// serveRaw sets the global imclient.
func serveRaw() {
	f := &rawFace{
		sockets: map[uint32]*rawSocket{},
		timers:  map[uint32]js.Value{},
		fetches: map[uint32]js.Value{},
		calls:   map[uint32]*pendingCall{},
		objects: map[uint32]*object{},
		signing: map[uint32]js.Value{},
	}
	f.bridge = newBridge(f)
	f.timerFn = js.FuncOf(func(_ js.Value, args []js.Value) any {
		timer := uint32(args[0].Int())
		delete(f.timers, timer)
		f.enter(func() { f.bridge.timer(timer) })
		return nil
	})
	f.realtimeProto = f.proto("realtime", realtimeMethods)
	f.clientProto = f.proto("client", clientMethods)
	f.conversationProto = f.proto("conversation", conversationMethods)

	global := newObject()
	global.Set("build", build)
	global.Set("Realtime", function(func(_ js.Value, args []js.Value) any {
		return f.newRealtime(argument(args, 0))
	}))
	js.Global().Set("imclient", global)
}

// enter runs f, which may call the core, and then what was queued meanwhile.
// Entered again by a listener, it leaves the queue to the outer call.
func (f *rawFace) enter(run func()) {
	if f.fatal != "" {
		return
	}
	f.depth++
	defer func() {
		f.depth--
		if e := recover(); e != nil {
			f.die(panicText(e))
		}
	}()
	run()
	if f.depth > 1 {
		return
	}
	for len(f.queue) > 0 {
		next := f.queue[0]
		f.queue = f.queue[1:]
		next()
	}
}

// later queues what runs the page's code.
func (f *rawFace) later(run func()) { f.queue = append(f.queue, run) }

// die reports a panic once and fails all that waits.
func (f *rawFace) die(text string) {
	f.fatal = text
	f.queue = nil
	_ = catch(func() { js.Global().Get("console").Call("error", text) })
	for _, c := range f.calls {
		c.reject.Invoke(newError("Error", text))
	}
	clear(f.calls)
}

//go:noinline
func newObject() js.Value { return js.Global().Get("Object").New() }

//go:noinline
func newError(kind, message string) js.Value { return js.Global().Get(kind).New(message) }

// argument is args[i], undefined when there are fewer.
//
//go:noinline
func argument(args []js.Value, i int) js.Value {
	if i < len(args) {
		return args[i]
	}
	return js.Undefined()
}

// parse is JavaScript's reading of a JSON text.
//
//go:noinline
func parse(json string) js.Value { return js.Global().Get("JSON").Call("parse", json) }
