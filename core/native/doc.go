// Package native is the IM client for Go programs: bots, bridges, load
// generators, tests. Calls block, take a context and return typed errors;
// events come to handlers, one at a time and in order.
//
//	rt, err := native.New(native.Options{AppID: "dev", AppKey: "dev", Server: "http://127.0.0.1:8080"})
//	if err != nil {
//		return err
//	}
//	defer rt.Close()
//	client, err := rt.Login(ctx, "tom")
//	if err != nil {
//		return err
//	}
//	client.OnMessage(func(e native.MessageReceived) {
//		if text, ok := native.TextOf(e.Message); ok {
//			log.Printf("%s: %s", e.Message.From, text)
//		}
//	})
//	conv, err := client.CreateConversation(ctx, native.ConversationOptions{Members: []string{"jerry"}})
//	if err != nil {
//		return err
//	}
//	_, err = conv.Send(ctx, native.Text("hello"))
//
// A Realtime is the connection to one app's server; clients log in through it
// and see conversations. The connection is made anew by itself whenever it is
// lost; calls made meanwhile fail with ErrNotConnected.
//
// When the context of a call ends, the call returns at once with an error that
// wraps the context's. What was sent to the server is not taken back: a
// message may arrive although its Send was given up.
//
// The package is package core with its Host: coder/websocket for the
// connection and net/http for the router and REST. One goroutine owns the
// core; nothing that a program does in a handler can hold it up.
package native
