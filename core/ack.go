package core

import "imclient/core/wire"

// ackBuffer collects what was received, as a range of timestamps for each
// conversation, and acknowledges it at most once in ackInterval (section
// Messages of docs/protocol.md). What cannot be sent, or may be lost with the
// connection, is sent when the session is open again.
type ackBuffer struct {
	ranges []ackRange
	sent   unconfirmed[ackRange]
	timer  TimerID // set while acks wait for the next round
}

type ackRange struct {
	conversation string
	from, to     int64
}

// acknowledge buffers the ack of a message. The client's own messages,
// transient ones and those of chat rooms have none.
func (cl *Client) acknowledge(c *Conversation, m *Message) {
	if m.Transient || c.Transient() || m.From == cl.id {
		return
	}
	cl.acks.ranges = appendAck(cl.acks.ranges, ackRange{c.id, m.Timestamp, m.Timestamp})
	if cl.acks.timer == 0 {
		cl.acks.round(cl)
	}
}

// appendAck widens the range of the conversation, or appends one.
//
//go:noinline
func appendAck(list []ackRange, more ackRange) []ackRange {
	for i := range list {
		if r := &list[i]; r.conversation == more.conversation {
			r.from, r.to = min(r.from, more.from), max(r.to, more.to)
			return list
		}
	}
	return append(list, more)
}

// restore takes back what was sent over a lost connection.
func (a *ackBuffer) restore() {
	for _, r := range a.sent.list {
		a.ranges = appendAck(a.ranges, r)
	}
	a.sent.list = nil
}

// round sends what is buffered and makes the next wait.
func (a *ackBuffer) round(cl *Client) {
	if len(a.ranges) == 0 {
		return
	}
	a.flush(cl)
	a.timer = cl.rt.timers.after(ackInterval, func() {
		a.timer = 0
		a.round(cl)
	})
}

// flush sends what is buffered, when the session is open.
func (a *ackBuffer) flush(cl *Client) {
	if cl.state != clientOpen {
		return
	}
	ranges := a.ranges
	a.ranges = nil
	for _, r := range ranges {
		cmd := cl.command(wire.CommandAck, 0)
		ack := new(wire.AckCommand)
		ack.SetCid(r.conversation)
		ack.SetFromts(r.from)
		ack.SetTots(r.to)
		cmd.SetAckMessage(ack)
		cl.rt.conn.commands.send(cmd)
		a.sent.list = appendAck(a.sent.list, r)
		a.sent.after = cl.rt.conn.commands.serial
	}
}
