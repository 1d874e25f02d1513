package native

import (
	"context"
	"iter"
	"slices"
)

// Block puts clients on the conversation's blacklist: they are removed and
// cannot come back (docs/protocol.md, Members). It blocks until the server has
// answered and fails only as a whole; who could not be blocked is in the
// result.
func (c *Conversation) Block(ctx context.Context, clients ...string) (MemberResult, error) {
	clients = slices.Clone(clients)
	return call(ctx, c.client.rt, "block", func(done func(MemberResult, error)) {
		c.core.Block(clients, done)
	}, nil)
}

// Unblock takes clients off the blacklist, likewise. They are not members
// until they join or are added again.
func (c *Conversation) Unblock(ctx context.Context, clients ...string) (MemberResult, error) {
	clients = slices.Clone(clients)
	return call(ctx, c.client.rt, "unblock", func(done func(MemberResult, error)) {
		c.core.Unblock(clients, done)
	}, nil)
}

// QueryBlocked reads one page of the blacklist.
func (c *Conversation) QueryBlocked(ctx context.Context, q PageQuery) (Page, error) {
	return call(ctx, c.client.rt, "query blocked", func(done func(Page, error)) {
		c.core.QueryBlocked(q.core(), done)
	}, nil)
}

// Blocked reads the whole blacklist, client by client. The loop ends after the
// last or the first error.
func (c *Conversation) Blocked(ctx context.Context) iter.Seq2[string, error] {
	return pages(func(q PageQuery) (Page, error) { return c.QueryBlocked(ctx, q) })
}
