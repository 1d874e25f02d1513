package native

import (
	"context"

	"imclient/core"
)

// Client is a logged-in client of the app: one person, bot or device group,
// named by its id.
type Client struct {
	rt       *Realtime
	core     *core.Client
	id       string
	done     chan struct{}
	handlers handlers

	owners        int               // logins that have returned this client; the loop's
	removed       bool              // no longer of the Realtime; the loop's
	conversations conversationCache // the loop's
}

func newClient(rt *Realtime, cc *core.Client) *Client {
	return &Client{
		rt:            rt,
		core:          cc,
		id:            cc.ID(),
		done:          make(chan struct{}),
		handlers:      handlers{ended: make(chan struct{})},
		conversations: make(conversationCache),
	}
}

// ID is the client's id.
func (c *Client) ID() string { return c.id }

// Realtime is the connection that the client logged in through.
func (c *Client) Realtime() *Realtime { return c.rt }

// Done is closed when the client is logged out: by Close, by its Realtime's
// Close, or by the server, which ClientClosed or ClientConflict tells. A
// lost connection does not log a client out.
func (c *Client) Done() <-chan struct{} { return c.done }

// Closed tells whether the client is logged out.
func (c *Client) Closed() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

// Close logs the client out and blocks until the server has answered. Closing
// a closed client does nothing. When ctx ends first the client is logged out
// all the same.
func (c *Client) Close(ctx context.Context) error {
	if c.Closed() {
		return nil
	}
	return run(ctx, c.rt, "close", func(done func(error)) {
		if c.removed {
			done(nil)
			return
		}
		c.core.Close(done)
	})
}

// Ping asks which of some clients are online now. The server looks at the
// first 20 ids only (docs/protocol.md, Session).
func (c *Client) Ping(ctx context.Context, ids ...string) (online []string, err error) {
	return call(ctx, c.rt, "ping", func(done func([]string, error)) {
		c.core.Ping(ids, done)
	}, nil)
}

func (c *Client) handlerList() *handlers { return &c.handlers }

// remove takes a client that is logged out off its Realtime, in a turn of the
// loop.
func (rt *Realtime) remove(c *Client) {
	if c.removed {
		return
	}
	c.removed = true
	close(c.done)
	for i, other := range rt.clients {
		if other == c {
			rt.clients = append(rt.clients[:i:i], rt.clients[i+1:]...)
			break
		}
	}
}
