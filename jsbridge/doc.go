// Package jsbridge connects the core to JavaScript: it is the core's Host in a
// page (or in Node), reads calls and their options, and hands back results and
// events. It is linked into imclient.wasm only; everything but the table of
// operations is built for GOOS=js.
//
// There are two faces over one table of operations (ops.go):
//
//   - The package face, for the npm package. JavaScript enters through exported
//     functions (exports.go), Go answers with records in an outbox in linear
//     memory, which JavaScript reads after every entry and acts on afterwards.
//     Sockets, timers and HTTP are JavaScript's.
//   - The raw face, for a page that loads nothing but wasm_exec.js and
//     imclient.wasm: one global object `imclient` whose methods return Promises
//     and whose on, once and off keep JavaScript functions. Sockets, timers and
//     HTTP are reached through syscall/js.
//
// What holds for both: nothing blocks, no goroutine is started and no Go timer
// is set while JavaScript waits for an entry to return; a listener never runs
// while the core is on the Go stack; a panic is recovered, reported once with
// its stack, and leaves an instance that refuses further work. The whole
// boundary is written down in docs/bridge.md.
//
// What is marked go:noinline is called from many places where speed does not
// matter: each copy of its body would be downloaded by every page.
package jsbridge
