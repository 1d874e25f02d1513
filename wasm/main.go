//go:build js && wasm

// Command wasm is imclient.wasm: the core with its bridge to JavaScript. See
// docs/bridge.md for how a page starts it and calls it.
package main

import "imclient/jsbridge"

func main() { jsbridge.Run() }
