//go:build js && wasm

package jsbridge

import "imclient/core"

// client is a session that JavaScript knows by number.
type client struct {
	b      *bridge
	rt     *realtime // nil for one that outlived its Realtime
	handle uint32
	call   uint32 // the client.open that made it
	core   *core.Client
}

// client gives c its entry, at the first mention a new one.
//
//go:noinline
func (b *bridge) client(c *core.Client) *client {
	if e, ok := b.clientOf[c]; ok {
		return e
	}
	e := &client{b: b, handle: b.id(), core: c}
	for _, r := range b.realtimes {
		if r.core == c.Realtime() {
			e.rt = r
		}
	}
	b.clients[e.handle] = e
	b.clientOf[c] = e
	return e
}

// drop forgets a client that is closed, and its conversations.
func (c *client) drop() {
	b := c.b
	delete(b.clients, c.handle)
	delete(b.clientOf, c.core)
	for _, e := range b.conversations {
		if e.client == c {
			e.drop()
		}
	}
}
