package store

import "imclient/server/query"

// Place is where a message stands among all messages of its app: they are ordered
// by time, and those of one millisecond by conversation and seq.
type Place struct {
	Timestamp    int64
	Conversation string
	Seq          int64
}

// Log selects messages of an app, from all conversations.
type Log struct {
	// Sender keeps only what that client sent, unless it is empty.
	Sender string
	// From is where the selection begins, itself included; Before is where it ends,
	// itself excluded. The zero value means unbounded.
	From, Before Place
	// Descending starts at the end and goes to older messages.
	Descending bool
	Limit      int
}

// UpstreamQuery selects messages that users sent to service conversations.
type UpstreamQuery struct {
	// Where may ask about objectId and msgId, from, fromIp, conv, timestamp, bin,
	// createdAt and updatedAt.
	Where query.Expr
	// Sort orders the result; without it the oldest comes first.
	Sort  []query.Sort
	Skip  int
	Limit int
}
