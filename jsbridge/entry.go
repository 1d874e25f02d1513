//go:build js && wasm

package jsbridge

import (
	"runtime"
	"syscall/js"
	"unsafe"

	"imclient/jsbridge/internal/record"
)

// retainedInput is how large an input buffer is kept between entries.
const retainedInput = 256 << 10

// breathEvery is after how many calls with a JavaScript argument the runtime
// gets a turn of its own. Such a call makes references to JavaScript values;
// the goroutine that gives collected ones back does not run as long as Go is
// entered through exported functions only.
const breathEvery = 32

// packageFace is the state of the exported functions.
type packageFace struct {
	bridge *bridge
	face   outboxFace
	host   js.Value
	in     []byte // what JavaScript put in before the entry
	calls  int    // with an argument, since the last breath
	fatal  string // why the instance refuses to work; empty = it works
}

// entry is nil fields until Run has set it up.
var entry packageFace

// input is the address of at least n bytes for JavaScript to write to, valid
// until it asks again.
func (p *packageFace) input(n int32) int32 {
	if int(n) > cap(p.in) || cap(p.in) > retainedInput && int(n) <= retainedInput {
		size := 4 << 10
		for size < int(n) {
			size *= 2
		}
		p.in = make([]byte, size)
	}
	p.in = p.in[:cap(p.in)]
	return int32(uintptr(unsafe.Pointer(unsafe.SliceData(p.in))))
}

// run makes an entry: it runs f unless the instance refuses to work, and
// answers with the number of bytes that wait in the outbox. What the entry before
// left there was read.
func (p *packageFace) run(f func()) (waiting int32) {
	p.face.out.Drained()
	if p.enter() {
		p.bridge.clock.enter()
		defer p.leave(&waiting)
		f()
	}
	return p.waiting()
}

// enter reports whether the instance works.
func (p *packageFace) enter() bool {
	if p.fatal == "" && p.bridge != nil {
		return true
	}
	p.face.out.Data(record.Fatal, 0, []byte(p.reason()))
	return false
}

// leave ends an entry: a panic, which would leave a module that answers in an
// undefined state, becomes a Fatal record, and the instance refuses to work
// from then on.
func (p *packageFace) leave(waiting *int32) {
	p.bridge.clock.leave()
	if e := recover(); e != nil {
		p.fatal = panicText(e)
		p.face.out.Drained()
		p.face.out.Data(record.Fatal, 0, []byte(p.fatal))
	}
	*waiting = p.waiting()
}

func (p *packageFace) reason() string {
	if p.fatal != "" {
		return p.fatal
	}
	return "imclient.wasm was entered before it was ready"
}

func (p *packageFace) waiting() int32 { return int32(p.face.out.Len()) }

// argument is the plain data that JavaScript left for this entry.
func (p *packageFace) argument() js.Value {
	p.calls++
	if p.calls == breathEvery {
		p.calls = 0
		runtime.Gosched()
	}
	return p.host.Get("arg")
}
