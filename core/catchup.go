package core

import (
	"cmp"
	"slices"
	"strings"

	"imclient/core/wire"
)

// CatchUp says whether a client fetches, once its session is open again after a
// lost connection, what it missed of the conversations it holds. The messages
// come as MessageReceived with Message.Filled set, in order, each once, before
// live ones of the same conversation. They do not raise unread counts: the
// server's count has them already. The zero value is off.
type CatchUp struct {
	On bool
	// Messages is how many messages of one conversation are filled in at most;
	// 1,000 when 0. HistoryGap tells of the rest.
	Messages int
	// Conversations is of how many conversations messages are filled in at most,
	// those first in which something happened last; 50 when 0. HistoryGap tells
	// of the rest, in which nothing may have happened.
	Conversations int
}

func (o *CatchUp) check() error {
	if o.Messages < 0 || o.Conversations < 0 {
		return &ArgumentError{"a limit of catching up is negative"}
	}
	return nil
}

// place is where in a conversation's history something is. Without an id it is
// a time.
type place struct {
	at int64 // ms; 0: nowhere
	id string
}

// fill is a conversation that is being caught up with. What is pushed about it
// waits in the client's arrivals.
type fill struct {
	conversation *Conversation
	delivered    int   // messages so far
	asking       bool  // a page is on its way
	live         int64 // a time, in ms, after which all that is said is pushed; 0: none is known
	// A page that has come waits for the acks of what was being sent then: they
	// tell which of the messages are one's own.
	waiting func()
	after   uint32
}

// fills are what a client catches up with.
type fills struct {
	list []*fill
	// The server's clock, as the last login told it, and ours then.
	serverTime int64
	elapsed    int64 // ms
	left       map[string]left
	swept      int64 // Host.Elapsed, in ms, when what is too old was last taken out of left
}

// left is what is known of a conversation that was released.
type left struct {
	at       int64 // Host.Elapsed, in ms
	seen     place
	received window
}

// enter notes where in the history of a conversation that is new to the client it
// begins to miss messages. What has a time before the row came may have been stored
// after that, and was not in the history that the application read then; but
// nothing has a time before the server's at the login and was stored later.
func (f *fills) enter(c *Conversation) {
	cl := c.client
	if !cl.options.CatchUp.On {
		return
	}
	c.seen.at = max(f.serverTime, f.now(cl)-commitTime.Milliseconds())
	if l, ok := f.left[c.id]; ok && cl.rt.host.Elapsed().Milliseconds()-l.at <= commitTime.Milliseconds() {
		c.received = l.received
		c.passed(l.seen)
	}
	delete(f.left, c.id)
}

// leave remembers of a conversation that is released what was told of it, as long as
// it could be filled in again.
func (f *fills) leave(c *Conversation) {
	if !c.client.options.CatchUp.On {
		return
	}
	now := c.client.rt.host.Elapsed().Milliseconds()
	if now-f.swept > commitTime.Milliseconds() { // not for each of thousands that go at once
		f.swept = now
		for id, l := range f.left {
			if now-l.at > commitTime.Milliseconds() {
				delete(f.left, id)
			}
		}
	}
	if f.left == nil {
		f.left = make(map[string]left)
	}
	f.left[c.id] = left{now, c.seen, c.received}
}

// pushed notes a message that may wait for a conversation to be caught up with:
// those that follow the first are pushed as well.
func (f *fills) pushed(direct *wire.DirectCommand) {
	at := direct.GetTimestamp()
	for _, each := range f.list {
		if each.conversation.id == direct.GetCid() && !direct.GetTransient() {
			each.begins(at)
		}
	}
}

// begins says that what was said after a time comes live. What was said before the
// session was opened may come late, or be acked again, and says nothing.
func (f *fill) begins(at int64) {
	if at > f.conversation.client.fills.serverTime && (f.live == 0 || at < f.live) {
		f.live = at
	}
}

//go:noinline
func (f *fills) of(c *Conversation) *fill {
	for _, each := range f.list {
		if each.conversation == c {
			return each
		}
	}
	return nil
}

// anchor notes the server's time.
func (f *fills) anchor(cl *Client, now int64) {
	f.serverTime, f.elapsed = now, cl.rt.host.Elapsed().Milliseconds()
}

// now is about the server's time, rather too early than too late.
func (f *fills) now(cl *Client) int64 {
	return f.serverTime + cl.rt.host.Elapsed().Milliseconds() - f.elapsed
}

// saw notes the last message of a conversation that has come.
func (c *Conversation) saw(m *Message) {
	if c.client.options.CatchUp.On && m.ID != "" && !m.Transient {
		c.passed(place{m.Timestamp, strings.Clone(m.ID)})
	}
}

// catchUp begins to fetch what was missed, or goes on with it.
func (cl *Client) catchUp() {
	limits := &cl.options.CatchUp
	if !limits.On {
		return
	}
	var missed []*Conversation
	for _, c := range cl.conversations {
		if c.seen.at != 0 && (c.kind != ChatRoom || c.entered) && cl.fills.of(c) == nil {
			missed = append(missed, c)
		}
	}
	slices.SortFunc(missed, func(a, b *Conversation) int {
		return cmp.Or(cmp.Compare(b.lastMessageAt, a.lastMessageAt), cmp.Compare(a.handle, b.handle))
	})
	for _, c := range missed {
		if len(cl.fills.list) >= cmp.Or(limits.Conversations, catchUpConversations) {
			c.gap()
			continue
		}
		cl.fills.list = append(cl.fills.list, &fill{conversation: c})
		cl.arrivals.hold(c.id)
		c.received.grow()
	}
	for _, f := range cl.fills.list {
		f.live = 0 // what was pushed before is let go, see receive
	}
	cl.fillNext()
}

// fillNext asks for pages, a few at a time; for those of a chat room once the client is
// in it again, so that nothing is said in between.
func (cl *Client) fillNext() {
	asking := 0
	for _, f := range cl.fills.list {
		if f.asking {
			asking++
		}
	}
	for _, f := range slices.Clone(cl.fills.list) {
		if asking >= maxFills || cl.state != clientOpen {
			return
		}
		if !f.asking && !(cl.room.joining && cl.room.in == f.conversation) {
			asking++
			f.ask()
		}
	}
}

// ask asks for the next page of what was missed.
func (f *fill) ask() {
	c := f.conversation
	cl := c.client
	limit := int32(min(fillPage, cmp.Or(cl.options.CatchUp.Messages, catchUpMessages)-f.delivered))
	q := HistoryQuery{
		StartTime: c.seen.at, StartMessageID: c.seen.id, StartClosed: c.seen.id == "",
		Direction: OldToNew, Limit: &limit,
	}
	f.asking = true
	c.History(q, func(page []*Message, err error) {
		f.asking = false
		switch {
		case cl.Closed():
		case err == nil && len(c.own.waiting) > 0:
			f.asking = true
			session := cl.sessions
			f.waiting, f.after = func() {
				f.asking = false
				f.take(page, len(page) == int(limit) || session != cl.sessions)
			}, c.own.number
		case err != nil && cl.state != clientOpen:
			// It goes on when the session is open again.
		case err != nil:
			if !errNotTheirs(err) {
				cl.rt.warn("what was missed of a conversation could not be fetched: " + err.Error())
				c.gap()
			}
			f.end()
		default:
			f.take(page, len(page) == int(limit))
		}
	})
}

// take delivers a page; more may follow.
func (f *fill) take(page []*Message, more bool) {
	c := f.conversation
	cl := c.client
	for _, m := range page {
		known := c.sentHere(m)
		c.saw(m)
		if known || !c.received.fill(m.ID) {
			continue
		}
		f.delivered++
		m.Filled = true
		cl.acknowledge(c, m)
		c.uncommitted++
		cl.rt.host.Emit(&MessageReceived{c, m})
	}
	switch {
	case !more, f.live != 0 && c.seen.at > f.live:
		f.end()
	case f.delivered >= cmp.Or(cl.options.CatchUp.Messages, catchUpMessages):
		c.gap()
		f.end()
	case cl.state == clientOpen:
		f.ask()
	}
}

// end lets pass what was pushed about the conversation meanwhile.
func (f *fill) end() {
	cl := f.conversation.client
	f.conversation.caughtUp = cl.sessions
	f.conversation.received.grows = false
	cl.fills.list = slices.DeleteFunc(cl.fills.list, func(each *fill) bool { return each == f })
	cl.arrived(f.conversation.id)
	cl.fillNext()
}

// gap gives up what was missed until the session was opened again.
func (c *Conversation) gap() {
	// The last message may be ahead of the server's clock.
	from, to := c.seen.at, max(c.seen.at, c.client.fills.serverTime, c.lastMessageAt)
	c.passed(place{at: to})
	c.client.rt.host.Emit(&HistoryGap{Conversation: c, From: from, To: to})
}

// errNotTheirs reports whether the client cannot have missed anything: it is not
// in the conversation any more.
func errNotTheirs(err error) bool {
	e, ok := err.(*Error)
	if !ok {
		return false
	}
	switch e.Code {
	case ConversationLogRejected, ConversationNotFound, TemporaryConversationExpired:
		return true
	}
	return false
}

// pushedNow takes a push of a message that was filled in before it: the server
// counts it as unread from now on.
func (c *Conversation) pushedNow(m *Message) {
	if c.received.pushed(m.ID) && c.count(m) {
		c.client.rt.host.Emit(&UnreadUpdated{c.client, []*Conversation{c}})
	}
}
