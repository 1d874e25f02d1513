package core

import (
	"imclient/core/jsontext"
	"imclient/core/wire"
)

// Outgoing is a message to send.
type Outgoing struct {
	Text        string
	Binary      []byte // sent, instead of Text, when IsBinary is set
	IsBinary    bool
	Dt          string // the server takes a second message with the same Dt for the first; random when empty
	Transient   bool   // for who is online; not kept
	Receipt     bool   // ask for delivery and read receipts
	Will        bool   // deliver it only when this client's connection is lost
	Priority    int32  // in a chat room: 1 high, 2 normal, 3 low; 0: the server's default
	PushData    string // a JSON object for push notifications; empty: none
	MentionAll  bool
	MentionList []string
}

// Sent is what the server made of a message.
type Sent struct {
	ID        string
	Timestamp int64 // ms
}

// Send sends a message and calls back once the server has stored it (section
// Messages of docs/protocol.md). Messages keep the order of the calls. It fails
// with an *ArgumentError, with an *Error when the server or the application's
// hook refuses, with ErrNotConnected, or with ErrTimeout, after which the
// message may have been sent: sending it again with the same Dt is safe. A lost
// connection does that by itself, within the time-out (see Options.NoResend).
func (c *Conversation) Send(o Outgoing, done func(Sent, error)) {
	if err := o.check(); err != nil {
		done(Sent{}, err)
		return
	}
	if o.Dt == "" {
		o.Dt = randomID(c.client.rt.host)
	}
	cmd := c.client.command(wire.CommandDirect, 0)
	direct := new(wire.DirectCommand)
	direct.SetCid(c.id)
	direct.SetDt(o.Dt)
	if o.IsBinary {
		direct.SetBinaryMsg(o.Binary)
	} else {
		direct.SetMsg(o.Text)
	}
	if o.Receipt {
		direct.SetR(true)
	}
	if o.Transient {
		direct.SetTransient(true)
	}
	if o.Will {
		direct.SetWill(true)
	}
	if o.PushData != "" {
		direct.SetPushData(o.PushData)
	}
	if o.MentionAll {
		direct.SetMentionAll(true)
	}
	if len(o.MentionList) > 0 {
		direct.SetMentionPids(o.MentionList)
	}
	if o.Priority != 0 {
		cmd.SetPriority(o.Priority)
	}
	cmd.SetDirectMessage(direct)
	own := c.sends()
	settled := func() { c.settled(func(s send) bool { return s.number == own.number }) }
	c.request(cmd, func(reply *wire.GenericCommand, err error) {
		if err == nil {
			err = c.refine(sendError(reply))
		}
		if err != nil {
			done(Sent{}, err)
			settled()
			return
		}
		ack := reply.GetAckMessage()
		sent := Sent{ID: ack.GetUid(), Timestamp: ack.GetT()}
		if !o.Transient {
			c.sent(own, sent)
			c.sawMessage(o.message(c, sent))
			c.passedMessageAt(sent.Timestamp)
		}
		done(sent, nil)
		settled()
	})
}

func (o *Outgoing) check() error {
	switch {
	case o.Priority < 0 || o.Priority > 3:
		return &ArgumentError{"the priority of a message is 1, 2 or 3"}
	case o.PushData != "" && !jsontext.Valid(o.PushData, jsontext.Object):
		return &ArgumentError{"pushData must be a JSON object"}
	}
	return nil
}

// sendError is the refusal in the answer to a message: the ack itself carries
// it.
func sendError(reply *wire.GenericCommand) error {
	ack := reply.GetAckMessage()
	if ack == nil {
		return ErrMalformed
	}
	if ack.GetCode() == 0 {
		return nil
	}
	return &Error{
		Code:    Code(ack.GetCode()),
		Reason:  ack.GetReason(),
		AppCode: int(ack.GetAppCode()),
		AppMsg:  ack.GetAppMsg(),
	}
}

func (o *Outgoing) message(c *Conversation, sent Sent) *Message {
	return &Message{
		ID:             sent.ID,
		ConversationID: c.id,
		From:           c.client.id,
		Timestamp:      sent.Timestamp,
		Text:           o.Text,
		Binary:         o.Binary,
		IsBinary:       o.IsBinary,
		Receipt:        o.Receipt,
		MentionAll:     o.MentionAll,
		MentionList:    o.MentionList,
	}
}

// messagePushed receives a message: it is acked, unless nobody waits for the
// ack, and handed to the application, which commits it.
func (cl *Client) messagePushed(direct *wire.DirectCommand) {
	if direct.GetCid() == "" {
		cl.rt.warn("ignored a message without a conversation")
		return
	}
	push, session := cl.pushes, cl.sessions
	if c := cl.ready(direct.GetCid()); c != nil {
		c.receive(direct, push, session)
		return
	}
	cl.fills.pushed(direct)
	cl.withConversation(direct.GetCid(), func(c *Conversation) {
		if c != nil {
			c.receive(direct, push, session)
		}
	})
}

// receive takes a message that was pushed, as that push of that session.
func (c *Conversation) receive(direct *wire.DirectCommand, push, session uint32) {
	if session < c.caughtUp {
		return // it waited while the client caught up, which a lost connection interrupted
	}
	cl := c.client
	m := newMessage(c, direct)
	cl.rt.spareDirect = direct // its parts are kept, itself is not
	m.push = push
	cl.acknowledge(c, m)
	c.saw(m)
	if c.received.add(m.ID) {
		c.entered = true
		c.uncommitted++
		cl.rt.host.Emit(&MessageReceived{c, m})
	} else {
		c.pushedNow(m)
	}
}

func newMessage(c *Conversation, direct *wire.DirectCommand) *Message {
	m := &Message{
		ID:             direct.GetId(),
		ConversationID: c.id,
		From:           direct.GetFromPeerId(),
		Timestamp:      direct.GetTimestamp(),
		PatchTimestamp: direct.GetPatchTimestamp(),
		Text:           direct.GetMsg(),
		Transient:      direct.GetTransient(),
		Receipt:        direct.GetR(),
		MentionAll:     direct.GetMentionAll(),
		MentionList:    direct.GetMentionPids(),
	}
	if direct.HasBinaryMsg() {
		m.IsBinary, m.Binary, m.Text = true, direct.GetBinaryMsg(), ""
	}
	return m
}

// Commit says that a received message went through the application's pipeline
// and is dispatched now: it counts as unread unless the client sent it itself
// or the server's count has it already, it becomes the last message, as edited or recalled meanwhile, and UnreadUpdated
// is emitted. A Host commits the
// messages of a conversation in the order they came, and calls Drop instead
// for one that the pipeline held back.
func (c *Conversation) Commit(m *Message) {
	now := m
	if m != nil && c.overtaking[m.ID] != nil {
		now = c.overtaking[m.ID]
	}
	c.Drop()
	if m == nil || c.client.Closed() {
		return
	}
	c.sawMessage(now)
	c.passedMessageAt(m.Timestamp)
	if !m.Filled {
		c.count(m)
	}
}

// count takes a message that was pushed as unread, unless the server's count has
// it already, or the last mark includes it.
func (c *Conversation) count(m *Message) {
	if m.From == c.client.id || m.push < c.counted || m.Timestamp <= c.readUntil {
		return
	}
	c.unread++
	c.mentioned = c.mentioned || m.mentions(c.client.id)
	c.client.rt.host.Emit(&UnreadUpdated{c.client, []*Conversation{c}})
}

// sawMessage takes a message of the conversation, which is its last one unless
// it is older than that: a pipeline may be slow, and what was sent meanwhile has
// its ack already.
func (c *Conversation) sawMessage(m *Message) {
	if c.lastMessage == nil || m.Timestamp >= c.lastMessage.Timestamp {
		c.lastMessage = m
	}
}

// Drop says that the application's pipeline held a received message back: it
// counts nowhere.
func (c *Conversation) Drop() {
	if c.uncommitted > 0 {
		c.uncommitted--
	}
	if c.uncommitted == 0 {
		c.overtaking = nil
	}
}
