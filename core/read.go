package core

import (
	"slices"
	"strings"

	"imclient/core/wire"
)

// readBuffer collects the conversations that were marked read and tells the
// server at most once in readInterval (section Unread and receipts of
// docs/protocol.md). What cannot be sent, or may be lost with the connection, is
// sent when the session is open again.
type readBuffer struct {
	marks []readMark
	sent  unconfirmed[readMark]
	timer TimerID // set while marks wait for the next round
}

// readMark says until where a conversation was read.
type readMark struct {
	conversation *Conversation
	tuple        *wire.ReadTuple
}

// Read marks what was received in the conversation as read and calls back at
// once: UnreadUpdated is emitted now, the server is told soon.
func (c *Conversation) Read(done func(error)) {
	if c.client.Closed() {
		done(ErrClosed)
		return
	}
	c.client.MarkRead([]*Conversation{c})
	done(nil)
}

// MarkRead marks what was received in these conversations as read. Those that
// had unread messages are in one UnreadUpdated, emitted now. Chat rooms have no
// marks on the server.
func (cl *Client) MarkRead(conversations []*Conversation) {
	var changed []*Conversation
	for _, c := range conversations {
		if c == nil || c.client != cl || cl.Closed() {
			continue
		}
		if c.unread != 0 && !slices.Contains(changed, c) {
			changed = append(changed, c)
		}
		c.unread, c.mentioned, c.readUntil = 0, false, c.lastMessageAt
		if !c.Transient() {
			cl.reads.marks = appendMark(cl.reads.marks, readMark{c, c.readMark()})
		}
	}
	if len(changed) > 0 {
		cl.rt.host.Emit(&UnreadUpdated{cl, changed})
	}
	if cl.reads.timer == 0 {
		cl.reads.round(cl)
	}
}

func (b *readBuffer) has(c *Conversation) bool {
	return slices.ContainsFunc(b.marks, func(m readMark) bool { return m.conversation == c })
}

// appendMark replaces the mark of the conversation, or appends one.
func appendMark(list []readMark, m readMark) []readMark {
	for i := range list {
		if list[i].conversation == m.conversation {
			list[i] = m
			return list
		}
	}
	return append(list, m)
}

// restore takes back what was sent over a lost connection, unless there is a
// later mark.
func (b *readBuffer) restore() {
	for _, m := range b.sent.list {
		if !b.has(m.conversation) {
			b.marks = append(b.marks, m)
		}
	}
	b.sent.list = nil
}

// round sends what is buffered and makes the next wait.
func (b *readBuffer) round(cl *Client) {
	if len(b.marks) == 0 {
		return
	}
	b.flush(cl)
	b.timer = cl.rt.timers.after(readInterval, func() {
		b.timer = 0
		b.round(cl)
	})
}

// flush sends what is buffered, when the session is open.
func (b *readBuffer) flush(cl *Client) {
	if cl.state != clientOpen || len(b.marks) == 0 {
		return
	}
	read := new(wire.ReadCommand)
	for _, m := range b.marks {
		read.AddConvs(m.tuple)
		b.sent.list = appendMark(b.sent.list, m)
	}
	b.sent.after = cl.rt.conn.commands.serial
	b.marks = nil
	cmd := cl.command(wire.CommandRead, 0)
	cmd.SetReadMessage(read)
	cl.rt.conn.commands.send(cmd)
}

// readMark says until where the conversation was read.
func (c *Conversation) readMark() *wire.ReadTuple {
	mark := new(wire.ReadTuple)
	mark.SetCid(c.id)
	if m := c.lastMessage; m != nil && m.From != c.client.id {
		mark.SetMid(strings.Clone(m.ID))
	}
	at := c.lastMessageAt
	if at == 0 {
		at = c.client.rt.now()
	}
	mark.SetTimestamp(at)
	return mark
}
