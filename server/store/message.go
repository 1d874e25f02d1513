package store

// Message is one message of a conversation. Times are in milliseconds since
// 1970; zero means never.
type Message struct {
	App          string
	Conversation string
	// Seq is the order in the conversation, from 1, given in the commit.
	Seq int64
	// ID is the message id that clients see, unique in its conversation.
	ID        string
	Timestamp int64
	From      string
	// Data is the content: text as sent, or bytes when Binary is set.
	Data   []byte
	Binary bool
	// Type is _lctype of a typed message; HasType says whether there is one.
	Type        int64
	HasType     bool
	MentionAll  bool
	MentionPids []string
	// Receipt says that the sender asked for receipts.
	Receipt     bool
	PatchedAt   int64
	Recalled    bool
	DeliveredAt int64
	ReadAt      int64
	// FromIP is the address that the message came from, empty when it is not known.
	FromIP string
	// Private says that only the clients in Audience see the message, and everybody
	// otherwise. Audience is read when a message is added, and not filled in when
	// one is returned.
	Private  bool
	Audience []string
	// Upstream says that a user sent the message to a service conversation.
	Upstream bool
}

// MaxAhead bounds, in milliseconds, how far the times of messages run ahead of the clock so
// that no two of a conversation share one: a conversation can have more messages than
// there are milliseconds.
const MaxAhead = 10_000

// Range selects messages of one conversation. Bounds are sequence numbers and
// inclusive; zero means unbounded.
type Range struct {
	From, To int64
	// Descending starts at To and goes to older messages.
	Descending bool
	// Type keeps only messages with that _lctype, when HasType is set.
	Type    int64
	HasType bool
	Limit   int
	// Viewer leaves out what this client does not see, unless it is empty.
	Viewer string
	// Private leaves out what everybody sees.
	Private bool
}

// Membership is what is kept of one member.
type Membership struct {
	JoinedAt int64
	Muted    bool
}

// Mark is what one member has received and read of a conversation.
type Mark struct {
	Client string
	// DeliveredSeq and ReadSeq are the highest sequence numbers received and
	// read; the timestamps are those messages' own. Zero means none.
	DeliveredSeq       int64
	DeliveredTimestamp int64
	ReadSeq            int64
	ReadTimestamp      int64
}

// Unread is a client's unread state of one conversation.
type Unread struct {
	Conversation string
	Kind         Kind
	Count        int
	Mentioned    bool
	// ReadSeq is the sequence number up to which the client has read.
	ReadSeq int64
	// LastSeq is the conversation's latest sequence number in the snapshot.
	LastSeq int64
	// Last is the latest message, nil when there is none.
	Last *Message
}

// Notice is a notification that survives a disconnection.
type Notice struct {
	// Timestamp rises strictly from one notice of a client to the next.
	Timestamp int64
	// Conversation is what the notice is about.
	Conversation string
	// Body is the JSON object given to AddNotice.
	Body string
}
