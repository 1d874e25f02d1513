//go:build js && wasm

package jsbridge

import "syscall/js"

// entropy is what crypto.getRandomValues gave and nobody has used yet: one
// crossing serves many short requests.
var entropy []byte

// randomBytes fills p with cryptographically strong random bytes.
func randomBytes(p []byte) {
	for len(p) > 0 {
		if len(entropy) == 0 {
			array := js.Global().Get("Uint8Array").New(256)
			js.Global().Get("crypto").Call("getRandomValues", array)
			entropy = make([]byte, 256)
			js.CopyBytesToGo(entropy, array)
		}
		n := copy(p, entropy)
		clear(entropy[:n])
		p, entropy = p[n:], entropy[n:]
	}
}
