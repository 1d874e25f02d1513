package core

// Commit says that a received message went through the application's pipeline
// and is dispatched now: it counts as unread unless the client sent it itself
// or the server's count has it already, it becomes the last message, as edited or
// recalled meanwhile, and UnreadUpdated is emitted. A Host commits the
// messages of a conversation in the order they came, and calls Drop instead
// for one that the pipeline held back.
func (c *Conversation) Commit(m *Message) {
	if c.commit(m) {
		c.client.rt.host.Emit(&UnreadUpdated{c.client, []*Conversation{c}})
	}
}

// Foretold is what committing a message comes to.
type Foretold struct {
	Counts    bool // UnreadUpdated is emitted, after which Unread and Mentioned are these
	Unread    int
	Mentioned bool
}

// Foretell tells, while MessageReceived is emitted, what Commit of that message
// comes to if the Host calls it before anything else of this Realtime. It reports
// false when that is not known: earlier messages of the conversation wait for their
// verdict.
func (c *Conversation) Foretell(m *Message) (f Foretold, ok bool) {
	if c.uncommitted != 1 || c.client.Closed() {
		return Foretold{}, false
	}
	f = Foretold{Unread: c.unread, Mentioned: c.mentioned}
	if c.counts(m) {
		f = Foretold{Counts: true, Unread: c.unread + 1, Mentioned: c.mentioned || m.mentions(c.client.id)}
	}
	return f, true
}

// CommitForetold is Commit for a Host that acts on what Foretell has said: it
// emits nothing.
func (c *Conversation) CommitForetold(m *Message) { c.commit(m) }

// commit reports whether the count of unread messages has changed.
func (c *Conversation) commit(m *Message) bool {
	now := m
	if m != nil && c.overtaking[m.ID] != nil {
		now = c.overtaking[m.ID]
	}
	c.Drop()
	if m == nil || c.client.Closed() {
		return false
	}
	last := c.lastMessage
	c.sawMessage(now)
	c.passedMessageAt(m.Timestamp)
	counted := c.count(m)
	if c.lastMessage != m {
		c.client.rt.reuse(m)
	} else {
		c.client.rt.reuse(last)
	}
	return counted
}

// counts reports whether a message is one more that is unread: the server's count
// may have it already, as it has those that were filled in, and the last mark may
// include it.
//
//go:noinline
func (c *Conversation) counts(m *Message) bool {
	return !m.Filled && m.From != c.client.id && m.push >= c.counted && m.Timestamp > c.readUntil
}

// count takes a message as unread where it is, and reports whether it was.
//
//go:noinline
func (c *Conversation) count(m *Message) bool {
	if !c.counts(m) {
		return false
	}
	c.unread++
	c.mentioned = c.mentioned || m.mentions(c.client.id)
	return true
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
