package core

import (
	"slices"
	"strings"

	"imclient/core/jsontext"
	"imclient/core/wire"
)

// ConversationKind is which of the four kinds a conversation is (section
// Conversations of docs/protocol.md).
type ConversationKind uint8

// Kinds of conversations.
const (
	Normal    ConversationKind = iota // members, history, unread counts
	ChatRoom                          // who is online hears it; nothing is kept for others
	Service                           // subscribers hear the service
	Temporary                         // fixed members, ends after its time to live
)

var kindNames = [...]string{"normal", "chat room", "service", "temporary"}

// String names the kind, for logs.
func (k ConversationKind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// temporaryPrefix begins the ids of temporary conversations.
const temporaryPrefix = "_tmp:"

// Conversation is a conversation as one client knows it. There is one object
// for each client and id for as long as the client holds it; queries and
// notices update it in place.
type Conversation struct {
	client *Client
	handle uint32
	id     string
	row    row // kept equal to the fields below

	kind          ConversationKind
	members       []string
	name          string
	creator       string
	createdAt     int64
	updatedAt     int64
	lastMessageAt int64
	lateLast      bool // lastMessageAt is ahead of row
	lastMessage   *Message
	muted         bool
	mutedMembers  []string
	expiresAt     int64

	unread      int
	mentioned   bool
	readUntil   int64 // the last message when it was marked read, in ms
	deliveredAt int64
	readAt      int64
	received    window
	counted     uint32 // the number of the push that brought the last count
	seen        place  // the last message that has come, where the client catches up
	caughtUp    uint32 // in which session the client caught up with it
	own         own
	entered     bool                // of a chat room: the client is in it
	uncommitted int                 // messages handed to the application and not committed
	overtaking  map[string]*Message // edits and recalls that came while messages were uncommitted, by id
}

// Handle names the conversation among all objects of its Realtime.
func (c *Conversation) Handle() uint32 { return c.handle }

// Client is the client that knows the conversation.
func (c *Conversation) Client() *Client { return c.client }

// ID is the conversation's id on the server.
func (c *Conversation) ID() string { return c.id }

// Kind is which kind of conversation it is.
func (c *Conversation) Kind() ConversationKind { return c.kind }

// Members are the ids of the members, in the server's order; none are known of
// chat rooms and service conversations.
func (c *Conversation) Members() []string { return slices.Clone(c.members) }

// Name is the conversation's name, or "".
func (c *Conversation) Name() string { return c.name }

// Creator is the id of who made the conversation.
func (c *Conversation) Creator() string { return c.creator }

// CreatedAt and UpdatedAt are the row's times, in ms.
func (c *Conversation) CreatedAt() int64 { return c.createdAt }

// UpdatedAt is when the row was last changed, in ms.
func (c *Conversation) UpdatedAt() int64 { return c.updatedAt }

// LastMessageAt is the time of the last known message, in ms.
func (c *Conversation) LastMessageAt() int64 { return c.lastMessageAt }

// LastMessage is the last known message, or nil.
func (c *Conversation) LastMessage() *Message { return c.lastMessage }

// Muted reports whether the client gets no push notifications from it.
func (c *Conversation) Muted() bool { return c.muted }

// MutedMembers are the members who get no push notifications from it.
func (c *Conversation) MutedMembers() []string { return slices.Clone(c.mutedMembers) }

// Unread is how many messages of others have not been marked read.
func (c *Conversation) Unread() int { return c.unread }

// Mentioned reports whether an unread message mentions the client.
func (c *Conversation) Mentioned() bool { return c.mentioned }

// LastDeliveredAt is the time, in ms, until which the other member has got what
// was sent. It is 0 when unknown and unless there are exactly two members.
func (c *Conversation) LastDeliveredAt() int64 { return c.betweenTwo(c.deliveredAt) }

// LastReadAt is the same for what the other member has read.
func (c *Conversation) LastReadAt() int64 { return c.betweenTwo(c.readAt) }

func (c *Conversation) betweenTwo(at int64) int64 {
	if len(c.members) != 2 {
		return 0
	}
	return at
}

// Transient reports whether it is a chat room.
func (c *Conversation) Transient() bool { return c.kind == ChatRoom }

// System reports whether it is a service conversation.
func (c *Conversation) System() bool { return c.kind == Service }

// ExpiresAt is when a temporary conversation ends, in ms; 0 = never.
func (c *Conversation) ExpiresAt() int64 { return c.expiresAt }

// Expired reports whether a temporary conversation has ended.
func (c *Conversation) Expired() bool {
	return c.expiresAt != 0 && c.expiresAt < c.client.rt.now()
}

// Row is the conversation's row as JSON, as a query gives it, with what has
// become known since. The last message is not in it; a temporary
// conversation's ttl is replaced by expiredAt, in ms.
func (c *Conversation) Row() string {
	if c.lateLast {
		c.lateLast = false
		c.row.amend("lm", formatDate(c.lastMessageAt))
	}
	return c.row.text()
}

// Revision counts the changes of what Row gives, but for the time of the last
// message that was committed or sent.
func (c *Conversation) Revision() uint32 { return c.row.revision }

// command makes a conv command about the conversation.
func (c *Conversation) command(op wire.OpType) (*wire.GenericCommand, *wire.ConvCommand) {
	cmd := c.client.command(wire.CommandConv, op)
	conv := new(wire.ConvCommand)
	conv.SetCid(c.id)
	cmd.SetConvMessage(conv)
	return cmd, conv
}

// request sends a command about the conversation. Whatever is asked of a
// temporary conversation that has ended fails with
// TemporaryConversationExpired.
func (c *Conversation) request(cmd *wire.GenericCommand, done answer) {
	if c.Expired() {
		done(nil, &Error{Code: TemporaryConversationExpired})
		return
	}
	c.client.request(cmd, func(reply *wire.GenericCommand, err error) {
		done(reply, c.refine(err))
	})
}

// refine turns "not found" into "expired" for a temporary conversation.
func (c *Conversation) refine(err error) error {
	if refused, ok := err.(*Error); ok && c.kind == Temporary && refused.Code == ConversationNotFound {
		return &Error{Code: TemporaryConversationExpired}
	}
	return err
}

// The setters below keep row and fields equal.

func (c *Conversation) setMembers(members []string) {
	c.members = members
	c.row.set("m", string(jsontext.AppendStrings(nil, members)))
}

// join and part apply a change of members; only a normal conversation's are
// known.
func (c *Conversation) join(members []string) {
	if c.kind != Normal {
		return
	}
	next := slices.Clone(c.members)
	for _, id := range members {
		if !slices.Contains(next, id) {
			next = append(next, strings.Clone(id))
		}
	}
	c.setMembers(next)
}

func (c *Conversation) part(members []string) {
	if c.kind != Normal {
		return
	}
	c.setMembers(slices.DeleteFunc(slices.Clone(c.members), func(id string) bool {
		return slices.Contains(members, id)
	}))
}

func (c *Conversation) setUpdated(iso string) {
	if at := parseTime(iso); at != 0 {
		c.updatedAt = at
		c.row.set("updatedAt", quote(iso))
	}
}

// sawMessageAt moves LastMessageAt on; it never goes back.
func (c *Conversation) sawMessageAt(at int64) {
	if at > c.lastMessageAt {
		c.lastMessageAt = at
		c.row.set("lm", formatDate(at))
	}
}

// passedMessageAt is sawMessageAt for a message that the Host has itself, so
// that it knows the time already: Revision stays, and Row follows when it is
// asked for.
func (c *Conversation) passedMessageAt(at int64) {
	if at > c.lastMessageAt {
		c.lastMessageAt = at
		c.lateLast = true
	}
}

// patchLast replaces the last message when it is the one that was patched, now
// or, of one that the application has not committed yet, when it does.
func (c *Conversation) patchLast(m *Message) {
	if c.uncommitted > 0 {
		if c.overtaking == nil {
			c.overtaking = make(map[string]*Message)
		}
		c.overtaking[m.ID] = m
	}
	if c.lastMessage != nil && c.lastMessage.ID == m.ID {
		c.lastMessage = m
	}
}
