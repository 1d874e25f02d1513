package native

import (
	"bytes"
	"slices"
	"time"

	"imclient/core"
)

// Message is one message of a conversation: sent, received or read from
// history. It is a copy; what happens to the message later does not change it.
type Message struct {
	ID             string
	ConversationID string
	From           string    // the sender's client id
	SentAt         time.Time // when the server took it, to the millisecond
	UpdatedAt      time.Time // when it was last changed or recalled; zero: never
	DeliveredAt    time.Time // in history: when a receiver first got it; zero: not known
	ReadAt         time.Time // in history: when it was read; zero: not known
	Text           string    // the content, unless binary
	Binary         []byte    // the content of a binary message
	IsBinary       bool
	Filled         bool // missed while there was no connection, and fetched (CatchUp)
	Transient      bool // was not kept
	Receipt        bool // the sender asked for a receipt
	MentionAll     bool
	MentionList    []string // client ids
}

func newMessage(m *core.Message) *Message {
	if m == nil {
		return nil
	}
	return &Message{
		ID:             m.ID,
		ConversationID: m.ConversationID,
		From:           m.From,
		SentAt:         fromMillis(m.Timestamp),
		UpdatedAt:      fromMillis(m.PatchTimestamp),
		DeliveredAt:    fromMillis(m.DeliveredAt),
		ReadAt:         fromMillis(m.ReadAt),
		Text:           m.Text,
		Binary:         bytes.Clone(m.Binary),
		IsBinary:       m.IsBinary,
		Filled:         m.Filled,
		Transient:      m.Transient,
		Receipt:        m.Receipt,
		MentionAll:     m.MentionAll,
		MentionList:    slices.Clone(m.MentionList),
	}
}

func newMessages(list []*core.Message) []*Message {
	messages := make([]*Message, len(list))
	for i, m := range list {
		messages[i] = newMessage(m)
	}
	return messages
}

// fromMillis is the time of a protocol timestamp, zero for none.
func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

func toMillis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
