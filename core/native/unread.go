package native

import (
	"context"

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
