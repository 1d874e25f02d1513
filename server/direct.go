package server

import (
	"context"
	"errors"

	"imclient/core/wire"
	"imclient/server/bus"
	"imclient/server/store"
)

// maxReceiptMembers is the largest conversation in which receipts are sent.
const maxReceiptMembers = 2

// direct sends a message (docs/protocol.md, Messages). It does not wait for the
// disk: the connection goes on reading while the message is stored, and the
// order of the acks is the order of the messages. The ack means that the message
// is on disk; it has its place among the messages of others that the sender is told
// of (sequencer.go).
func (r *request) direct() error {
	d := r.cmd.GetDirectMessage()
	if d == nil || (!d.HasMsg() && !d.HasBinaryMsg()) {
		return refusef(InvalidMessagingTarget, "a message needs msg or binaryMsg")
	}
	size := len(d.GetMsg()) + len(d.GetBinaryMsg()) + len(d.GetPushData()) + mentionSize(d.GetMentionPids())
	if limit := r.srv.options.Limits.Message; size > limit {
		return refusef(FrameTooLong, "the message has %d bytes, at most %d are allowed", size, limit)
	}
	m := r.message(d)
	altered, err := r.askMessageReceived(m, d)
	if err != nil {
		return err
	}
	switch {
	case d.GetWill():
		return r.keepWill(m, altered)
	case d.GetTransient():
		return r.sendTransient(m, altered)
	}
	return r.store(m, d.HasDt(), altered)
}

// mentionSize is what a list of mentioned clients counts as part of a message.
func mentionSize(ids []string) int {
	size := 0
	for _, id := range ids {
		size += len(id) + 1
	}
	return size
}

func (r *request) message(d *wire.DirectCommand) *store.Message {
	m := &store.Message{
		App:          r.session.app.ID,
		Conversation: d.GetCid(),
		From:         r.session.client,
		MentionAll:   d.GetMentionAll(),
		MentionPids:  d.GetMentionPids(),
		Receipt:      d.GetR(),
		FromIP:       r.conn.ip,
	}
	if d.GetDt() != "" {
		m.ID = dedupMessageID(m.App, m.Conversation, m.From, d.GetDt())
	} else {
		m.ID = newMessageID()
	}
	setContent(m, d.GetMsg(), d.GetBinaryMsg(), d.HasBinaryMsg())
	return m
}

// setContent fills in what a message says, and its type when it is a typed one.
func setContent(m *store.Message, text string, binary []byte, isBinary bool) {
	if isBinary {
		m.Data, m.Binary, m.HasType = binary, true, false
		return
	}
	m.Data, m.Binary = []byte(text), false
	m.Type, m.HasType = store.MessageType(m.Data)
}

// target returns who gets a message of the client in the conversation; room says
// that it is everybody in that chat room.
func (r *request) target(v store.Reader, id string) (c *store.Conversation, to []string, err error) {
	if c, err = v.Conversation(r.session.app.ID, id); errors.Is(err, store.ErrNotFound) {
		return nil, nil, refusef(InvalidMessagingTarget, "no conversation %q", id)
	}
	if err != nil {
		return nil, nil, err
	}
	switch {
	case expired(c, v):
		return nil, nil, refusef(ConversationNotFound, "temporary conversation %q has expired", id)
	case c.Kind == store.System:
		return c, []string{r.session.client}, nil // the app reads it from the store
	case c.Kind == store.ChatRoom:
		return c, nil, nil
	}
	if err := r.requireMember(v, c, InvalidMessagingTarget); err != nil {
		return nil, nil, err
	}
	to, err = v.Members(c.App, c.ID)
	return c, to, err
}

// store stores a message, acknowledges it and passes it on. A message with a dt
// that is there already is acknowledged as it was then, and not passed on again.
func (r *request) store(m *store.Message, dedup bool, altered *Verdict) error {
	var c *store.Conversation
	var to []string
	var sent *store.Message
	return r.later(func(tx store.Tx) (err error) {
		c, to, sent = nil, nil, nil
		if dedup {
			original, err := tx.Message(m.App, m.Conversation, m.ID)
			if err == nil {
				sent = original
				return nil
			}
			if !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		if c, to, err = r.target(tx, m.Conversation); err != nil {
			return err
		}
		if err := r.requireVoice(tx, c); err != nil {
			return err
		}
		copied := *m
		if c.Kind == store.System {
			copied.Private, copied.Audience, copied.Upstream = true, to, true
		} else if left, narrowed := altered.receivers(m.From, to); narrowed && hasMembers(c) {
			to = left
			copied.Private, copied.Audience = true, left
		}
		copied.Receipt = m.Receipt && hasMembers(c) && len(to) <= maxReceiptMembers
		if err := tx.AppendMessage(&copied); err != nil {
			return err
		}
		sent = &copied
		return nil
	}, func() {
		if c == nil {
			r.replyAck(sent.ID, sent.Timestamp)
			return
		}
		m := sent
		r.conn.inFlight.hold()
		r.srv.sequence.acknowledge(conversationKey{m.App, m.Conversation}, m.Seq, func() {
			r.replyAck(m.ID, m.Timestamp)
			r.tellAltered(m, altered)
			r.conn.inFlight.done(0)
		})
		r.srv.publish(r.messageEvent(c, sent, to))
		r.srv.messageSent(c.Kind, sent, to, r.sending(false))
	})
}

// sending is what hooks are told of the command's message.
func (r *request) sending(transient bool) sending {
	return sending{transient: transient, pushData: r.cmd.GetDirectMessage().GetPushData(), sourceIP: r.conn.ip, fromUser: true}
}

func (r *request) messageEvent(c *store.Conversation, m *store.Message, to []string) bus.Event {
	e := eventOf(c, m, to)
	e.Except, e.Previous = r.session.id, c.LastTimestamp
	if c.Kind == store.ChatRoom {
		e.Priority = int(r.priority())
	}
	return e
}

// eventOf hands a message to its receivers.
func eventOf(c *store.Conversation, m *store.Message, to []string) bus.Event {
	e := bus.Event{App: m.App, Conversation: m.Conversation, Seq: m.Seq, Timestamp: m.Timestamp, To: to, Frame: encode(directPush(m, c.Kind))}
	switch c.Kind {
	case store.ChatRoom:
		e.Room, e.ExceptClient = true, m.From
	case store.Temporary:
		e.Config = configTemporary
	}
	return e
}

// directPush is a message as its receivers get it.
func directPush(m *store.Message, kind store.Kind) *wire.GenericCommand {
	d := new(wire.DirectCommand)
	d.SetCid(m.Conversation)
	d.SetId(m.ID)
	d.SetFromPeerId(m.From)
	d.SetTimestamp(m.Timestamp)
	d.SetConvType(int32(kind))
	if m.Binary {
		d.SetBinaryMsg(m.Data)
	} else {
		d.SetMsg(string(m.Data))
	}
	if m.MentionAll {
		d.SetMentionAll(true)
	}
	d.SetMentionPids(m.MentionPids)
	if m.PatchedAt > 0 {
		d.SetPatchTimestamp(m.PatchedAt)
	}
	cmd := newPush(wire.CommandDirect, 0)
	cmd.SetDirectMessage(d)
	return cmd
}

// replyAck acknowledges a message. code is left out: SDKs take any code, zero as
// well, for a refusal.
func (r *request) replyAck(id string, timestamp int64) {
	a := new(wire.AckCommand)
	a.SetUid(id)
	a.SetT(timestamp)
	a.SetCid(r.cmd.GetDirectMessage().GetCid())
	cmd := newPush(wire.CommandAck, 0)
	cmd.SetAckMessage(a)
	r.reply(cmd)
}

// failAck refuses a message: that is an ack with a code, not an error.
func (r *request) failAck(e *Error) {
	a := new(wire.AckCommand)
	a.SetCode(int32(e.Code))
	a.SetReason(e.Code.String())
	if e.AppCode != 0 {
		a.SetAppCode(int32(e.AppCode))
	}
	if e.AppMessage != "" {
		a.SetAppMsg(e.AppMessage)
	}
	cmd := newPush(wire.CommandAck, 0)
	cmd.SetAckMessage(a)
	r.reply(cmd)
}

// sendTransient passes a message on to who is online, and keeps nothing.
func (r *request) sendTransient(m *store.Message, altered *Verdict) error {
	var e bus.Event
	var c *store.Conversation
	var to []string
	err := r.srv.store.View(context.Background(), func(v store.Reader) (err error) {
		if c, to, err = r.target(v, m.Conversation); err != nil {
			return err
		}
		if err := r.requireVoice(v, c); err != nil {
			return err
		}
		if hasMembers(c) {
			to, _ = altered.receivers(m.From, to)
		}
		m.Timestamp = max(v.At(), c.LastTimestamp)
		e = r.transientEvent(c, m, to)
		return nil
	})
	if err != nil {
		return err
	}
	if r.session.has(configTransientAck) && r.cmd.HasI() {
		r.replyAck(m.ID, m.Timestamp)
	}
	r.tellAltered(m, altered)
	r.srv.publish(e)
	r.srv.messageSent(c.Kind, m, to, r.sending(true))
	return nil
}

func (r *request) transientEvent(c *store.Conversation, m *store.Message, to []string) bus.Event {
	e := r.messageEvent(c, m, to)
	e.Priority = int(r.priority())
	push := directPush(m, c.Kind)
	push.GetDirectMessage().SetTransient(true)
	e.Frame = encode(push)
	return e
}
