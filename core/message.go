package core

// Message is one message of a conversation, received, sent or read from
// history. Its fields do not change after it was handed out.
type Message struct {
	ID             string
	ConversationID string
	From           string
	Timestamp      int64  // when the server took it, ms
	PatchTimestamp int64  // when it was last edited or recalled, ms; 0 = never
	Text           string // the content of a text message
	Binary         []byte // the content of a binary message
	IsBinary       bool
	Transient      bool
	Receipt        bool // the sender wants a receipt
	MentionAll     bool
	MentionList    []string
	DeliveredAt    int64 // in history: when it first reached a receiver, ms; 0 = not known
	Filled         bool  // missed while there was no connection, and fetched (CatchUp)
	ReadAt         int64 // in history: when it was read, ms; 0 = not known

	push  uint32 // the number of the push that brought it; 0 = none
	texts []byte // what ID, From and Text are parts of, where it is to be used again
}

// mentions reports whether the message mentions the client.
//
//go:noinline
func (m *Message) mentions(clientID string) bool {
	if m.MentionAll {
		return true
	}
	for _, id := range m.MentionList {
		if id == clientID {
			return true
		}
	}
	return false
}
