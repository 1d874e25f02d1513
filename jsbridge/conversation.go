//go:build js && wasm

package jsbridge

import (
	"slices"

	"imclient/core"
)

// conversation is a conversation that JavaScript knows by number, and the
// messages that it has been handed and has not yet let through.
type conversation struct {
	b        *bridge
	client   *client
	handle   uint32
	core     *core.Conversation
	revision uint32    // of the row that JavaScript has
	lastAt   int64     // the time of the last message that it has
	seq      uint32    // of the last message handed over
	pending  []pending // in the order in which they were handed over
}

// pending is a message that waits for its verdict.
type pending struct {
	seq     uint32
	message *core.Message
}

// entry gives c its entry. A conversation that JavaScript has not met, or whose
// row has changed since it was told, is told first.
//
//go:noinline
func (b *bridge) entry(c *core.Conversation) *conversation {
	e, known := b.latest, true
	if e == nil || e.core != c {
		e, known = b.entryOf[c]
	}
	if !known {
		e = &conversation{b: b, client: b.client(c.Client()), handle: b.id(), core: c}
		b.conversations[e.handle] = e
		b.entryOf[c] = e
	}
	b.latest = e
	if !known || e.revision != c.Revision() || b.face.mindsLast() && e.lastAt != c.LastMessageAt() {
		e.describe(known)
	}
	return e
}

// handle is entry's number; 0 for no conversation.
func (b *bridge) handle(c *core.Conversation) int64 {
	if c == nil {
		return 0
	}
	return int64(b.entry(c).handle)
}

// handOver tells JavaScript a received message, which it lets through with
// commit or keeps back with discard.
func (e *conversation) handOver(m *core.Message) {
	e.seq++
	e.pending = append(e.pending, pending{e.seq, m})
	e.b.face.message(e, e.seq, m)
}

// commit lets a message through: it now counts. What was foretold of that is not
// told again.
func (b *bridge) commit(handle, seq uint32, foretold bool) {
	switch e, m := b.take(handle, seq); {
	case m == nil:
	case foretold:
		e.core.CommitForetold(m)
	default:
		e.core.Commit(m)
	}
}

// discard keeps a message back: it counts nowhere.
func (b *bridge) discard(handle, seq uint32) {
	if e, m := b.take(handle, seq); m != nil {
		e.core.Drop()
	}
}

// take removes a message that waits for its verdict.
func (b *bridge) take(handle, seq uint32) (*conversation, *core.Message) {
	e := b.latest
	if e == nil || e.handle != handle {
		e = b.conversations[handle]
	}
	if e == nil {
		return nil, nil
	}
	for i, p := range e.pending { // the first, but where the order is not kept
		if p.seq == seq && len(e.pending) == 1 {
			e.pending[0].message = nil
			e.pending = e.pending[:0]
			return e, p.message
		}
		if p.seq == seq {
			e.pending = slices.Delete(e.pending, i, i+1)
			return e, p.message
		}
	}
	return e, nil
}

// release forgets a conversation that JavaScript has no object of any more. The
// core may keep it; then it gets a new number when it is mentioned again.
func (b *bridge) release(handle uint32) {
	if e := b.conversations[handle]; e != nil && len(e.pending) == 0 {
		e.drop()
		e.client.core.Release(e.core.Handle())
	}
}

// describe tells JavaScript a conversation that it asks about once more.
func (b *bridge) describe(handle uint32) {
	if e := b.conversations[handle]; e != nil {
		e.describe(true)
	}
}

// drop forgets the entry.
func (e *conversation) drop() {
	delete(e.b.conversations, e.handle)
	delete(e.b.entryOf, e.core)
	e.b.latest = nil
}
