package native

import (
	"context"
	"slices"

	"imclient/core"
)

// MemberResult is what became of a member operation, which may succeed for
// some members and fail for others.
type MemberResult = core.MemberResult

// Add makes clients members of the conversation and blocks until the server
// has answered. It fails only as a whole; who could not be added is in the
// result (docs/protocol.md, Members).
func (c *Conversation) Add(ctx context.Context, members ...string) (MemberResult, error) {
	members = slices.Clone(members)
	return call(ctx, c.client.rt, "add members", func(done func(MemberResult, error)) {
		c.core.Add(members, done)
	}, nil)
}

// Remove takes members out of the conversation, likewise.
func (c *Conversation) Remove(ctx context.Context, members ...string) (MemberResult, error) {
	members = slices.Clone(members)
	return call(ctx, c.client.rt, "remove members", func(done func(MemberResult, error)) {
		c.core.Remove(members, done)
	}, nil)
}

// Join makes the client a member, or has it enter a chat room or subscribe to
// a service conversation.
func (c *Conversation) Join(ctx context.Context) error {
	return run(ctx, c.client.rt, "join", c.core.Join)
}

// Quit is the opposite of Join.
func (c *Conversation) Quit(ctx context.Context) error {
	return run(ctx, c.client.rt, "quit", c.core.Quit)
}

// Count asks how many members the conversation has, or how many clients are in
// the chat room now.
func (c *Conversation) Count(ctx context.Context) (int, error) {
	return call(ctx, c.client.rt, "count", c.core.Count, nil)
}
