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

// sending is a message on its way, with all that is needed until its ack comes:
// one piece of memory for each message that is sent.
type sending struct {
	request      request
	conversation *Conversation
	own          send
	message      Message // what it is once it is acked
	dt           string
	pushData     string
	priority     int32
	will         bool
	done         func(Sent, error)
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
	m := &sending{
		conversation: c,
		own:          c.sends(),
		message: Message{
			ConversationID: c.id,
			From:           c.client.id,
			Text:           o.Text,
			Binary:         o.Binary,
			IsBinary:       o.IsBinary,
			Transient:      o.Transient,
			Receipt:        o.Receipt,
			MentionAll:     o.MentionAll,
			MentionList:    o.MentionList,
		},
		dt:       o.Dt,
		pushData: o.PushData,
		priority: o.Priority,
		will:     o.Will,
		done:     done,
	}
	switch {
	case c.Expired():
		m.answered(nil, &Error{Code: TemporaryConversationExpired})
	case c.client.state == clientOpen:
		c.client.rt.conn.commands.sendMessage(m, m.command(c.client.rt.outgoing()))
	default:
		c.client.ask(m.command(new(wire.GenericCommand), new(wire.DirectCommand)), m)
	}
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

// outgoing gives the commands that are used for each message that is sent: once
// encoded, they are done with.
//
//go:noinline
func (rt *Realtime) outgoing() (*wire.GenericCommand, *wire.DirectCommand) {
	if rt.sendCommand == nil {
		rt.sendCommand, rt.sendDirect = new(wire.GenericCommand), new(wire.DirectCommand)
	}
	rt.sendCommand.Reset()
	rt.sendDirect.Reset()
	return rt.sendCommand, rt.sendDirect
}

// command makes the message's command of two that are empty.
func (m *sending) command(cmd *wire.GenericCommand, direct *wire.DirectCommand) *wire.GenericCommand {
	cmd.SetCmd(wire.CommandDirect)
	if id := m.conversation.client.id; id != "" {
		cmd.SetPeerId(id)
	}
	if m.priority != 0 {
		cmd.SetPriority(m.priority)
	}
	cmd.SetDirectMessage(direct)
	direct.SetCid(m.conversation.id)
	direct.SetDt(m.dt)
	if m.message.IsBinary {
		direct.SetBinaryMsg(m.message.Binary)
	} else {
		direct.SetMsg(m.message.Text)
	}
	if m.message.Receipt {
		direct.SetR(true)
	}
	if m.message.Transient {
		direct.SetTransient(true)
	}
	if m.will {
		direct.SetWill(true)
	}
	if m.pushData != "" {
		direct.SetPushData(m.pushData)
	}
	if m.message.MentionAll {
		direct.SetMentionAll(true)
	}
	if len(m.message.MentionList) > 0 {
		direct.SetMentionPids(m.message.MentionList)
	}
	return cmd
}

// sendsAgain is sendsAgain of its command.
func (m *sending) sendsAgain() bool { return m.dt != "" && !m.message.Transient && !m.will }

// answered takes the ack, or why there is none.
func (m *sending) answered(reply *wire.GenericCommand, err error) {
	c, done := m.conversation, m.done
	m.done = nil // the message may be kept for long
	if err == nil {
		err = sendError(reply)
	}
	if err != nil {
		done(Sent{}, c.refine(err))
		c.settledSend(m.own)
		return
	}
	ack := reply.GetAckMessage()
	sent := Sent{ID: ack.GetUid(), Timestamp: ack.GetT()}
	if !m.message.Transient {
		m.message.ID, m.message.Timestamp = sent.ID, sent.Timestamp
		c.sent(m.own, sent)
		c.sawMessage(&m.message)
		c.passedMessageAt(sent.Timestamp)
	}
	done(sent, nil)
	c.settledSend(m.own)
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
