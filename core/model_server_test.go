package core_test

import (
	"strconv"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

// The server's side of the model: one conversation, and no more than is right.

// now is the server's clock, which messages move on.
func (m *model) now() int64 {
	at := m.h.Now()
	if n := len(m.stored); n > 0 {
		at = max(at, m.stored[n-1].Timestamp)
	}
	return at
}

func (m *model) store(from, text string) core.Message {
	at := m.now() + 1
	if n := len(m.stored); n > 0 && m.sameTime && !m.healing && m.rand.IntN(2) == 0 {
		at = m.stored[n-1].Timestamp
	}
	message := core.Message{ID: "id" + strconv.Itoa(len(m.stored)), From: from, Text: text, Timestamp: at}
	m.stored = append(m.stored, message)
	return message
}

func (m *model) jerry() {
	m.said++
	message := m.store("jerry", strconv.Itoa(m.said))
	if m.open {
		m.down = append(m.down, coretest.Direct("tom", "c1", "jerry", message.ID, message.Text, message.Timestamp))
	}
}

func (m *model) unread() (n int32) {
	for _, message := range m.stored[m.readMark:] {
		if message.From == "jerry" {
			n++
		}
	}
	return n
}

func (m *model) pushUnread() {
	last := m.stored[len(m.stored)-1]
	m.down = append(m.down, coretest.Unread("tom", "c1", m.unread(), last.ID, last.Timestamp))
}

// serve lets the server take one command.
func (m *model) serve() {
	if len(m.up) == 0 {
		return
	}
	cmd := m.up[0]
	m.up = m.up[1:]
	reply := coretest.Command(cmd.GetCmd(), 0, "tom")
	switch cmd.GetCmd() {
	case wire.CommandSession:
		switch cmd.GetOp() {
		case wire.OpOpen:
			m.open = true
			reply = coretest.Opened("tom", "", 0, m.now())
			reply.SetI(cmd.GetI())
			m.down = append(m.down, reply)
			if m.unread() > 0 {
				m.pushUnread()
			}
			return
		case wire.OpClose:
			m.open = false
			reply.SetOp(wire.OpClosed)
		default:
			reply.SetOp(wire.OpQueryResult)
		}
	case wire.CommandDirect:
		direct := cmd.GetDirectMessage()
		if direct.GetTransient() {
			reply = ack("transient", m.h.Now())
			break
		}
		i, known := m.byDt[direct.GetDt()]
		if !known {
			i = len(m.stored)
			m.store("tom", direct.GetMsg())
			m.byDt[direct.GetDt()] = i
		}
		reply = ack(m.stored[i].ID, m.stored[i].Timestamp)
	case wire.CommandRead:
		for _, mark := range cmd.GetReadMessage().GetConvs() {
			for i, message := range m.stored {
				if message.ID == mark.GetMid() || mark.GetMid() == "" && message.Timestamp <= mark.GetTimestamp() {
					m.readMark = max(m.readMark, i+1)
				}
			}
		}
		if len(m.stored) > 0 {
			m.pushUnread()
		}
		return
	case wire.CommandAck:
		return
	case wire.CommandLogs:
		q := cmd.GetLogsMessage()
		var page []core.Message
		for i := range m.stored {
			message := m.stored[i]
			after := message.Timestamp > q.GetT() || q.GetTIncluded() && message.Timestamp == q.GetT()
			if q.GetMid() != "" {
				n, _ := strconv.Atoi(q.GetMid()[2:])
				after = i > n
			}
			if after && len(page) < int(q.GetL()) {
				page = append(page, message)
			}
		}
		reply = coretest.Logs(page...)
	case wire.CommandConv:
		if cmd.GetOp() == wire.OpQuery {
			reply = coretest.Results(coretest.Row("c1", "tom", "jerry"))
		} else {
			reply.SetOp(wire.OpUpdated)
		}
	}
	reply.SetI(cmd.GetI())
	m.down = append(m.down, reply)
}
