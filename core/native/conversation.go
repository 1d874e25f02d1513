package native

import (
	"encoding/json"
	"slices"
	"time"

	"imclient/core"
)

// Kind is which of the four kinds a conversation is.
type Kind = core.ConversationKind

// Kinds of conversations (docs/protocol.md, Conversations).
const (
	Normal    = core.Normal
	ChatRoom  = core.ChatRoom
	Service   = core.Service
	Temporary = core.Temporary
)

// Conversation is a conversation as one client sees it. For one client and id
// there is one Conversation as long as the program holds it.
//
// Its properties are what the client knows now: they follow the server's
// notices; Client.FetchConversation brings all of them up to date.
type Conversation struct {
	client *Client
	core   *core.Conversation
	id     string
	kind   Kind
}

// Client is the client that sees the conversation.
func (c *Conversation) Client() *Client { return c.client }

// ID is the conversation's id, of the server's making.
func (c *Conversation) ID() string { return c.id }

// Kind tells which kind of conversation it is.
func (c *Conversation) Kind() Kind { return c.kind }

// Name is the name, empty if it has none.
func (c *Conversation) Name() string { return property(c, (*core.Conversation).Name) }

// Creator is the client id of who has created it.
func (c *Conversation) Creator() string { return property(c, (*core.Conversation).Creator) }

// Members are the client ids of the members. Chat rooms and service
// conversations have none.
func (c *Conversation) Members() []string {
	return property(c, func(cc *core.Conversation) []string { return slices.Clone(cc.Members()) })
}

// CreatedAt is when it was created; zero when not known.
func (c *Conversation) CreatedAt() time.Time {
	return fromMillis(property(c, (*core.Conversation).CreatedAt))
}

// UpdatedAt is when its name, members or attributes were changed last.
func (c *Conversation) UpdatedAt() time.Time {
	return fromMillis(property(c, (*core.Conversation).UpdatedAt))
}

// LastMessage is the last message that the client knows of, nil if none.
func (c *Conversation) LastMessage() *Message {
	return newMessage(property(c, (*core.Conversation).LastMessage))
}

// LastMessageAt is the time of the last message; zero if there is none.
func (c *Conversation) LastMessageAt() time.Time {
	return fromMillis(property(c, (*core.Conversation).LastMessageAt))
}

// Muted tells whether the client wants no push notifications of it.
func (c *Conversation) Muted() bool { return property(c, (*core.Conversation).Muted) }

// ExpiresAt is when a temporary conversation ends; zero for other kinds.
func (c *Conversation) ExpiresAt() time.Time {
	return fromMillis(property(c, (*core.Conversation).ExpiresAt))
}

// Row is all that the server has told of the conversation, as a JSON object
// with the fields of a query's result (docs/protocol.md, Queries).
func (c *Conversation) Row() json.RawMessage {
	return json.RawMessage(property(c, (*core.Conversation).Row))
}

// property reads a property in a turn of the loop.
func property[T any](c *Conversation, read func(*core.Conversation) T) T {
	var value T
	c.client.rt.loop.do(func() { value = read(c.core) })
	return value
}
