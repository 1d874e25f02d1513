//go:build js && wasm

package jsbridge

import (
	"runtime"
	"syscall"
	"syscall/js"
)

// build tells one build from another; the linker sets it
// (-X imclient/jsbridge.build=ID), and the npm package compares it with its
// own, because loader, records and binary belong together.
var build = "dev"

// Run connects to JavaScript and never returns. With the name of a global in
// the environment variable IMCLIENT it serves the package face to the host
// object it finds there, and removes the global; without, it serves the raw face.
func Run() {
	if key, ok := syscall.Getenv("IMCLIENT"); ok {
		entry.serve(key)
	} else {
		serveRaw()
	}
	select {}
}

// serve takes over the host object and tells it that the entries may be
// called, once this call into JavaScript has returned.
func (p *packageFace) serve(key string) {
	p.host = js.Global().Get(key)
	js.Global().Delete(key)
	p.bridge = newBridge(&p.face)
	info := js.Global().Get("Object").New()
	info.Set("build", build)
	info.Set("go", runtime.Version())
	p.host.Call("ready", info)
}
