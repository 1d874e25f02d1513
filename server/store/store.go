package store

import "context"

// Store keeps the state of all apps. Its methods may be called from any
// goroutine.
type Store interface {
	// Update queues fn and returns; it blocks only while the queue is full. fn
	// runs in a write transaction, possibly together with others', and everything
	// it did is undone when it returns an error. done is then called exactly once,
	// with fn's error, or with what went wrong in the commit; when it is called
	// with nil, the commit is on disk. Transactions take effect in the order in
	// which Update was called by one goroutine, and the done callbacks run one
	// after the other in the order of the commits.
	//
	// fn may run more than once and must have no effect outside of tx, except
	// on variables it sets anew in each run. Neither fn nor done may block or
	// call Update and wait for it.
	Update(fn func(tx Tx) error, done func(error))

	// View runs fn on one consistent snapshot. It blocks until fn is done and
	// returns its error. fn must not keep r.
	View(ctx context.Context, fn func(r Reader) error) error

	// Secret returns the 32 random bytes kept under name, made at its first use.
	Secret(ctx context.Context, name string) ([]byte, error)

	// Close waits for the updates that are queued, then closes the store.
	// Updates that come later are done with ErrClosed. Close is idempotent.
	Close() error
}

// Reader reads one consistent state.
type Reader interface {
	// At is a time for which holds: whatever is committed after this snapshot
	// was given a Tick above it.
	At() int64

	// Nodes returns the nodes that were seen at since or later, by id.
	Nodes(since int64) ([]Node, error)

	// Apps returns the apps that were added, by id.
	Apps() ([]App, error)

	// Conversation returns ErrNotFound when there is none.
	Conversation(app, id string) (*Conversation, error)
	// UniqueConversation returns the conversation created with that key and not
	// expired at the given time, or ErrNotFound.
	UniqueConversation(app, key string, at int64) (*Conversation, error)
	// Members returns the member ids in the order in which they joined.
	Members(app, conversation string) ([]string, error)
	// IsMember says whether client is a member.
	IsMember(app, conversation, client string) (bool, error)
	// Role returns the role that was set for a member; Member when none was.
	Role(app, conversation, client string) (Role, error)
	// Roles returns the roles that were set, in the order in which the clients got
	// their first one; only that of client, and only those that are role, unless these
	// are empty.
	Roles(app, conversation, client string, role Role, skip, limit int) ([]MemberRole, error)
	// RoleByID finds the record of a role; ErrNotFound when there is none.
	RoleByID(app, id string) (conversation string, m MemberRole, err error)
	// IsRestricted says whether a conversation restricts client so.
	IsRestricted(app, conversation string, kind Restriction, client string) (bool, error)
	// Restricted returns the clients that are restricted so, in the order in which
	// they were, after the one with the position after; next is the position to go
	// on from, 0 when these were the last.
	Restricted(app, conversation string, kind Restriction, after int64, limit int) (clients []string, next int64, err error)
	// RestrictedCount returns how many there are.
	RestrictedCount(app, conversation string, kind Restriction) (int, error)

	// Refusing returns the conversations that a client does not want to be added to,
	// in the order of their ids, after the id after; more says that there are others.
	Refusing(app, client, after string, limit int) (conversations []string, more bool, err error)
	// SilencedUntil returns when a silence with a time limit ends, which may be past;
	// 0 when there is none.
	SilencedUntil(app, conversation, client string) (int64, error)

	// Membership returns ErrNotFound for who is not a member.
	Membership(app, conversation, client string) (Membership, error)

	// Subscribers returns members of a service conversation in the order of their
	// ids, from the one after the given id on.
	Subscribers(app, conversation, after string, limit int) ([]Subscription, error)
	// Subscriptions returns the service conversations that client subscribes to, in
	// the order of the subscriptions, from the one after (joinedAt, conversation) on;
	// with descending the latest first, and from the one before.
	Subscriptions(app, client string, joinedAt int64, conversation string, descending bool, limit int) ([]Subscription, error)

	// Client returns ErrNotFound for who has never logged in.
	Client(app, id string) (Client, error)
	// ClientsSeen counts the clients that were seen at since or later, and those of
	// also that are known; each once.
	ClientsSeen(app string, since int64, also []string) (int, error)
	// Broadcast returns ErrNotFound when there is none.
	Broadcast(app, id string) (*Broadcast, error)
	// Broadcasts returns broadcasts in the order of their times.
	Broadcasts(app string, q BroadcastQuery) ([]*Broadcast, error)

	// Conversations runs a query. The members of service conversations are not
	// listed, nor their last messages, and nobody is found by them. It returns ErrUnsupported for what cannot be
	// compiled.
	Conversations(app string, q ConversationQuery) ([]ConversationRow, error)
	// CountConversations returns how many there are of which Conversations returns
	// some; order, skip and limit do not count.
	CountConversations(app string, q ConversationQuery) (int, error)

	// Listed returns conversations that are not temporary in the order of their ids,
	// after the id after, with all that is known of each: the members too, unless it
	// is a service conversation, whose subscribers Subscribers lists.
	Listed(app, after string, limit int) ([]ConversationRow, error)
	// Silences returns the silences with a time limit, by client.
	Silences(app, conversation string) ([]Silence, error)
	// Users and Files return what there is in the order of the ids, after the id after.
	Users(app, after string, limit int) ([]*User, error)
	Files(app, after string, limit int) ([]*File, error)

	// User, and what finds one by something else, return ErrNotFound when there is
	// none.
	User(app, id string) (*User, error)
	UserByName(app, username string) (*User, error)
	UserByEmail(app, email string) (*User, error)
	UserByMobile(app, mobile string) (*User, error)
	UserByToken(app, token string) (*User, error)

	// File returns ErrNotFound when there is none.
	File(app, id string) (*File, error)
	// PendingFiles returns files of all apps that are pending and were created before
	// the given time, oldest first.
	PendingFiles(before int64, limit int) ([]*File, error)

	// RevokedAt returns when the session token of a client was revoked, 0 when it was
	// not. An empty token stands for all of the client's.
	RevokedAt(app, client, token string) (int64, error)

	// TagHolder returns ErrNotFound when nobody has the tag.
	TagHolder(app, client, tag string) (TagHolder, error)

	// Message returns ErrNotFound when there is none.
	Message(app, conversation, id string) (*Message, error)
	// MessageAt returns the message of any conversation with that id and time.
	MessageAt(app, id string, timestamp int64) (*Message, error)
	// AppMessages returns messages of all conversations in ascending order.
	AppMessages(app string, l Log) ([]*Message, error)
	// Upstream returns what users sent to service conversations. It returns
	// ErrUnsupported for what cannot be compiled.
	Upstream(app string, q UpstreamQuery) ([]*Message, error)
	// Audience returns the clients who see a private message, sorted.
	Audience(app, conversation string, seq int64) ([]string, error)
	// Messages returns messages in ascending order.
	Messages(app, conversation string, r Range) ([]*Message, error)
	// SeqBefore returns the highest seq of a message with a timestamp below t, or
	// at most t when inclusive is set; 0 when there is none.
	SeqBefore(app, conversation string, t int64, inclusive bool) (int64, error)
	// Marks returns the marks of the members.
	Marks(app, conversation string) ([]Mark, error)
	// Unread returns the conversations that changed for client at since or later
	// and hold unread messages or were read since, latest first, at most limit.
	// Counts stop at maxCount.
	Unread(app, client string, since int64, limit, maxCount int) ([]Unread, error)
	// Ahead returns the seqs of the last messages of those conversations of client in which
	// its time is At or later: which are few, because times seldom run ahead of the clock
	// (MaxAhead). What is below At, or at or below that seq, is in this snapshot, and nothing
	// else.
	Ahead(app, client string) (map[string]int64, error)
	// UnreadIn returns the unread state of one conversation.
	UnreadIn(app, conversation, client string, maxCount int) (Unread, error)
	// Patches returns the messages of client's conversations that were patched
	// after the given time, in the order of the patches.
	Patches(app, client string, after int64, limit int) ([]*Message, error)
	// AppPatches returns the messages of all conversations that were patched after the
	// given time, in the order of the patches.
	AppPatches(app string, after int64, limit int) ([]*Message, error)
	// Notices returns notices of client after the given time, in order, leaving
	// out those whose conversation is gone or expired at the time at.
	Notices(app, client string, after, at int64, limit int) ([]Notice, error)
}

// Tx is a write transaction. It reads its own writes.
type Tx interface {
	Reader

	// Now is the time of a write; it never falls from one commit to the next.
	Now() int64
	// Tick is like Now and above every time that Now or Tick gave before.
	Tick() int64

	// CreateConversation adds a conversation with its first members.
	CreateConversation(c *Conversation, members []string) error
	// UpdateConversation writes attributes and UpdatedAt.
	UpdateConversation(c *Conversation) error
	// DeleteConversation removes a conversation with its members, roles,
	// restrictions, silences and broadcasts; ErrNotFound when there is none. Its
	// messages and notices, and members beyond the first thousand, are not found by
	// way of the conversation or the client any more, and removed by Purge.
	DeleteConversation(app, id string) error
	// Purge removes what is left of deleted conversations, temporary conversations
	// that have expired, and silences that have ended: about limit rows, so that it
	// does not hold up others. more says that it has to be called again.
	Purge(limit int) (more bool, err error)
	// AddMembers adds clients who are not members yet. What was sent before counts
	// as read for them.
	AddMembers(app, conversation string, clients []string) error
	// RemoveMembers removes clients and their roles; those who are not members are
	// left out.
	RemoveMembers(app, conversation string, clients []string) error
	// SetMuted switches pushes off or on for one member.
	SetMuted(app, conversation, client string, muted bool) error

	// SetRole gives a member a role. id names the record if there is none yet.
	SetRole(app, conversation, client string, role Role, id string) error
	// ClearRole removes the record of a role.
	ClearRole(app, conversation, client string) error
	// SilenceUntil keeps a client from sending until a time; 0 ends the silence.
	SilenceUntil(app, conversation, client string, at int64) error
	// Restrict restricts clients; those who are restricted so already keep their
	// place.
	Restrict(app, conversation string, kind Restriction, clients []string) error
	// Release ends a restriction; clients who are not restricted so are left out.
	Release(app, conversation string, kind Restriction, clients []string) error

	// SeeNode notes what a node says of itself now. Nodes that were seen last before the
	// time forget are forgotten.
	SeeNode(id string, connected bool, forget int64) error

	// CreateApp returns ErrExists when there is an app of that id.
	CreateApp(a App) error
	// UpdateApp writes all but CreatedAt. It returns ErrNotFound when there is no such
	// app, as DeleteApp does, which leaves what the app's users wrote.
	UpdateApp(a App) error
	DeleteApp(id string) error

	// CreateUser returns ErrExists when the name, email or mobile number is taken.
	CreateUser(u *User) error
	// UpdateUser writes all of a user but CreatedAt. It returns ErrNotFound when there
	// is no such user, ErrExists as CreateUser does.
	UpdateUser(u *User) error

	// CreateFile adds a file with an id that is new.
	CreateFile(f *File) error
	// UpdateFile writes State, Size, MetaData, Attributes and UpdatedAt; it returns ErrNotFound
	// when there is no such file.
	UpdateFile(f *File) error
	// DeleteFile removes a file; it is no error when there is none.
	DeleteFile(app, id string) error

	// RevokeToken notes that a session token is worthless from now on; an empty one
	// stands for all of the client's. That may be forgotten after the time until.
	RevokeToken(app, client, token string, until int64) error

	// HoldTag gives a tag of a client to h, and FreeTag to nobody. A tag is held until
	// another takes it, however long its holder is away.
	HoldTag(app, client, tag string, h TagHolder) error
	FreeTag(app, client, tag string) error

	// AppendMessage gives m its Seq and Timestamp and adds it. The time is Now, or, where
	// that would not be later than that of the message before, a millisecond after it, up
	// to MaxAhead ahead of Now; beyond that, messages share a time.
	AppendMessage(m *Message) error
	// PatchMessage writes content, mentions, type, PatchedAt and Recalled.
	PatchMessage(m *Message) error
	// DeleteMessage removes a message; it returns ErrNotFound when there is none. Its
	// seq is not given again.
	DeleteMessage(app, conversation, id string) error
	// RemoveAudience takes a private message away from one client who sees it, and
	// returns how many still do; ErrNotFound when the client does not.
	RemoveAudience(app, conversation string, seq int64, client string) (left int, err error)
	// PurgeMessages removes the oldest messages of an app with a time below before,
	// at most limit, and returns how many those were.
	PurgeMessages(app string, before int64, limit int) (int, error)
	// ImportConversation adds a conversation as it was elsewhere: what CreateConversation
	// does, with LastTimestamp. It returns ErrExists when there is one with that id.
	ImportConversation(c *Conversation, members []string) error
	// RaiseLastTimestamp raises the time of the last message to at, if that is later.
	RaiseLastTimestamp(app, conversation string, at int64) error
	// ImportMembers is AddMembers with times; it returns how many were no members yet.
	ImportMembers(app, conversation string, list []Subscription) (added int, err error)
	// ImportMessages adds messages as they were elsewhere, which ascend by Timestamp,
	// each in its place by time: behind those of the same millisecond, and what is
	// later gets higher seqs, so no server may be running. It gives no Timestamp, but
	// Seq, and skips ids that the conversation has already. added counts the others.
	//
	// For the members the messages count as read, unless there is an older one that
	// is not. It returns ErrNotFound when there is no conversation.
	ImportMessages(app, conversation string, messages []*Message) (added int, err error)
	// PrepareBulk says that about so many messages are to be imported. Until FinishBulk
	// or the next opening, AppMessages, MessageAt and PurgeMessages may fail.
	PrepareBulk(messages int64) error
	FinishBulk() error

	// MarkDelivered raises the delivery mark of client to seq and returns the
	// messages of others above the old mark whose senders asked for a receipt, the
	// latest limit of them. It returns none when the mark was there already.
	MarkDelivered(app, conversation, client string, seq int64, limit int) ([]*Message, error)
	// MarkRead is the same for the read mark; it raises the delivery mark too.
	// changed says whether the mark moved.
	MarkRead(app, conversation, client string, seq int64, limit int) (receipts []*Message, changed bool, err error)

	// SeeClient notes that a client has logged in now. The broadcasts up to
	// broadcastAt count as received by one who was not known before.
	SeeClient(app, id string, broadcastAt int64) error
	// AddBroadcast gives b its Timestamp and adds it. Those of the app that have
	// expired are dropped.
	AddBroadcast(b *Broadcast) error
	// UpdateBroadcast writes Data; DeleteBroadcast removes. Both return ErrNotFound
	// when there is none.
	UpdateBroadcast(b *Broadcast) error
	DeleteBroadcast(app, id string) error
	// ReceiveBroadcasts notes that a client has received the broadcasts of a
	// conversation up to a time, and with them all that are older.
	ReceiveBroadcasts(app, conversation, client string, upTo int64) error

	// AddNotice keeps one notice for each client and returns its timestamp.
	AddNotice(app, conversation string, clients []string, body string) (int64, error)
}
