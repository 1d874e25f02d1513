//go:build js && wasm && panichook

//lint:file-ignore U1000 JavaScript calls this function: go:wasmexport exports it

package jsbridge

// imPanic panics inside an entry, for the test of what comes of it. It is
// linked only with the build tag panichook.
//
//go:wasmexport im_panic
func imPanic() int32 {
	return entry.run(func() { entry.bridge.clients[0].core.Close(nil) })
}
