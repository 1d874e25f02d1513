package store

import "imclient/server/query"

// Kind is the kind of a conversation; the values are those of conv_type on the
// wire (docs/protocol.md, Conversations).
type Kind int

// The four kinds.
const (
	Normal    Kind = 1
	ChatRoom  Kind = 2
	System    Kind = 3
	Temporary Kind = 4
)

// Conversation is one conversation without its members. Times are in
// milliseconds since 1970; zero means none.
type Conversation struct {
	App     string
	ID      string
	Kind    Kind
	Creator string
	// UniqueID is the published id of a unique conversation's member set, empty
	// for others.
	UniqueID string
	// UniqueKey identifies the member set at creation without collisions; it is
	// what UniqueConversation looks for. Empty: not unique.
	UniqueKey string
	// Attributes is a JSON object: name, attr and the custom columns.
	Attributes string
	CreatedAt  int64
	UpdatedAt  int64
	// ExpiresAt ends the life of a temporary conversation.
	ExpiresAt int64

	// The store's own figures; ignored when a conversation is written.
	LastSeq       int64
	LastTimestamp int64
	MemberCount   int
}

// ConversationRow is one row of a query's result.
type ConversationRow struct {
	Conversation
	// Members and Muted are nil when the query is compact.
	Members []string
	// Muted holds the members who muted the conversation.
	Muted []string
	// LastMessage is set when the query asked for it and there is one.
	LastMessage *Message
}

// ConversationQuery selects conversations.
type ConversationQuery struct {
	Where query.Expr
	// Sort orders the result; without it the latest message comes first.
	Sort  []query.Sort
	Skip  int
	Limit int
	// Compact leaves the members out.
	Compact bool
	// LastMessage includes the latest message of chat rooms and of conversations
	// that Client is a member of.
	LastMessage bool
	Client      string
	// Temporary asks for temporary conversations (alive at At) instead of the
	// others.
	Temporary bool
	At        int64
}
