package core

// The signatures below are final; their bodies move to their own files as they
// are filled in.

// Realtime is one application's connection to its server and the clients that
// are logged in over it.
type Realtime struct{}

// New makes a Realtime; nothing is sent before the first Open.
func New(h Host, o Options) (*Realtime, error) { return nil, ErrNotConnected }

func (rt *Realtime) Handle() uint32                                    { return 0 }
func (rt *Realtime) SocketOpened(id SocketID)                          {}
func (rt *Realtime) SocketFrame(id SocketID, frame []byte, text bool)  {}
func (rt *Realtime) SocketClosed(id SocketID, code int, reason string) {}
func (rt *Realtime) TimerFired(id TimerID)                             {}
func (rt *Realtime) Fetched(id FetchID, r Response)                    {}
func (rt *Realtime) Open(o ClientOptions, done func(*Client, error))   {}
func (rt *Realtime) Retry() error                                      { return nil }
func (rt *Realtime) Pause()                                            {}
func (rt *Realtime) Resume()                                           {}
func (rt *Realtime) Close()                                            {}
func (rt *Realtime) State() State                                      { return 0 }

type Client struct{}

func (c *Client) Handle() uint32                                                                 { return 0 }
func (c *Client) ID() string                                                                     { return "" }
func (c *Client) Realtime() *Realtime                                                            { return nil }
func (c *Client) Closed() bool                                                                   { return false }
func (c *Client) Close(done func(error))                                                         {}
func (c *Client) Ping(ids []string, done func([]string, error))                                  {}
func (c *Client) CreateConversation(o CreateOptions, done func(*Conversation, error))            {}
func (c *Client) Conversation(id string) *Conversation                                           { return nil }
func (c *Client) GetConversation(id string, noCache bool, done func(*Conversation, error))       {}
func (c *Client) GetConversations(ids []string, noCache bool, done func([]*Conversation, error)) {}
func (c *Client) Query(q Query, done func([]*Conversation, error))                               {}
func (c *Client) MarkRead(conversations []*Conversation)                                         {}
func (c *Client) Release(handle uint32)                                                          {}

type Conversation struct{}

func (c *Conversation) Handle() uint32         { return 0 }
func (c *Conversation) Client() *Client        { return nil }
func (c *Conversation) ID() string             { return "" }
func (c *Conversation) Kind() ConversationKind { return 0 }
func (c *Conversation) Row() string            { return "" }
func (c *Conversation) Members() []string      { return nil }
func (c *Conversation) Name() string           { return "" }
func (c *Conversation) Creator() string        { return "" }
func (c *Conversation) CreatedAt() int64       { return 0 }
func (c *Conversation) UpdatedAt() int64       { return 0 }
func (c *Conversation) LastMessageAt() int64   { return 0 }
func (c *Conversation) LastMessage() *Message  { return nil }
func (c *Conversation) Muted() bool            { return false }
func (c *Conversation) MutedMembers() []string { return nil }
func (c *Conversation) Unread() int            { return 0 }
func (c *Conversation) Mentioned() bool        { return false }
func (c *Conversation) LastDeliveredAt() int64 { return 0 }
func (c *Conversation) LastReadAt() int64      { return 0 }
func (c *Conversation) Transient() bool        { return false }
func (c *Conversation) System() bool           { return false }
func (c *Conversation) Expired() bool          { return false }
func (c *Conversation) ExpiresAt() int64       { return 0 }

func (c *Conversation) Commit(m *Message)                                          {}
func (c *Conversation) Send(o Outgoing, done func(Sent, error))                    {}
func (c *Conversation) History(q HistoryQuery, done func([]*Message, error))       {}
func (c *Conversation) Update(p Patch, done func(patchTimestamp int64, err error)) {}
func (c *Conversation) Read(done func(error))                                      {}
func (c *Conversation) Count(done func(int, error))                                {}
func (c *Conversation) FetchReceipts(done func(error))                             {}
func (c *Conversation) Add(members []string, done func(MemberResult, error))       {}
func (c *Conversation) Remove(members []string, done func(MemberResult, error))    {}
func (c *Conversation) Join(done func(error))                                      {}
func (c *Conversation) Quit(done func(error))                                      {}
func (c *Conversation) SetAttributes(json string, done func(error))                {}
func (c *Conversation) Mute(done func(error))                                      {}
func (c *Conversation) Unmute(done func(error))                                    {}

// ConversationKind is which of the four kinds a conversation is.
type ConversationKind uint8

const (
	Normal ConversationKind = iota
	ChatRoom
	Service
	Temporary
)

type CreateOptions struct {
	Members    []string // the creator need not be among them
	Name       *string
	Attributes string // a JSON object; empty means none
	NotUnique  bool   // always make a new conversation
	Transient  bool   // a chat room; Members are ignored
	Temporary  bool
	TTL        int32 // of a temporary conversation, seconds; 0 = the server's default
}

type Query struct {
	Where        string // a JSON object; empty means the client's own conversations
	Sort         string // field names, comma separated; "-" before one: descending
	Limit, Skip  *int32
	Compact      bool     // rows without members
	LastMessage  bool     // rows with their last message
	TemporaryIDs []string // asks for these temporary conversations, and nothing else
}

type Outgoing struct {
	Text        string
	Binary      []byte // sent when IsBinary is set
	IsBinary    bool
	Dt          string // de-duplicates: the server takes a second message with the same Dt for the first
	Transient   bool
	Receipt     bool
	Will        bool
	Priority    int32  // 1 high, 2 normal, 3 low; 0 = none; chat rooms only
	PushData    string // JSON; empty = none
	MentionAll  bool
	MentionList []string
}

type Sent struct {
	ID        string
	Timestamp int64 // ms
}

type HistoryQuery struct {
	StartTime      int64 // ms; 0 = from the end
	StartMessageID string
	StartClosed    bool
	EndTime        int64
	EndMessageID   string
	EndClosed      bool
	Limit          *int32
	Type           *int32 // only messages of this _lctype
	Direction      Direction
}

// Direction is which way a history query goes; the answer ascends in time in
// both.
type Direction uint8

const (
	DirectionDefault Direction = iota // OldToNew when EndTime > StartTime > 0, else NewToOld
	NewToOld
	OldToNew
)

type Patch struct {
	MessageID   string
	Timestamp   int64 // the message's, ms
	Recall      bool  // the content below is ignored
	Text        string
	Binary      []byte
	IsBinary    bool
	MentionAll  bool
	MentionList []string
}

// MemberResult is what a member operation did: it may succeed in part.
type MemberResult struct {
	Succeeded []string
	Failures  []MemberFailure
}

type MemberFailure struct {
	ClientIDs []string
	Err       *Error
}
