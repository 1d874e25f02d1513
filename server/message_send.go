package server

import (
	"context"
	"errors"

	"imclient/server/bus"
	"imclient/server/store"
)

// outgoing is a message that a back end sends in the name of a client, whose
// rights are not checked (docs/protocol.md, Calls of back ends).
type outgoing struct {
	conversation string
	from         string
	data         []byte
	binary       bool
	// to holds the users who get a message of a service conversation, subscribers or
	// not; none means all subscribers.
	to        []string
	transient bool
	// noSync keeps it from the sender's own devices.
	noSync      bool
	priority    priority
	pushData    string
	mentionAll  bool
	mentionPids []string
	ip          string
}

// accept is an answer to the question whether a conversation is of the right kind.
type accept func(c *store.Conversation) error

// acceptKind refuses conversations of other kinds with code. Temporary ones count as
// ordinary.
func acceptKind(kind store.Kind, code Code) accept {
	return func(c *store.Conversation) error {
		if c.Kind == kind || (kind == store.Normal && c.Kind == store.Temporary) {
			return nil
		}
		return refuse(code)
	}
}

var (
	acceptNormal = acceptKind(store.Normal, NormalConversationRequired)
	acceptRoom   = acceptKind(store.ChatRoom, TransientConversationRequired)
	acceptSystem = acceptKind(store.System, SystemConversationRequired)
)

// send sends a message and returns its id and time. It blocks until the message is
// on disk, unless it is transient, and does not wait for its delivery.
func (s *Server) send(ctx context.Context, a *app, o outgoing, accept accept) (id string, timestamp int64, err error) {
	if err := s.checkOutgoing(o); err != nil {
		return "", 0, err
	}
	draft := store.Message{App: a.ID, Conversation: o.conversation, ID: newMessageID(), From: o.from, FromIP: o.ip,
		MentionAll: o.mentionAll, MentionPids: o.mentionPids, Private: len(o.to) > 0, Audience: o.to}
	setContent(&draft, string(o.data), o.data, o.binary)
	var c *store.Conversation
	var to []string
	var sent *store.Message
	err = s.updateAndWait(ctx, func(tx store.Tx) (err error) {
		copied := draft
		sent = &copied
		if c, err = loadFor(tx, a, o.conversation, accept); err != nil {
			return err
		}
		if to = o.to; len(to) == 0 && c.Kind != store.ChatRoom {
			if to, err = tx.Members(a.ID, c.ID); err != nil {
				return err
			}
		}
		if o.transient {
			sent.Timestamp = max(tx.Now(), c.LastTimestamp)
			return nil
		}
		return tx.AppendMessage(sent)
	}, func() {
		s.publish(o.event(c, sent, to))
		s.messageSent(c.Kind, sent, to, sending{transient: o.transient, pushData: o.pushData})
	})
	if err != nil {
		return "", 0, err
	}
	return sent.ID, sent.Timestamp, nil
}

// event is what the receivers are told.
func (o outgoing) event(c *store.Conversation, sent *store.Message, to []string) bus.Event {
	push := directPush(sent, c.Kind)
	if o.transient {
		push.GetDirectMessage().SetTransient(true)
	}
	e := eventOf(c, sent, to)
	e.Frame, e.Previous = encode(push), c.LastTimestamp
	if o.transient || c.Kind == store.ChatRoom {
		e.Priority = int(o.priority)
	}
	if o.noSync {
		e.ExceptClient = o.from
	}
	return e
}

func (s *Server) checkOutgoing(o outgoing) error {
	size := len(o.data) + len(o.pushData) + mentionSize(o.mentionPids)
	if limit := s.options.Limits.Message; size > limit {
		return refusef(FrameTooLong, "the message has %d bytes, at most %d are allowed", size, limit)
	}
	if o.from == "" || !isClientID(o.from) {
		return refusef(ConversationAPIFailed, "the sender's id has 1 to %d characters", maxClientID)
	}
	return nil
}

// loadFor returns a conversation that accept lets pass.
func loadFor(v store.Reader, a *app, id string, accept accept) (*store.Conversation, error) {
	c, err := v.Conversation(a.ID, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, refusef(ConversationNotFound, "no conversation %q", id)
	case err != nil:
		return nil, err
	case expired(c, v):
		return nil, refusef(ConversationNotFound, "temporary conversation %q has expired", id)
	}
	return c, accept(c)
}

// receiversOf returns who sees a message that is kept; nobody is listed for a chat
// room.
func receiversOf(v store.Reader, c *store.Conversation, m *store.Message) ([]string, error) {
	switch {
	case c.Kind == store.ChatRoom:
		return nil, nil
	case m.Private:
		return v.Audience(c.App, c.ID, m.Seq)
	}
	return v.Members(c.App, c.ID)
}
