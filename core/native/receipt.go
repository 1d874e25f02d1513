package native

import (
	"context"
	"time"

	"imclient/core"
)

// LastDeliveredAt tells until when what the client has sent was delivered, in
// a conversation of two; zero: nothing yet, as far as is known.
func (c *Conversation) LastDeliveredAt() time.Time {
	return fromMillis(property(c, (*core.Conversation).LastDeliveredAt))
}

// LastReadAt tells until when what the client has sent was read, likewise.
func (c *Conversation) LastReadAt() time.Time {
	return fromMillis(property(c, (*core.Conversation).LastReadAt))
}

// FetchReceipts asks the server for LastDeliveredAt and LastReadAt and blocks
// until it has answered.
func (c *Conversation) FetchReceipts(ctx context.Context) error {
	return run(ctx, c.client.rt, "fetch receipts", c.core.FetchReceipts)
}
