package native

import (
	"time"

	"imclient/core"
)

// Event is what handlers receive: one of the structs below. A Client's
// handlers see the events of the client and those of the connection, a
// Realtime's handlers those of the connection and of all its clients.
type Event interface{ event() }

// Disconnected says that the connection was lost, or closed by Pause. Clients
// stay logged in: their sessions are opened again once it is back.
type Disconnected struct{ Realtime *Realtime }

// Scheduled says that attempt number Attempt, from 0, to connect anew will be
// made after Delay.
type Scheduled struct {
	Realtime *Realtime
	Attempt  int
	Delay    time.Duration
}

// Retrying says that attempt number Attempt to connect anew begins.
type Retrying struct {
	Realtime *Realtime
	Attempt  int
}

// Reconnected says that there is a connection again. The sessions of the
// clients are being opened; ClientReconnected tells when one is.
type Reconnected struct{ Realtime *Realtime }

// WentOffline says that Pause was called.
type WentOffline struct{ Realtime *Realtime }

// WentOnline says that Resume was called.
type WentOnline struct{ Realtime *Realtime }

// ClientReconnected says that the client's session is open again.
type ClientReconnected struct{ Client *Client }

// ReconnectFailed says that the client's session could not be opened again. If
// the server has refused it ClientClosed or ClientConflict follows, else it is
// tried again.
type ReconnectFailed struct {
	Client *Client
	Err    error
}

// ClientClosed says that the client is logged out: by itself when Code is 0,
// else by the server. It is the client's last event.
type ClientClosed struct {
	Client *Client
	Code   core.Code
	Reason string
}

// ClientConflict says that the client was logged out because it has logged in
// elsewhere with the same tag. It is the client's last event.
type ClientConflict struct {
	Client *Client
	Reason string
}

// MessageReceived brings a message, also one of the client's own that another
// of its devices has sent. Messages of one conversation come in order.
type MessageReceived struct {
	Client       *Client
	Conversation *Conversation
	Message      *Message
}

// HistoryGap says that what was said in the conversation between From and To, if
// anything, was missed and not filled in (CatchUp). History has it.
type HistoryGap struct {
	Client       *Client
	Conversation *Conversation
	From, To     time.Time
}

// MessagePatched says that a message was changed or recalled; Message is how
// it is now.
type MessagePatched struct {
	Client       *Client
	Conversation *Conversation
	Message      *Message
	Recall       bool
	Reason       *PatchReason // nil when the sender did it
}

// PatchReason says why someone else than the sender has changed a message.
type PatchReason = core.PatchReason

// UnreadUpdated says that the numbers of unread messages of some conversations
// have changed.
type UnreadUpdated struct {
	Client        *Client
	Conversations []*Conversation
}

// ReceiptUpdated says that what the client had sent to the conversation until
// At was delivered, or read when Read is set.
type ReceiptUpdated struct {
	Client       *Client
	Conversation *Conversation
	MessageID    string // of the message that the receipt is for, or empty
	Read         bool
	At           time.Time
	From         string // the client that received or read it; empty when a query tells
}

// NoticeKind is what a Notice is about.
type NoticeKind = core.NoticeKind

// Kinds of notices (docs/protocol.md, Members).
const (
	Invited           = core.Invited           // the client was added
	Kicked            = core.Kicked            // the client was removed
	MembersJoined     = core.MembersJoined     // Members were added
	MembersLeft       = core.MembersLeft       // Members were removed
	InfoUpdated       = core.InfoUpdated       // Attributes were changed
	MemberInfoUpdated = core.MemberInfoUpdated // Members[0] has Role now
	Blocked           = core.Blocked           // the client was put on the blacklist
	Unblocked         = core.Unblocked         // the client was taken off the blacklist
	MembersBlocked    = core.MembersBlocked    // Members were put on the blacklist
	MembersUnblocked  = core.MembersUnblocked  // Members were taken off the blacklist
	Muted             = core.Muted             // the client was silenced
	Unmuted           = core.Unmuted           // the client may speak again
	MembersMuted      = core.MembersMuted      // Members were silenced
	MembersUnmuted    = core.MembersUnmuted    // Members may speak again
)

// Notice says that someone has changed something about a conversation, which
// shows the change already.
type Notice struct {
	Client       *Client
	Conversation *Conversation
	Kind         NoticeKind
	By           string // the client id of who did it
	Members      []string
	Attributes   string // InfoUpdated: what was changed, the text of a JSON object
	Role         Role   // MemberInfoUpdated
}

// CommandUnhandled says that the server sent the client a command of the protocol
// that this package does nothing with: a newer server's, perhaps.
type CommandUnhandled struct {
	Client *Client
	Cmd    int32  // CommandType of docs/protocol.md
	Op     int32  // OpType; 0: none
	Frame  []byte // the command on the wire, a GenericCommand in protobuf
}

func (Disconnected) event()      {}
func (Scheduled) event()         {}
func (Retrying) event()          {}
func (Reconnected) event()       {}
func (WentOffline) event()       {}
func (WentOnline) event()        {}
func (ClientReconnected) event() {}
func (ReconnectFailed) event()   {}
func (ClientClosed) event()      {}
func (ClientConflict) event()    {}
func (MessageReceived) event()   {}
func (HistoryGap) event()        {}
func (MessagePatched) event()    {}
func (UnreadUpdated) event()     {}
func (ReceiptUpdated) event()    {}
func (Notice) event()            {}
func (CommandUnhandled) event()  {}
