package core

import "time"

// Event is what Host.Emit receives: a pointer to one of the structs below.
type Event interface{ event() }

// Disconnected says that the connection was lost, or given up by Pause. The
// clients stay logged in and are re-opened once it is back.
type Disconnected struct{ Realtime *Realtime }

// Scheduled says that attempt number Attempt (from 0) to reconnect will be
// made after Delay.
type Scheduled struct {
	Realtime *Realtime
	Attempt  int
	Delay    time.Duration
}

// Retrying says that attempt number Attempt is being made.
type Retrying struct {
	Realtime *Realtime
	Attempt  int
}

// Reconnected says that the connection is back. Each client's session is
// re-opened now; see ClientReconnected.
type Reconnected struct{ Realtime *Realtime }

// WentOffline says that Pause was called.
type WentOffline struct{ Realtime *Realtime }

// WentOnline says that Resume was called.
type WentOnline struct{ Realtime *Realtime }

// ClientReconnected says that the client's session is open again.
type ClientReconnected struct{ Client *Client }

// ReconnectFailed says that the client's session could not be opened again
// over the new connection. After a refusal by the server a ClientClosed or
// ClientConflict follows; after anything else it is tried again.
type ReconnectFailed struct {
	Client *Client
	Err    error
}

// ClientClosed says that the client is logged out for good. Code 0 is the
// client's own Close; else the server ended it, with Code and Reason.
type ClientClosed struct {
	Client *Client
	Code   Code
	Reason string
}

// ClientConflict says that the client was logged out for good because the same
// id with the same tag logged in elsewhere.
type ClientConflict struct {
	Client *Client
	Reason string
}

// ConversationFetched says that a conversation's row was read from the server
// (or made by create): Row and everything derived from it are new.
type ConversationFetched struct{ Conversation *Conversation }

// MessageReceived carries a message for the client, of its own from another
// device included. The Host runs it through the application's pipeline and then
// calls Conversation.Commit; a message that is never committed counts nowhere.
// Neither this nor the message is the Host's for good with Options.ReuseMessages.
type MessageReceived struct {
	Conversation *Conversation
	Message      *Message
}

// HistoryGap says that what was said in the conversation between From and To, if
// anything, was missed and not filled in (CatchUp): it was too much, or could not
// be fetched. The history has it.
type HistoryGap struct {
	Conversation *Conversation
	From, To     int64 // ms
}

// MessagePatched says that a message was edited, or recalled when Recall is
// set. Message is the message as it is now.
type MessagePatched struct {
	Conversation *Conversation
	Message      *Message
	Recall       bool
	Reason       *PatchReason // nil: its sender did it
}

// PatchReason says why someone other than the sender changed a message.
type PatchReason struct {
	Code   int64
	Detail string
}

// UnreadUpdated says that these conversations have a new number of unread
// messages.
type UnreadUpdated struct {
	Client        *Client
	Conversations []*Conversation
}

// ReceiptUpdated says that what the client sent until At was delivered, or
// read when Read is set. MessageID is the message the receipt is for; it is
// empty when the mark comes from a query.
type ReceiptUpdated struct {
	Conversation *Conversation
	MessageID    string
	Read         bool
	At           int64  // ms
	From         string // who got or read it; empty when the mark comes from a query
}

// NoticeKind is what a Notice is about.
type NoticeKind uint8

// Kinds of notices (section Members of docs/protocol.md).
const (
	Invited           NoticeKind = iota // the client was added
	Kicked                              // the client was removed
	MembersJoined                       // Members were added
	MembersLeft                         // Members were removed
	InfoUpdated                         // Attributes were changed
	MemberInfoUpdated                   // Members[0] has Role now
	Blocked                             // the client was put on the blacklist
	Unblocked                           // the client was taken off the blacklist
	MembersBlocked                      // Members were put on the blacklist
	MembersUnblocked                    // Members were taken off the blacklist
	Muted                               // the client was silenced
	Unmuted                             // the client may speak again
	MembersMuted                        // Members were silenced
	MembersUnmuted                      // Members may speak again
)

var noticeNames = [...]string{
	Invited:           "invited",
	Kicked:            "kicked",
	MembersJoined:     "membersjoined",
	MembersLeft:       "membersleft",
	InfoUpdated:       "infoupdated",
	MemberInfoUpdated: "memberinfoupdated",
	Blocked:           "blocked",
	Unblocked:         "unblocked",
	MembersBlocked:    "membersblocked",
	MembersUnblocked:  "membersunblocked",
	Muted:             "muted",
	Unmuted:           "unmuted",
	MembersMuted:      "membersmuted",
	MembersUnmuted:    "membersunmuted",
}

// String is the name of the event of that kind in JavaScript.
func (k NoticeKind) String() string {
	if int(k) < len(noticeNames) {
		return noticeNames[k]
	}
	return "unknown"
}

// Notice says that something about a conversation was changed by someone. The
// conversation shows the change already.
type Notice struct {
	Conversation *Conversation
	Kind         NoticeKind
	By           string // who did it
	Members      []string
	Attributes   string // InfoUpdated: what was changed, a JSON object; keys may be dotted paths
	Role         Role   // MemberInfoUpdated
}

// CommandUnhandled says that the server sent the client a command of a kind that
// the core does nothing with: a newer server's, perhaps.
type CommandUnhandled struct {
	Client *Client
	Cmd    int32  // CommandType of the schema
	Op     int32  // OpType; 0: none
	Frame  []byte // the command on the wire, as far as the schema knows it
}

func (*Disconnected) event()        {}
func (*Scheduled) event()           {}
func (*Retrying) event()            {}
func (*Reconnected) event()         {}
func (*WentOffline) event()         {}
func (*WentOnline) event()          {}
func (*ClientReconnected) event()   {}
func (*ReconnectFailed) event()     {}
func (*ClientClosed) event()        {}
func (*ClientConflict) event()      {}
func (*ConversationFetched) event() {}
func (*MessageReceived) event()     {}
func (*HistoryGap) event()          {}
func (*MessagePatched) event()      {}
func (*UnreadUpdated) event()       {}
func (*ReceiptUpdated) event()      {}
func (*Notice) event()              {}
func (*CommandUnhandled) event()    {}
