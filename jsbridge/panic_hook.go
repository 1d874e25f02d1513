//go:build js && wasm && panichook

//lint:file-ignore U1000 JavaScript calls these functions: go:wasmexport exports them

// Ways to die, for the tests of what comes of it. They are linked only with the
// build tag panichook.

package jsbridge

// imPanic panics inside an entry.
//
//go:wasmexport im_panic
func imPanic() int32 {
	return entry.run(func() { entry.bridge.clients[0].core.Close(nil) })
}

// imExhaust takes memory until there is none: Go's runtime then ends the program,
// which nothing in it can prevent.
//
//go:wasmexport im_exhaust
func imExhaust() int32 {
	return entry.run(func() {
		for {
			hoard = append(hoard, make([]byte, 256<<20))
		}
	})
}

var hoard [][]byte

// imTrap runs out of the engine's stack, which traps in the middle of Go.
//
//go:wasmexport im_trap
func imTrap() int32 {
	return entry.run(func() { depth = deeper(1) })
}

var depth int

//go:noinline
func deeper(n int) int {
	if n == 0 {
		return 0
	}
	return deeper(n+1) + 1
}
