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

// MemberReceipt tells until when a member has received and read what was sent
// to the conversation; zero: nothing yet, as far as is known.
type MemberReceipt struct {
	ClientID    string
	DeliveredAt time.Time
	ReadAt      time.Time
}

// FetchAllReceipts asks the server how far each member has received and read
// the conversation, for groups, and blocks until it has answered. Members of
// whom nothing is known are left out (docs/protocol.md, Unread and receipts).
// Chat rooms and service conversations have none.
func (c *Conversation) FetchAllReceipts(ctx context.Context) ([]MemberReceipt, error) {
	return call(ctx, c.client.rt, "fetch all receipts", func(done func([]MemberReceipt, error)) {
		c.core.FetchAllReceipts(func(marks []core.MemberReceipt, err error) {
			var receipts []MemberReceipt
			for _, m := range marks {
				receipts = append(receipts, MemberReceipt{m.ClientID, fromMillis(m.DeliveredAt), fromMillis(m.ReadAt)})
			}
			done(receipts, err)
		})
	}, nil)
}
