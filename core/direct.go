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
		c.receive(newMessage(c, direct), push, session)
		cl.rt.spareDirect = direct // its parts are kept, itself is not
		return
	}
	cl.fills.pushed(direct)
	cl.withConversation(direct.GetCid(), func(c *Conversation) {
		if c != nil {
			c.receive(newMessage(c, direct), push, session)
		}
	})
}

// receive takes a message that was pushed, as that push of that session.
func (c *Conversation) receive(m *Message, push, session uint32) {
	if session < c.caughtUp {
		return // it waited while the client caught up, which a lost connection interrupted
	}
	cl := c.client
	m.push = push
	cl.acknowledge(c, m)
	c.saw(m)
	if !c.received.add(m.ID) {
		c.pushedNow(m)
		cl.rt.reuse(m)
		return
	}
	c.entered = true
	c.uncommitted++
	if cl.rt.options.ReuseMessages {
		cl.rt.received = MessageReceived{c, m}
		cl.rt.host.Emit(&cl.rt.received)
		return
	}
	cl.rt.host.Emit(&MessageReceived{c, m})
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

// sawMessage takes a message of the conversation, which is its last one unless
// it is older than that: a pipeline may be slow, and what was sent meanwhile has
// its ack already.
func (c *Conversation) sawMessage(m *Message) {
	if c.lastMessage == nil || m.Timestamp >= c.lastMessage.Timestamp {
		c.lastMessage = m
	}
}
