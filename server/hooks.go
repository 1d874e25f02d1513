package server

import "context"

// Hooks are what an app may be asked before something happens and told after it
// (docs/protocol.md, Hooks). All of them are optional, the zero value has none, and
// one value serves all apps: each parameter names its app. JoinHooks puts several
// together, server/webhook calls an app's back end, WordFilter is one.
//
// Those that return a Decision, Verdict or the like are asked. They are called in
// the goroutine of the connection that wants something, in the order of its
// commands, and may block: later commands of that connection wait, nobody else
// does. No transaction is open and no lock is held. What they allow is checked
// once more in the transaction that does it. The zero answer lets everything go on
// unchanged. ReceiversOffline alone is asked after the fact, like those below.
//
// The others are told. They are called in goroutines of their own, at most eight
// at a time for an app, one after the other for one conversation or client, never
// before what they tell of is on disk. When one returns an error it is called again
// up to three times; so the same may be told twice. What waits is bounded by
// Limits.HookQueue: what does not fit is dropped, counted and logged. Shutdown
// waits until all is told.
//
// The context has a deadline (Timeouts.Hook for what is asked, Timeouts.HookTold
// for what is told); a hook has to return when it ends. A hook that returns an
// error or panics has failed: that is logged and counted, and then things go on as
// if it had not been there, unless the app has RefuseOnHookFailure. Slices in
// parameters are not to be changed or kept.
type Hooks struct {
	// MessageReceived is asked about a message of a client, before it is stored or
	// passed on, and MessageUpdate about an edit or recall. A refusal is
	// MESSAGE_REJECTED_BY_APP and MESSAGE_UPDATE_REJECTED_BY_APP.
	MessageReceived func(context.Context, Message) (Verdict, error)
	MessageUpdate   func(context.Context, MessageUpdate) (Verdict, error)
	// MessageSent is told of every message, also of those that the app sends.
	MessageSent func(context.Context, SentMessage) error

	// ReceiversOffline is asked when receivers of a message are not online, before
	// Push is told; never for chat rooms and transient messages.
	ReceiversOffline func(context.Context, OfflineMessage) (PushDecision, error)
	// Push is told what to push to whom. The server itself pushes nothing to
	// devices: this is the bridge to whoever does.
	Push func(context.Context, Push) error

	// The operations of clients on conversations; a refusal is
	// CONVERSATION_REJECTED_BY_APP. ConversationAdd is asked about joining and
	// inviting, not about those with whom a conversation is created;
	// ConversationRemove about kicking, not about leaving.
	ConversationStart  func(context.Context, ConversationStart) (Decision, error)
	ConversationAdd    func(context.Context, MembersChange) (Decision, error)
	ConversationRemove func(context.Context, MembersChange) (Decision, error)
	ConversationUpdate func(context.Context, ConversationUpdate) (UpdateDecision, error)
	// ConversationRemoved is told of leaving as well.
	ConversationStarted func(context.Context, ConversationStarted) error
	ConversationAdded   func(context.Context, MembersChange) error
	ConversationRemoved func(context.Context, MembersChange) error

	// ClientOnline is told of every login, ClientOffline of the end of each of those
	// sessions; for one client in that order.
	ClientOnline  func(context.Context, ClientOnline) error
	ClientOffline func(context.Context, ClientOffline) error
	// ClientSign is asked before a user is given a login signature.
	ClientSign func(context.Context, ClientSign) (Decision, error)

	// ServiceMessages is told what users send into service conversations, up to 100
	// messages at a time, in order.
	ServiceMessages func(context.Context, []SentMessage) error
}

// Decision is whether something may happen. The zero value lets it.
type Decision struct {
	// Reject refuses it; the client gets Code and Reason as the app's own.
	Reject bool
	Code   int
	Reason string
}

func (d Decision) refusal(code Code) error {
	if !d.Reject {
		return nil
	}
	return &Error{Code: code, AppCode: d.Code, AppMessage: d.Reason}
}

// The names of hooks, as back ends know them.
const (
	hookMessageReceived     = "_messageReceived"
	hookMessageUpdate       = "_messageUpdate"
	hookMessageSent         = "_messageSent"
	hookReceiversOffline    = "_receiversOffline"
	hookPush                = "_push"
	hookConversationStart   = "_conversationStart"
	hookConversationStarted = "_conversationStarted"
	hookConversationAdd     = "_conversationAdd"
	hookConversationAdded   = "_conversationAdded"
	hookConversationRemove  = "_conversationRemove"
	hookConversationRemoved = "_conversationRemoved"
	hookConversationUpdate  = "_conversationUpdate"
	hookClientOnline        = "_clientOnline"
	hookClientOffline       = "_clientOffline"
	hookClientSign          = "_rtmClientSign"
	hookServiceMessages     = "_serviceMessages"
)

var hookNames = []string{
	hookMessageReceived, hookMessageUpdate, hookMessageSent, hookReceiversOffline, hookPush,
	hookConversationStart, hookConversationStarted, hookConversationAdd, hookConversationAdded,
	hookConversationRemove, hookConversationRemoved, hookConversationUpdate,
	hookClientOnline, hookClientOffline, hookClientSign, hookServiceMessages,
}
