package core

import "slices"

// own is what a client that catches up knows of its own messages in a
// conversation: the history has them as well, and does not say which of the
// client's devices sent them.
type own struct {
	acked   []place // those that are not before Conversation.seen, in order of time
	number  uint32  // of the last send, and of those
	waiting []send  // that wait for their acks
}

type send struct {
	number  uint32
	call    CallID
	session uint32 // in which it was sent first
}

// sends notes a send; settled is called with it when it is over.
func (c *Conversation) sends() send {
	c.own.number++
	s := send{c.own.number, c.client.rt.call, c.client.sessions}
	if c.client.options.CatchUp.On {
		c.own.waiting = append(c.own.waiting, s)
	}
	return s
}

// settled is called when sends of the conversation have their acks or will have
// none. A page of history may have waited for that.
func (c *Conversation) settled(which func(send) bool) {
	c.own.waiting = slices.DeleteFunc(c.own.waiting, which)
	f := c.client.fills.of(c)
	if f == nil || f.waiting == nil || len(c.own.waiting) > 0 && c.own.waiting[0].number <= f.after {
		return
	}
	take := f.waiting
	f.waiting = nil
	if !c.client.Closed() {
		take()
	}
}

// settledSend is settled for one send.
func (c *Conversation) settledSend(own send) {
	if c.client.options.CatchUp.On {
		c.settled(func(s send) bool { return s.number == own.number })
	}
}

// sent notes a message that was acked: it is not to be filled in, nor told of if
// it is pushed.
func (c *Conversation) sent(s send, message Sent) {
	cl := c.client
	if !cl.options.CatchUp.On {
		return
	}
	c.received.add(message.ID)
	list := &c.own.acked
	if message.Timestamp >= c.seen.at {
		i := len(*list)
		for i > 0 && (*list)[i-1].at > message.Timestamp {
			i--
		}
		*list = slices.Insert(*list, i, place{message.Timestamp, message.ID})
	}
	if f := cl.fills.of(c); f != nil {
		if s.session == cl.sessions {
			f.begins(message.Timestamp) // the session was open then
		}
		return
	}
	// What others said before has been pushed after a while, so that who talks
	// alone need not remember, and read again, all that they said.
	for cl.state == clientOpen && len(*list) > 0 && (*list)[0].at < message.Timestamp-pushTime.Milliseconds() {
		c.passed((*list)[0])
	}
}

// passed moves on to a place in the history.
//
//go:noinline
func (c *Conversation) passed(p place) {
	if p.at < c.seen.at {
		return
	}
	c.seen = p
	n := 0
	for n < len(c.own.acked) && (c.own.acked[n].at < p.at || c.own.acked[n] == p) {
		n++
	}
	c.own.acked = c.own.acked[n:]
}

// sentHere reports whether a message of the history, no place before which has
// still to be seen, was sent by this client.
func (c *Conversation) sentHere(m *Message) bool {
	for _, p := range c.own.acked {
		if p.at > m.Timestamp {
			break
		}
		if p.id == m.ID {
			return true
		}
	}
	return false
}
