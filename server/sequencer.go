package server

import (
	"context"
	"sync"

	"imclient/server/bus"
	"imclient/server/store"
)

// sequencer delivers the messages of a conversation in the order of their seq,
// each once. What is missing is read from the store; only that conversation waits
// for it.
type sequencer struct {
	srv   *Server
	fills sync.WaitGroup

	mu   sync.Mutex                      // held while events are put into queues, never while one waits
	last map[conversationKey]int64       // seq delivered last
	gaps map[conversationKey][]bus.Event // what has come while a gap is being filled
}

type conversationKey struct{ app, id string }

// maxSequences bounds the memory of the sequencer. A conversation that is
// forgotten starts again with the next event, as after a restart.
const maxSequences = 1 << 17

// maxBehindGap bounds the events that wait behind one gap.
const maxBehindGap = 200

// wait adds an event to those that wait. When there are too many, the latest stands
// for those before it: they are the next gap.
func wait(behind []bus.Event, e bus.Event) []bus.Event {
	if last := len(behind) - 1; len(behind) >= maxBehindGap {
		if e.Seq > behind[last].Seq {
			behind[last] = e
		}
		return behind
	}
	return append(behind, e)
}

// fillPage is how many messages are read at a time.
const fillPage = 200

func newSequencer(s *Server) *sequencer {
	return &sequencer{srv: s, last: make(map[conversationKey]int64), gaps: make(map[conversationKey][]bus.Event)}
}

// deliver takes an event from the bus. It does not block.
func (q *sequencer) deliver(e bus.Event) {
	if e.AppsChangedBy != "" {
		q.srv.appsChanged(e.AppsChangedBy)
		return
	}
	if e.Order != nil {
		q.srv.obey(e)
		return
	}
	if e.Seq == 0 {
		q.srv.deliver(e)
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	key := conversationKey{e.App, e.Conversation}
	if behind, filling := q.gaps[key]; filling {
		q.gaps[key] = wait(behind, e)
		return
	}
	q.deliverLocked(key, e)
}

// deliverLocked delivers e, or begins to fill the gap before it.
func (q *sequencer) deliverLocked(key conversationKey, e bus.Event) {
	last, known := q.last[key]
	switch {
	case known && e.Seq <= last:
		return
	case known && e.Seq > last+1:
		q.gaps[key] = nil
		q.fills.Go(func() { q.fill(key, e, last+1) })
		return
	case !known && len(q.last) >= maxSequences:
		clear(q.last)
	}
	q.putLocked(key, e)
}

func (q *sequencer) putLocked(key conversationKey, e bus.Event) {
	q.last[key] = e.Seq
	q.srv.metrics.messages.Add(1)
	if a := q.srv.app(e.App); a != nil {
		a.hub.messages.Add(1)
	}
	q.srv.deliver(e)
}

// fill delivers the messages from seq to the one before e, to those to whom e goes,
// then e and what has come meanwhile.
func (q *sequencer) fill(key conversationKey, e bus.Event, seq int64) {
	q.srv.log.Warn("filling a gap", "app", e.App, "conversation", e.Conversation, "from", seq, "to", e.Seq-1)
	if err := q.deliverMissed(e, seq); err != nil {
		q.srv.log.Error("gap not filled", "app", e.App, "conversation", e.Conversation, "error", err)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	behind := q.gaps[key]
	delete(q.gaps, key)
	q.putLocked(key, e)
	for _, next := range behind {
		if waiting, filling := q.gaps[key]; filling { // there was another gap
			q.gaps[key] = wait(waiting, next)
			continue
		}
		q.deliverLocked(key, next)
	}
}

// deliverMissed delivers what is in the store from seq to the one before e.
func (q *sequencer) deliverMissed(e bus.Event, seq int64) error {
	for more := true; more; {
		var missed []*store.Message
		var kind store.Kind
		err := q.srv.store.View(context.Background(), func(v store.Reader) error {
			c, err := v.Conversation(e.App, e.Conversation)
			if err != nil {
				return err
			}
			kind = c.Kind
			missed, err = v.Messages(e.App, e.Conversation, store.Range{From: seq, To: e.Seq - 1, Limit: fillPage})
			return err
		})
		if err != nil {
			return err
		}
		if err := q.deliverAgain(missed, kind, e); err != nil {
			return err
		}
		if more = len(missed) == fillPage; more {
			seq = missed[len(missed)-1].Seq + 1
		}
	}
	return nil
}

// deliverAgain delivers messages of the store like the event e, which came later.
func (q *sequencer) deliverAgain(missed []*store.Message, kind store.Kind, e bus.Event) (err error) {
	for _, m := range missed {
		to := e.To
		if kind == store.System {
			if to, err = q.srv.serviceReceivers(m); err != nil {
				return err
			}
		}
		q.srv.deliver(bus.Event{App: e.App, Conversation: e.Conversation, Seq: m.Seq, To: to, Room: e.Room,
			ExceptClient: e.ExceptClient, Config: e.Config, Frame: encode(directPush(m, kind))})
	}
	return nil
}

// wait blocks until no gap is being filled. No events may come any more.
func (q *sequencer) wait() { q.fills.Wait() }
