package server

import (
	"context"
	"maps"
	"math"
	"slices"
	"sync"
	"time"

	"imclient/server/bus"
	"imclient/server/store"
)

// sequencer delivers the messages of a conversation in the order of their seq,
// each once, and has them acknowledged to their senders in the same order. What is
// missing is read from the store (recover.go); only that conversation waits for it.
type sequencer struct {
	srv   *Server
	fills sync.WaitGroup
	turns chan struct{} // has an element for each fill that reads
	ctx   context.Context
	stop  context.CancelFunc

	mu   sync.Mutex // held while events are put into queues, never while one waits
	last recent[conversationKey, int64]
	// floor is a time of the store. Of a conversation that is not in last nothing has been
	// delivered since, and nobody here waits for what is older: no session began before
	// the node did.
	floor        int64
	latest       int64 // time of the latest message that was delivered
	atForgetting int64 // the same when last forgot something
	gaps         map[conversationKey]*gap
	told         recent[toldKey, struct{}] // edits and broadcasts that have been delivered
}

type conversationKey struct{ app, id string }

// toldKey names an edit, or a broadcast, whose time belongs to it alone.
type toldKey struct {
	app, conversation string
	at                int64
}

// maxSequences bounds the memory of the sequencer. A conversation that is
// forgotten starts again with the next event that is not older.
const maxSequences = 1 << 17

// gap is what is known of a conversation of which something is missing.
type gap struct {
	behind  map[int64]bus.Event // what has come meanwhile, by seq
	upTo    int64               // of what is missing, at least
	acks    map[int64]func()    // of messages whose senders have not been told, by seq
	except  map[int64]uint64    // of events that came and are kept no longer: see bus.Event
	filling bool                // or else it still waits for events that are on their way
	filled  chan struct{}       // closed when it is
}

// maxBehindGap bounds the events that wait behind one gap. What comes then is read
// from the store too.
const maxBehindGap = 200

// overtakeTime is how long a message may take that was overtaken by a later one from
// another node, before it is looked for in the store.
const overtakeTime = 50 * time.Millisecond

// maxFills bounds the conversations that are being read at a time.
const maxFills = 8

func newSequencer(s *Server) *sequencer {
	q := &sequencer{srv: s, gaps: make(map[conversationKey]*gap), turns: make(chan struct{}, maxFills)}
	q.floor = math.MaxInt64
	q.last.size, q.told.size = maxSequences, maxSequences/8
	q.ctx, q.stop = context.WithCancel(context.Background())
	return q
}

// deliver takes an event from the bus. It does not block.
func (q *sequencer) deliver(e bus.Event) {
	switch {
	case e.AppsChangedBy != "":
		q.srv.appsChanged(e.AppsChangedBy)
	case e.Order != nil:
		q.srv.obey(e)
	case e.Seq > 0:
		q.mu.Lock()
		defer q.mu.Unlock()
		q.deliverLocked(conversationKey{e.App, e.Conversation}, e)
	default:
		q.tell(e)
	}
}

// tell delivers what has no place in a conversation's order; an edit and a broadcast
// only once.
func (q *sequencer) tell(e bus.Event) {
	if at := max(e.PatchedAt, e.BroadcastAt); at > 0 {
		q.mu.Lock()
		defer q.mu.Unlock()
		key := toldKey{e.App, e.Conversation, at}
		if _, was := q.told.get(key); was {
			return
		}
		q.told.set(key, struct{}{})
	}
	q.srv.deliver(e)
}

// deliverLocked delivers a message, or keeps it while others before it are missing.
func (q *sequencer) deliverLocked(key conversationKey, e bus.Event) {
	if g := q.gaps[key]; g != nil {
		g.wait(e)
		if !g.filling {
			q.drainLocked(key, g)
			if len(g.behind) == 0 && g.upTo == 0 {
				delete(q.gaps, key)
				close(g.filled)
			}
		}
		return
	}
	last, known := q.last.get(key)
	switch {
	case known && e.Seq <= last:
	case known && e.Seq > last+1, !known && e.Seq > 1 && e.Previous >= q.floor:
		g := q.openLocked(key)
		g.wait(e)
		q.srv.clock.AfterFunc(overtakeTime, func() { q.fill(key, g) })
	default:
		q.putLocked(key, e)
	}
}

func (q *sequencer) openLocked(key conversationKey) *gap {
	g := &gap{behind: make(map[int64]bus.Event), filled: make(chan struct{})}
	q.gaps[key] = g
	return g
}

// acknowledge calls ack, which must not block: at once, or when everything before the
// message seq, which a client of this node has sent, has been delivered here. Otherwise
// the client would have its own message before those that others had stored earlier, and
// would not ask for these when its connection ends in between. It does not wait longer
// than the store takes to be read, nor in a conversation of which nothing has been
// delivered here.
func (q *sequencer) acknowledge(key conversationKey, seq int64, ack func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	last, known := q.last.get(key)
	g := q.gaps[key]
	if !known || seq <= last+1 {
		ack()
		return
	}
	if g == nil {
		g = q.openLocked(key)
		q.srv.clock.AfterFunc(overtakeTime, func() { q.fill(key, g) })
	}
	if g.acks == nil {
		g.acks = make(map[int64]func())
	}
	g.acks[seq] = ack
	g.upTo = max(g.upTo, seq-1)
}

// acknowledge has the senders told of messages up to seq.
func (g *gap) acknowledge(seq int64) {
	if len(g.acks) == 0 {
		return
	}
	for _, at := range slices.Sorted(maps.Keys(g.acks)) {
		if at <= seq {
			g.acks[at]()
			delete(g.acks, at)
		}
	}
}

// wait adds an event to those that wait, unless there are too many.
func (g *gap) wait(e bus.Event) {
	if len(g.behind) < maxBehindGap {
		g.behind[e.Seq] = e
		return
	}
	g.upTo = max(g.upTo, e.Seq)
	if e.Except == 0 {
		return
	}
	if g.except == nil {
		g.except = make(map[int64]uint64)
	}
	g.except[e.Seq] = e.Except
}

// drainLocked delivers those that wait and miss nothing before them.
func (q *sequencer) drainLocked(key conversationKey, g *gap) {
	last, _ := q.last.get(key)
	for {
		e, has := g.behind[last+1]
		if !has {
			break
		}
		delete(g.behind, e.Seq)
		g.acknowledge(e.Seq)
		q.putLocked(key, e)
		last = e.Seq
	}
	g.acknowledge(last + 1)
	for seq := range g.behind {
		if seq <= last {
			delete(g.behind, seq)
		}
	}
	for seq := range g.except {
		if seq <= last {
			delete(g.except, seq)
		}
	}
	if g.upTo <= last {
		g.upTo = 0
	}
}

func (q *sequencer) putLocked(key conversationKey, e bus.Event) {
	q.setLocked(key, e.Seq)
	q.latest = max(q.latest, e.Timestamp)
	q.srv.metrics.messages.Add(1)
	if a := q.srv.app(e.App); a != nil {
		a.hub.messages.Add(1)
	}
	q.srv.deliver(e)
}

// setLocked notes that everything up to seq has been delivered.
func (q *sequencer) setLocked(key conversationKey, seq int64) {
	if q.last.set(key, seq) {
		q.floor = max(q.floor, q.atForgetting+1)
		q.atForgetting = q.latest
	}
}

// begin is called before the first session can begin, when events come already.
func (q *sequencer) begin(ctx context.Context) error {
	var at int64
	err := q.srv.store.View(ctx, func(v store.Reader) error {
		at = v.At()
		return nil
	})
	q.mu.Lock()
	defer q.mu.Unlock()
	q.floor = at
	return err
}

// end gives up what is still being read, and waits for it. No events may come any more.
func (q *sequencer) end() {
	q.stop()
	q.fills.Wait()
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, g := range q.gaps {
		g.acknowledge(math.MaxInt64)
	}
}
