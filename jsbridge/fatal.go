//go:build js && wasm

package jsbridge

import "runtime"

// panicText is what a recovered panic says, with the stack of where it
// happened. Call it from the deferred function that recovered.
func panicText(e any) string {
	text := "panic"
	switch e := e.(type) {
	case error:
		text = e.Error()
	case string:
		text = e
	}
	stack := make([]byte, 8<<10)
	return "imclient: " + text + "\n" + string(stack[:runtime.Stack(stack, false)])
}
