package core

import "imclient/core/wire"

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
