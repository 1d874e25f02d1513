package native

import (
	"bytes"
	"context"
	"slices"
	"time"

	"imclient/core"
)

// Update replaces the content of a message that the client has sent and
// blocks until the server has answered (docs/protocol.md, Updates and recall).
// Of the options of o only the mentions count. The result is the message as it
// is now.
func (c *Conversation) Update(ctx context.Context, m *Message, o Outgoing) (*Message, error) {
	updated, err := c.patch(ctx, "update", m, core.Patch{
		Text:        o.Text,
		Binary:      bytes.Clone(o.Binary),
		IsBinary:    o.IsBinary,
		MentionAll:  o.MentionAll,
		MentionList: slices.Clone(o.MentionList),
	})
	if err != nil {
		return nil, err
	}
	updated.Text, updated.Binary, updated.IsBinary = o.Text, bytes.Clone(o.Binary), o.IsBinary
	updated.MentionAll, updated.MentionList = o.MentionAll, slices.Clone(o.MentionList)
	return updated, nil
}

// Recall takes back a message that the client has sent: everybody sees a
// message of type TypeRecalled in its place. It blocks until the server has
// answered.
func (c *Conversation) Recall(ctx context.Context, m *Message) error {
	_, err := c.patch(ctx, "recall", m, core.Patch{Recall: true})
	return err
}

func (c *Conversation) patch(ctx context.Context, action string, m *Message, p core.Patch) (*Message, error) {
	at, err := call(ctx, c.client.rt, action, func(done func(int64, error)) {
		if m == nil || m.ConversationID != c.id {
			done(0, &ArgumentError{Message: "not a message of this conversation"})
			return
		}
		p.MessageID, p.Timestamp = m.ID, toMillis(m.SentAt)
		c.core.Update(p, done)
	}, nil)
	if err != nil {
		return nil, err
	}
	patched := *m
	patched.UpdatedAt = time.UnixMilli(at)
	return &patched, nil
}
