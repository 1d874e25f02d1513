package core

import "imclient/core/wire"

// ackBuffer collects what was received, as a range of timestamps for each
// conversation, and acknowledges it at most once in ackInterval (section
// Messages of docs/protocol.md). What cannot be sent stays until the session is
// open again.
type ackBuffer struct {
	ranges []ackRange
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
	cl.acks.add(c.id, m.Timestamp)
	if cl.acks.timer == 0 {
		cl.acks.round(cl)
	}
}

func (a *ackBuffer) add(conversation string, at int64) {
	for i := range a.ranges {
		if r := &a.ranges[i]; r.conversation == conversation {
			r.from, r.to = min(r.from, at), max(r.to, at)
			return
		}
	}
	a.ranges = append(a.ranges, ackRange{conversation, at, at})
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
	}
}
