package native

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"imclient/core"
)

// Priority tells a chat room's messages apart when there are too many of them
// (docs/protocol.md, Messages).
type Priority int32

// Priorities. The zero value is the server's default, normal.
const (
	PriorityHigh   Priority = 1
	PriorityNormal Priority = 2
	PriorityLow    Priority = 3
)

// Outgoing is a message to send. Text, Plain and Binary make one of a content;
// the other fields are options.
type Outgoing struct {
	Text     string
	Binary   []byte
	IsBinary bool // Binary is the content, else Text

	// Transient messages are not kept: who is not online never sees them.
	Transient bool
	// Receipt asks for ReceiptUpdated events when the message is delivered and
	// read, in conversations of two.
	Receipt bool
	// Will has the server send the message only when this client's connection
	// is lost.
	Will bool
	// Priority matters in chat rooms only.
	Priority Priority
	// PushData is what is pushed to members who are offline: JSON text.
	PushData string
	// MentionAll and MentionList call for the attention of members.
	MentionAll  bool
	MentionList []string
}

// Text is a typed message with a text, as every SDK of the protocol shows it.
func Text(text string) Outgoing {
	// A string always marshals: what is not UTF-8 is replaced.
	content, _ := json.Marshal(struct {
		Type int    `json:"_lctype"`
		Text string `json:"_lctext"`
	}{TypeText, text})
	return Outgoing{Text: string(content)}
}

// Plain is a message with exactly this content.
func Plain(content string) Outgoing { return Outgoing{Text: content} }

// Binary is a message of bytes.
func Binary(content []byte) Outgoing { return Outgoing{Binary: content, IsBinary: true} }

func (o Outgoing) core() core.Outgoing {
	return core.Outgoing{
		Text:        o.Text,
		Binary:      bytes.Clone(o.Binary),
		IsBinary:    o.IsBinary,
		Transient:   o.Transient,
		Receipt:     o.Receipt,
		Will:        o.Will,
		Priority:    int32(o.Priority),
		PushData:    o.PushData,
		MentionAll:  o.MentionAll,
		MentionList: slices.Clone(o.MentionList),
	}
}

// Send sends a message and blocks until the server has it on disk, or has
// passed it on if it is transient. Messages that one goroutine sends one after
// the other arrive in that order.
//
// The result is the message with the id and the time that the server gave it.
// A refusal, such as 4401 for who is not a member, is an *Error. After a
// time-out or a lost connection it is not known whether the message was sent.
func (c *Conversation) Send(ctx context.Context, o Outgoing) (*Message, error) {
	sent, err := call(ctx, c.client.rt, "send", func(done func(core.Sent, error)) {
		c.core.Send(o.core(), done)
	}, nil)
	if err != nil {
		return nil, err
	}
	return &Message{
		ID:             sent.ID,
		ConversationID: c.id,
		From:           c.client.id,
		SentAt:         fromMillis(sent.Timestamp),
		Text:           o.Text,
		Binary:         bytes.Clone(o.Binary),
		IsBinary:       o.IsBinary,
		Transient:      o.Transient,
		Receipt:        o.Receipt,
		MentionAll:     o.MentionAll,
		MentionList:    slices.Clone(o.MentionList),
	}, nil
}
