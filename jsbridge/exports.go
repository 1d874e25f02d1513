//go:build js && wasm

//lint:file-ignore U1000 JavaScript calls these functions: go:wasmexport exports them

package jsbridge

import (
	"errors"
	"syscall/js"
)

// The package face's entries. Each answers with the number of bytes that wait
// in the outbox until the next one. JavaScript never calls one while another is
// on the stack.

//go:wasmexport im_input
func imInput(n int32) int32 { return entry.input(n) }

//go:wasmexport im_output
func imOutput() int32 { return int32(entry.face.out.Pointer()) }

//go:wasmexport im_frame
func imFrame(socket, n, text, conversation, seq int32) int32 {
	return entry.run(func() {
		if seq != 0 {
			entry.bridge.commit(uint32(conversation), uint32(seq), true)
		}
		entry.bridge.frame(uint32(socket), entry.in[:n], text != 0)
	})
}

//go:wasmexport im_opened
func imOpened(socket int32) int32 {
	return entry.run(func() { entry.bridge.opened(uint32(socket)) })
}

//go:wasmexport im_closed
func imClosed(socket, code, n int32) int32 {
	return entry.run(func() { entry.bridge.closed(uint32(socket), int(code), string(entry.in[:n])) })
}

//go:wasmexport im_timer
func imTimer(timer int32) int32 {
	return entry.run(func() { entry.bridge.timer(uint32(timer)) })
}

//go:wasmexport im_fetched
func imFetched(id, status, n int32) int32 {
	return entry.run(func() { entry.bridge.fetched(uint32(id), int(status), string(entry.in[:n])) })
}

//go:wasmexport im_call
func imCall(call, op int32) int32 {
	return entry.run(func() { entry.bridge.call(uint32(call), Op(op), entry.argument()) })
}

//go:wasmexport im_cancel
func imCancel(call int32) int32 {
	return entry.run(func() { entry.bridge.cancel(uint32(call)) })
}

//go:wasmexport im_answer
func imAnswer(id, ok, n int32) int32 {
	return entry.run(func() {
		if ok != 0 {
			entry.bridge.reply(uint32(id), entry.argument(), nil)
		} else {
			entry.bridge.reply(uint32(id), js.Undefined(), errors.New(string(entry.in[:n])))
		}
	})
}

//go:wasmexport im_send
func imSend(call, conversation, n int32) int32 {
	return entry.run(func() { entry.bridge.send(uint32(call), uint32(conversation), entry.in[:n]) })
}

//go:wasmexport im_commit
func imCommit(conversation, seq, told int32) int32 {
	return entry.run(func() { entry.bridge.commit(uint32(conversation), uint32(seq), told != 0) })
}

//go:wasmexport im_drop
func imDrop(conversation, seq int32) int32 {
	return entry.run(func() { entry.bridge.discard(uint32(conversation), uint32(seq)) })
}

//go:wasmexport im_release
func imRelease(conversation int32) int32 {
	return entry.run(func() { entry.bridge.release(uint32(conversation)) })
}

//go:wasmexport im_describe
func imDescribe(conversation int32) int32 {
	return entry.run(func() { entry.bridge.describe(uint32(conversation)) })
}
