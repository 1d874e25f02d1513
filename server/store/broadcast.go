package store

// Broadcast is a message to every user of an app. It is no part of a history.
type Broadcast struct {
	App          string
	Conversation string
	ID           string
	// Timestamp is given when it is added, and unique in the app.
	Timestamp int64
	From      string
	Data      []byte
	// ExpiresAt is when it stops being delivered.
	ExpiresAt int64
}

// BroadcastQuery selects broadcasts.
type BroadcastQuery struct {
	// Conversation keeps only those of one, unless it is empty.
	Conversation string
	// After leaves out those up to that time, At those that have expired by then.
	After, At int64
	// Newest lists the newest first, instead of the oldest.
	Newest bool
	Skip   int
	Limit  int
}

// Client is what is kept of somebody who has logged in.
type Client struct {
	// SeenAt is the time of the last SeeClient.
	SeenAt int64
	// BroadcastAt is the time of the last broadcast that counts as received.
	BroadcastAt int64
}

// Subscription is one client's subscription to a service conversation.
type Subscription struct {
	Conversation string
	Client       string
	JoinedAt     int64
}
