// Package core is the IM client as a state machine without I/O: sessions,
// conversations, messages and their rules, driven by a Host.
//
// A program that wants a client uses package native (Go programs) or the npm
// package (JavaScript), which are Hosts. To write another Host:
//
//	rt, err := core.New(host, core.Options{AppID: "dev", AppKey: "dev", API: url, Router: url})
//	rt.Open(core.ClientOptions{ID: "tom"}, func(tom *core.Client, err error) { ... })
//
// then carry out what the core asks through the Host interface and report what
// comes of it through SocketOpened, SocketFrame, SocketClosed, TimerFired and
// Fetched.
//
// Rules of the house:
//
//   - One event loop owns one Realtime and everything made by it. Nothing here
//     locks, blocks, starts a goroutine or reads a clock.
//   - A call that needs an answer takes a completion callback, which is called
//     exactly once: at once when the call cannot be made, else from the input
//     that settled it. Callbacks may call any method of this package.
//   - Events are handed to Host.Emit in order. The Host queues them and
//     dispatches after the input has returned.
//   - Bad input gives an *ArgumentError, a refusal by the server an *Error;
//     nothing in here panics because of what a caller or a server sent.
//   - Times are milliseconds since 1970 (int64); 0 means none.
package core
