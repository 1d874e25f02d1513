package core

import "imclient/core/wire"

// pushed takes a frame that is a pushed message and goes to a conversation that is
// at hand, as almost all frames of a busy client are. It reports false for any
// other, which has come to nothing then, and does what dispatch does for such a one.
func (rt *Realtime) pushed(frame []byte) bool {
	p := &rt.push
	if rt.options.Debug || !wire.ReadPush(frame, p) || p.Service != 0 && p.Service != serviceIM {
		return false
	}
	cl := rt.recipient(p.PeerID)
	if cl == nil {
		return false
	}
	c := cl.ready(p.Cid)
	if c == nil {
		return false
	}
	cl.pushes++
	c.receive(rt.message(c, p), cl.pushes, cl.sessions)
	cl.fetchRows()
	return true
}

// message makes a message of a push, which may have been another one before.
func (rt *Realtime) message(c *Conversation, p *wire.Push) *Message {
	m := rt.spareMessage
	if m == nil {
		m = new(Message)
	}
	rt.spareMessage = nil
	texts := p.Keep(m.texts)
	*m = Message{
		ID:             p.ID,
		ConversationID: c.id,
		From:           p.From,
		Timestamp:      p.Timestamp,
		Text:           p.Msg,
		Transient:      p.Transient,
		Receipt:        p.Receipt,
	}
	if rt.options.ReuseMessages {
		m.texts = texts
	}
	return m
}

// reuse takes back a message that nobody has any more, where the Host keeps none.
//
//go:noinline
func (rt *Realtime) reuse(m *Message) {
	if m != nil && m.texts != nil && cap(m.texts) <= maxKeptTexts {
		rt.spareMessage = m
	}
}
