package server

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"imclient/server/bus"
	"imclient/server/store"
)

// recovered is a message that was read from the store because its event is missing.
type recovered struct {
	event bus.Event
	m     *store.Message
}

// fillPage is how many messages of a conversation are read at a time.
const fillPage = 200

// fill delivers the messages of a conversation that come after what was delivered last,
// until nothing is missing before those that wait. It tries until the store can be read,
// or the server ends.
func (q *sequencer) fill(key conversationKey, g *gap) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.gaps[key] != g || g.filling || q.ctx.Err() != nil {
		return
	}
	g.filling = true
	last, known := q.last.get(key)
	seq, floor := last+1, q.floor
	if known {
		floor = 0
	}
	q.fills.Go(func() { q.read(key, g, seq, floor) })
}

// read reads from seq on, and nothing older than floor.
func (q *sequencer) read(key conversationKey, g *gap, seq, floor int64) {
	q.turns <- struct{}{}
	defer func() { <-q.turns }()
	for {
		upTo := q.missing(g)
		if floor > 0 {
			first, err := q.firstSince(key, upTo, floor)
			if err != nil {
				q.giveUp(key, g, err)
				if !q.pause() {
					return
				}
				continue
			}
			seq, floor = first, 0
		}
		q.srv.log.Warn("filling a gap", "app", key.app, "conversation", key.id, "from", seq, "to", upTo)
		list, end, err := q.missed(key, seq, upTo)
		if err == nil {
			err = q.srv.barrier(q.ctx)
		}
		if err != nil {
			q.giveUp(key, g, err)
			if !q.pause() {
				return
			}
			continue
		}
		if q.merge(key, g, list, end) {
			return
		}
		seq = end + 1
	}
}

// firstSince is the seq of the first message at that time or later, or one above upTo.
func (q *sequencer) firstSince(key conversationKey, upTo, at int64) (seq int64, err error) {
	seq = upTo + 1
	for more := true; more && seq > 1; {
		var page []*store.Message
		err := q.srv.store.View(q.ctx, func(v store.Reader) (err error) {
			page, err = v.Messages(key.app, key.id, store.Range{To: seq - 1, Descending: true, Limit: fillPage})
			return err
		})
		if err != nil {
			return 0, err
		}
		more = len(page) == fillPage
		for _, m := range page {
			if m.Timestamp < at {
				more = false
				continue
			}
			seq = min(seq, m.Seq)
		}
	}
	return seq, nil
}

// giveUp leaves a gap as it is for now: senders do not wait for it any longer.
func (q *sequencer) giveUp(key conversationKey, g *gap, err error) {
	q.srv.log.Error("gap not filled", "app", key.app, "conversation", key.id, "error", err)
	q.mu.Lock()
	defer q.mu.Unlock()
	g.acknowledge(math.MaxInt64)
}

// retryTime is between two tries to read what is missing.
const retryTime = time.Second

// pause says whether to try again.
func (q *sequencer) pause() bool {
	return q.srv.pauseFor(q.ctx, retryTime)
}

// missing is the seq up to which is read.
func (q *sequencer) missing(g *gap) int64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	upTo := g.upTo
	for seq := range g.behind {
		upTo = max(upTo, seq-1)
	}
	return upTo
}

// merge delivers what was read, which is all up to end, together with what has come
// meanwhile: an event says more than the store does. It says whether the gap is filled.
func (q *sequencer) merge(key conversationKey, g *gap, list []recovered, end int64) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	var live []int64
	for seq := range g.behind {
		if seq <= end {
			live = append(live, seq)
		}
	}
	for _, r := range list {
		if _, has := g.behind[r.m.Seq]; !has {
			r.event.Except = g.except[r.m.Seq]
			g.behind[r.m.Seq] = r.event
			live = append(live, r.m.Seq)
			q.srv.metrics.recovered.Add(1)
		}
	}
	slices.Sort(live)
	last, _ := q.last.get(key)
	for _, seq := range live {
		e := g.behind[seq]
		delete(g.behind, seq)
		if seq > last {
			g.acknowledge(seq)
			q.putLocked(key, e)
			last = seq
		}
	}
	if end > last {
		q.setLocked(key, end)
	}
	q.drainLocked(key, g)
	if len(g.behind) > 0 || g.upTo > 0 {
		return false
	}
	delete(q.gaps, key)
	close(g.filled)
	return true
}

// missed reads messages from seq to upTo, or the first of them; end is how far that
// is. Those that nobody on this node gets are left out.
func (q *sequencer) missed(key conversationKey, seq, upTo int64) (list []recovered, end int64, err error) {
	a := q.srv.app(key.app)
	if a == nil {
		return nil, upTo, nil
	}
	err = q.srv.store.View(q.ctx, func(v store.Reader) error {
		list, end = nil, upTo
		c, err := v.Conversation(key.app, key.id)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		joined, err := a.receivers(v, c)
		if err != nil || (len(joined) == 0 && hasMembers(c)) || (c.Kind == store.ChatRoom && len(a.hub.inRoom(c.ID)) == 0) {
			return err
		}
		messages, err := v.Messages(key.app, key.id, store.Range{From: seq, To: upTo, Limit: fillPage})
		if err != nil {
			return err
		}
		if len(messages) == fillPage {
			end = messages[fillPage-1].Seq
		}
		for _, m := range messages {
			e, err := recoveredEvent(v, c, m, joined)
			if err != nil {
				return err
			}
			list = append(list, recovered{e, m})
		}
		return nil
	})
	return list, end, err
}

// receivers are the members of a conversation who are online on this node, with the
// times when they joined.
func (a *app) receivers(v store.Reader, c *store.Conversation) (map[string]int64, error) {
	if c.Kind == store.ChatRoom {
		return nil, nil
	}
	members, err := v.Members(c.App, c.ID)
	if err != nil {
		return nil, err
	}
	joined := make(map[string]int64)
	for _, client := range a.hub.online(members) {
		membership, err := v.Membership(c.App, c.ID, client)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		joined[client] = membership.JoinedAt
	}
	return joined, nil
}

// recoveredEvent is the event of a message, so far as the store knows. Nobody gets
// what was sent before they came.
func recoveredEvent(v store.Reader, c *store.Conversation, m *store.Message, joined map[string]int64) (bus.Event, error) {
	var to []string
	if m.Private {
		audience, err := v.Audience(m.App, m.Conversation, m.Seq)
		if err != nil {
			return bus.Event{}, err
		}
		for _, client := range audience {
			if _, is := joined[client]; is || c.Kind == store.System {
				to = append(to, client)
			}
		}
	} else {
		for client, at := range joined {
			if at <= m.Timestamp {
				to = append(to, client)
			}
		}
	}
	e := eventOf(c, m, to)
	e.Recovered = true
	return e, nil
}

// barrier waits until everything that this node has committed so far has been handed to
// the bus.
func (s *Server) barrier(ctx context.Context) error {
	return s.updateAndWait(ctx, func(store.Tx) error { return nil }, func() {})
}
