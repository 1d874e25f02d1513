package native

import (
	"context"
	"slices"

	"imclient/core"
)

// Unread is the number of messages that the client has not read
// (docs/protocol.md, Unread and receipts).
func (c *Conversation) Unread() int { return property(c, (*core.Conversation).Unread) }

// Mentioned tells whether an unread message calls for the client's attention.
func (c *Conversation) Mentioned() bool { return property(c, (*core.Conversation).Mentioned) }

// Read marks all messages of the conversation as read; an UnreadUpdated
// follows. It waits for nothing but the mark's being on its way to the server.
func (c *Conversation) Read(ctx context.Context) error {
	return run(ctx, c.client.rt, "read", c.core.Read)
}

// MarkRead is Read for several conversations at once. It is refused when one
// of them is not this client's.
func (c *Client) MarkRead(ctx context.Context, conversations ...*Conversation) error {
	conversations = slices.Clone(conversations)
	return run(ctx, c.rt, "mark read", func(done func(error)) {
		list := make([]*core.Conversation, 0, len(conversations))
		for _, conv := range conversations {
			if conv == nil || conv.client != c {
				done(&ArgumentError{Message: "not a conversation of this client"})
				return
			}
			list = append(list, conv.core)
		}
		if c.removed {
			done(ErrClosed)
			return
		}
		c.core.MarkRead(list)
		done(nil)
	})
}
