// Package bus carries what happens on one node to the sessions on every node.
//
// A message event names its conversation and its seq, and the receiving node
// delivers it in the order of seq; a gap is filled from the store. A bus may lose
// events, and says so (Bus.Lost), because nothing may follow what is lost.
package bus

import (
	"context"
	"time"
)

// Event is something to be pushed to clients.
type Event struct {
	App string
	// Conversation and Seq say where a message stands. Seq is 0 for what has no
	// place in a conversation's order: notices, receipts, transient messages.
	Conversation string
	Seq          int64
	// Timestamp is a message's own, when Seq is above 0.
	Timestamp int64
	// Previous is the Timestamp of the message before it in the conversation: a node
	// that knows neither finds out whether it has missed that one. 0 for none.
	Previous int64
	// PatchedAt is the time of an edit or recall, 0 for anything else.
	PatchedAt int64
	// To holds the ids of the clients that are told, on all of their devices.
	To []string
	// Room tells everybody who is in the chat room Conversation instead.
	Room bool
	// Except is the session that caused the event and is not told.
	Except uint64
	// ExceptClient is a client none of whose sessions is told.
	ExceptClient string
	// Config holds configBitmap bits that a session must have set to be told.
	Config int64
	// Priority is 1, 2 or 3 for what may be dropped when a receiver cannot keep up:
	// 3 first, 1 never. 0 is never dropped either.
	Priority int
	// BroadcastAt is the time of a broadcast, which goes to every session of the app
	// and to nobody in To; 0 for anything else.
	BroadcastAt int64
	// AppsChangedBy is the node that has changed the apps in the store, and nothing
	// else is in the event; empty for anything else.
	AppsChangedBy string
	// Order tells the nodes to do something to sessions of To instead of telling them
	// anything; nil for anything else.
	Order *Order
	// Recovered says that the event was made from the store, by the node that delivers
	// it. It does not cross nodes.
	Recovered bool
	// Frame is the encoded GenericCommand, without peerId.
	Frame []byte
}

// OrderKind says what an Order is about.
type OrderKind int

const (
	// EndSessions ends all sessions of Event.To.
	EndSessions OrderKind = iota + 1
	// EndTagged ends those that took Tag before At, apart from Event.Except.
	EndTagged
	// LeaveRoom puts Event.To out of the chat room Event.Conversation.
	LeaveRoom
	// CloseRoom puts everybody out of it.
	CloseRoom
	// DropWill forgets the will messages of the sessions of Event.To, apart from
	// Event.Except.
	DropWill
	// DropOut remembers that Event.To has lost its connection in the chat room
	// Event.Conversation, on the device Tag and Device.
	DropOut
	// ComeBack forgets that again.
	ComeBack
)

// Order is what every node does to its sessions.
type Order struct {
	Kind OrderKind
	Node string // that gave it
	// Tag is for EndTagged, DropOut and ComeBack, Device for the last two. At is for
	// EndTagged and DropWill: when the will was set that the others are dropped for.
	Tag    string
	Device string
	At     int64
	// Reason is what the sessions are told that EndSessions ends.
	Reason string
}

// Question asks the nodes who is online with them in an app.
type Question struct {
	App  string
	Node string // that asks
	// Clients are those of whom the answer names the ones who are online.
	Clients []string
	// Room asks who is in that chat room instead; Everybody, who is online at all.
	Room      string
	Everybody bool
}

// Answer is one node's answer, without order.
type Answer struct{ Clients []string }

// State is how a bus is doing.
type State struct {
	// Err says why other nodes cannot be reached, and Since from when on; nil while
	// they can.
	Err   error
	Since time.Time
	// Nodes is how many there are, this one included, as far as it knows.
	Nodes int
	// Lost counts how often events were reported as lost, and Resent the events that
	// were lost on the way and sent again.
	Lost, Resent uint64
}

// Bus connects the nodes; bustest is the suite that each must pass. Its methods may be called from any goroutine.
type Bus interface {
	// Publish hands e to the subscribers of all nodes, this one included. Events
	// published by one goroutine reach a subscriber in that order. Nobody may
	// change e afterwards.
	Publish(e Event) error
	// Subscribe calls deliver for every event from now on; deliver must not
	// block, and may publish. The returned function ends that, and may be called
	// again.
	Subscribe(deliver func(Event)) (cancel func())
	// Lost has lost called when events may be missing that were published at most ago
	// before now, and again and again while nodes cannot be reached; lost must not
	// block. Events that are missing may still arrive. The returned function ends
	// that, and may be called again.
	Lost(lost func(ago time.Duration)) (cancel func())
	// State says how the bus is doing. It does not block.
	State() State
	// Ask puts a question to all nodes that answer, this one included, and returns
	// what each said, in no order. It blocks until all have answered or ctx ends; then
	// it returns what there is, with an error.
	Ask(ctx context.Context, q Question) ([]Answer, error)
	// Answer has the questions from now on answered; answer must not block. The
	// returned function ends that, and may be called again.
	Answer(answer func(Question) Answer) (cancel func())
	// Close ends the bus; later events go nowhere, and nobody answers any more. Closing again does nothing.
	Close() error
}
