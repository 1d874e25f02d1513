package server

import (
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"imclient/server/bus"
	"imclient/server/store"
)

// resync finds in the store what happened while the bus lost events. Nothing that
// follows tells of it, so it is looked for by time.
type resync struct {
	srv *Server

	mu      sync.Mutex
	since   time.Time // of this node's clock; zero for nothing to do
	running bool
}

// resyncMargin is added to the time in which events may be lost: between the time that
// a message is given and the moment in which its event is on its way.
const resyncMargin = 10 * time.Second

// lost is told by the bus that events are lost. It does not block.
func (r *resync) lost(ago time.Duration) {
	since := r.srv.clock.Now().Add(-ago - resyncMargin)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.since.IsZero() || since.Before(r.since) {
		r.since = since
	}
	if r.running || r.srv.sequence.ctx.Err() != nil {
		return
	}
	r.running = true
	r.srv.sequence.fills.Go(r.run)
}

// run goes on until nothing is left to do.
func (r *resync) run() {
	for {
		r.mu.Lock()
		since := r.since
		r.since = time.Time{}
		if since.IsZero() || r.srv.sequence.ctx.Err() != nil {
			r.running = false
			r.mu.Unlock()
			return
		}
		r.mu.Unlock()
		if err := r.srv.sequence.resync(r.srv.clock.Now().Sub(since)); err != nil {
			r.srv.log.Error("not synchronised with the store", "error", err)
			r.mu.Lock()
			if r.since.IsZero() || since.Before(r.since) {
				r.since = since
			}
			r.mu.Unlock()
			r.srv.sequence.pause()
		}
	}
}

// resync delivers what happened in that time and was not delivered yet.
func (q *sequencer) resync(ago time.Duration) error {
	if err := q.srv.loadApps(q.ctx); err != nil {
		return err
	}
	for id, a := range *q.srv.apps.Load() {
		if a.hub.size() == 0 {
			continue
		}
		var from int64
		err := q.srv.store.View(q.ctx, func(v store.Reader) error {
			from = max(1, v.At()-ago.Milliseconds())
			return nil
		})
		if err != nil {
			return err
		}
		gaps, err := q.findMissed(id, from)
		if err != nil {
			return err
		}
		for _, g := range gaps {
			select {
			case <-g.filled:
			case <-q.ctx.Done():
				return q.ctx.Err()
			}
		}
		if err := q.findPatched(a, from); err != nil {
			return err
		}
		if err := q.findBroadcasts(id, from); err != nil {
			return err
		}
	}
	return nil
}

// resyncPage is how many messages of an app are read at a time.
const resyncPage = 500

// findMissed has what is missing since then read, conversation by conversation.
func (q *sequencer) findMissed(app string, from int64) (gaps []*gap, err error) {
	latest := make(map[string]int64) // seq of each conversation
	at := store.Place{Timestamp: from}
	for more := true; more; {
		var page []*store.Message
		err := q.srv.store.View(q.ctx, func(v store.Reader) (err error) {
			page, err = v.AppMessages(app, store.Log{From: at, Limit: resyncPage})
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, m := range page {
			latest[m.Conversation] = max(latest[m.Conversation], m.Seq)
			at = store.Place{Timestamp: m.Timestamp, Conversation: m.Conversation, Seq: m.Seq + 1}
		}
		more = len(page) == resyncPage
	}
	for id, last := range latest {
		if g := q.look(conversationKey{app, id}, last); g != nil {
			gaps = append(gaps, g)
		}
	}
	return gaps, nil
}

// look has a conversation read, unless everything up to last has been delivered.
func (q *sequencer) look(key conversationKey, last int64) *gap {
	q.mu.Lock()
	delivered, known := q.last.get(key)
	if known && delivered >= last {
		q.mu.Unlock()
		return nil
	}
	g := q.gaps[key]
	if g == nil {
		g = q.openLocked(key)
	}
	g.upTo = max(g.upTo, last)
	q.mu.Unlock()
	q.fill(key, g)
	return g
}

// findPatched tells of edits since then that have not been told yet. Those who have
// logged in since find it in the history.
func (q *sequencer) findPatched(a *app, from int64) error {
	for more := true; more; {
		var events []bus.Event
		err := q.srv.store.View(q.ctx, func(v store.Reader) error {
			events, more = nil, false
			patched, err := v.AppPatches(a.ID, from, resyncPage)
			if err != nil {
				return err
			}
			for _, m := range patched {
				from = m.PatchedAt
				e, err := q.patched(v, a, m)
				if err != nil {
					return err
				}
				if len(e.To) > 0 || e.Room {
					events = append(events, e)
				}
			}
			more = len(patched) == resyncPage
			return nil
		})
		if err != nil {
			return err
		}
		for _, e := range events {
			q.tell(e)
		}
	}
	return nil
}

// patched is the event of an edit, for those who are on this node.
func (q *sequencer) patched(v store.Reader, a *app, m *store.Message) (bus.Event, error) {
	q.mu.Lock()
	_, told := q.told.get(toldKey{m.App, m.Conversation, m.PatchedAt})
	q.mu.Unlock()
	if told {
		return bus.Event{}, nil
	}
	c, err := v.Conversation(m.App, m.Conversation)
	if err != nil {
		if errors.Is(err, store.ErrNotFound) {
			err = nil // it has been deleted since
		}
		return bus.Event{}, err
	}
	joined, err := a.receivers(v, c)
	if err != nil {
		return bus.Event{}, err
	}
	to := slices.Collect(maps.Keys(joined))
	if m.Private {
		e, err := recoveredEvent(v, c, m, joined)
		if err != nil {
			return bus.Event{}, err
		}
		to = e.To
	}
	e := patchEvent(c, m, to)
	e.Recovered = true
	return e, nil
}

// findBroadcasts tells of broadcasts since then that have not been told yet.
func (q *sequencer) findBroadcasts(app string, from int64) error {
	var list []*store.Broadcast
	err := q.srv.store.View(q.ctx, func(v store.Reader) (err error) {
		list, err = v.Broadcasts(app, store.BroadcastQuery{After: from, At: v.At(), Limit: maxMissed})
		return err
	})
	if err != nil {
		return err
	}
	for _, b := range list {
		q.tell(outgoing{}.broadcastEvent(b))
	}
	return nil
}
