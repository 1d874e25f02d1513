package native

import (
	"context"
	"iter"
	"slices"
)

// Silence forbids members to send to the conversation; they go on receiving
// (docs/protocol.md, Members). It blocks until the server has answered and
// fails only as a whole; who could not be silenced is in the result.
func (c *Conversation) Silence(ctx context.Context, members ...string) (MemberResult, error) {
	members = slices.Clone(members)
	return call(ctx, c.client.rt, "silence", func(done func(MemberResult, error)) {
		c.core.Silence(members, done)
	}, nil)
}

// Unsilence lets members send again, likewise.
func (c *Conversation) Unsilence(ctx context.Context, members ...string) (MemberResult, error) {
	members = slices.Clone(members)
	return call(ctx, c.client.rt, "unsilence", func(done func(MemberResult, error)) {
		c.core.Unsilence(members, done)
	}, nil)
}

// QuerySilenced reads one page of the list of those who are silenced.
func (c *Conversation) QuerySilenced(ctx context.Context, q PageQuery) (Page, error) {
	return call(ctx, c.client.rt, "query silenced", func(done func(Page, error)) {
		c.core.QuerySilenced(q.core(), done)
	}, nil)
}

// Silenced reads the whole list of those who are silenced, client by client.
// The loop ends after the last or the first error.
func (c *Conversation) Silenced(ctx context.Context) iter.Seq2[string, error] {
	return pages(func(q PageQuery) (Page, error) { return c.QuerySilenced(ctx, q) })
}
