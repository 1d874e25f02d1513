package server

import "imclient/server/store"

// caller is who an operation on a conversation is done for: a client, whose rights
// are checked, or the app's own back end, which has all of them.
type caller struct {
	srv *Server
	app *app
	// client is the operator that notices name; empty for a back end, which is no
	// client.
	client string
	// partial says that the caller knows of operations that succeed in part.
	partial bool
	backend bool
	// kind is the only one of conversations that the caller finds, unless it is 0.
	kind store.Kind
}

func (s *session) caller() caller {
	return caller{srv: s.srv, app: s.app, client: s.client, partial: s.has(configPartialFailed)}
}

// caller is the back end that makes the call.
func (c *restCall) caller() *caller {
	return &caller{srv: c.srv, app: c.app, backend: true, kind: c.kind}
}
