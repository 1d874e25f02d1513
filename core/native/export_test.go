package native

import (
	"context"
	"runtime"
)

// KnownConversations counts the conversations that a client has faces for, of
// which some may be collected already.
func (c *Client) KnownConversations() int {
	var n int
	c.rt.loop.do(func() { n = len(c.conversations) })
	return n
}

// Break makes the core panic, as a defect in it would.
func (rt *Realtime) Break() {
	rt.loop.post(context.Background(), func() { panic("defect") })
}

// AwaitLogins returns when so many logins of a client id are under way.
func (rt *Realtime) AwaitLogins(id string, n int) {
	for under := 0; under != n; runtime.Gosched() {
		rt.loop.do(func() { under = rt.logins[id] })
	}
}
