package core

import "imclient/core/wire"

// unreadPushed takes the server's counts (section Unread and receipts of
// docs/protocol.md): after login of what was missed, later of what another
// device has read. One UnreadUpdated names the conversations whose count is
// another now.
func (cl *Client) unreadPushed(unread *wire.UnreadCommand) {
	if at := unread.GetNotifTime(); at != 0 {
		cl.unreadNotified = at
	}
	push := cl.pushes
	tuples := unread.GetConvs()
	left := len(tuples)
	var changed []*Conversation
	for _, tuple := range tuples {
		cl.withCount(tuple.GetCid(), func(c *Conversation) {
			if c != nil && c.setUnread(tuple, push) {
				changed = append(changed, c)
			}
			if left--; left == 0 && len(changed) > 0 {
				cl.rt.host.Emit(&UnreadUpdated{cl, changed})
			}
		})
	}
}

// withCount is withConversation for a count, which does not wait for messages
// that are being filled in: it has them already.
func (cl *Client) withCount(id string, f func(*Conversation)) {
	if c := cl.conversations[id]; c != nil && cl.fills.of(c) != nil {
		f(c)
		return
	}
	cl.withConversation(id, f)
}

// setUnread reports whether the count changed.
func (c *Conversation) setUnread(tuple *wire.UnreadTuple, push uint32) bool {
	if tuple.GetMid() != "" {
		m := &Message{
			ID:             tuple.GetMid(),
			ConversationID: c.id,
			From:           tuple.GetFrom(),
			Timestamp:      tuple.GetTimestamp(),
			PatchTimestamp: tuple.GetPatchTimestamp(),
			Text:           tuple.GetData(),
		}
		if tuple.HasBinaryMsg() {
			m.IsBinary, m.Binary, m.Text = true, tuple.GetBinaryMsg(), ""
		}
		if c.lastMessage == nil || m.Timestamp >= c.lastMessage.Timestamp {
			c.lastMessage = m
		}
	}
	c.sawMessageAt(tuple.GetTimestamp())
	if at := tuple.GetTimestamp(); at != 0 && at <= c.readUntil && tuple.GetUnread() > 0 {
		return false // counted before the server knew what was read here
	}
	c.counted = push
	c.mentioned = tuple.GetMentioned()
	count := max(int(tuple.GetUnread()), 0)
	changed := count != c.unread
	c.unread = count
	return changed
}
