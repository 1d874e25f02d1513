// Package webhook calls an app's back end over HTTP where the server has hooks:
// POST {URL}/1.1/functions/_messageReceived and so on, as the original service
// called its cloud functions (docs/hooks.md).
//
// New gives a Caller whose Hooks go into server.Options. How long a call may take,
// what happens when one fails, and the queue of what the back end is told after the
// fact are the server's: server.Timeouts, server.App.RefuseOnHookFailure and
// server.Limits.
package webhook
