// Package server is the RTM server: sessions over WebSocket, conversations,
// messages, history and the REST that SDKs ask for. What it speaks is described
// in docs/protocol.md.
//
// Start with New and mount Handler in an http.Server; Shutdown ends it. The zero
// Options give a working server with one development app and a temporary store.
//
// How it is put together: each connection has one goroutine that reads frames
// and handles them in order (conn.go, dispatch.go). A handler checks the
// request, gives the store a transaction, and replies and publishes in the
// transaction's callback, which runs after the commit, in the order of the
// commits. That order is the order of everything that clients see. What is
// published travels over the bus to the hub of each node, which puts one frame
// in the queue of every session concerned (fanout.go, queue.go).
package server
