package server

import (
	"context"
	"sync"

	"imclient/server/bus"
	"imclient/server/store"
)

// publish hands what has been committed to all nodes. It is called in the
// store's callbacks, so events are published in the order of the commits.
func (s *Server) publish(e bus.Event) {
	if err := s.bus.Publish(e); err != nil {
		s.log.Error("publish failed", "app", e.App, "conversation", e.Conversation, "error", err)
	}
}

// sequencer delivers the messages of a conversation in the order of their seq,
// each once. What is missing is read from the store.
type sequencer struct {
	srv *Server

	mu   sync.Mutex
	last map[conversationKey]int64 // seq delivered last
}

type conversationKey struct{ app, id string }

// maxSequences bounds the memory of the sequencer. A conversation that is
// forgotten starts again with the next event, as after a restart.
const maxSequences = 1 << 17

func newSequencer(s *Server) *sequencer {
	return &sequencer{srv: s, last: make(map[conversationKey]int64)}
}

// deliver takes an event from the bus.
func (q *sequencer) deliver(e bus.Event) {
	if e.AppsChangedBy != "" {
		q.srv.appsChanged(e.AppsChangedBy)
		return
	}
	if e.Seq == 0 {
		q.srv.deliver(e)
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	key := conversationKey{e.App, e.Conversation}
	last, known := q.last[key]
	if known && e.Seq <= last {
		return
	}
	if known && e.Seq > last+1 {
		q.fill(e, last+1)
	}
	if !known && len(q.last) >= maxSequences {
		clear(q.last)
	}
	q.last[key] = e.Seq
	q.srv.metrics.messages.Add(1)
	if a := q.srv.app(e.App); a != nil {
		a.hub.messages.Add(1)
	}
	q.srv.deliver(e)
}

// fill delivers the messages from seq to the one before e, to those to whom e
// goes.
func (q *sequencer) fill(e bus.Event, seq int64) {
	q.srv.log.Warn("filling a gap", "app", e.App, "conversation", e.Conversation, "from", seq, "to", e.Seq-1)
	var missed []*store.Message
	var kind store.Kind
	err := q.srv.store.View(context.Background(), func(v store.Reader) error {
		c, err := v.Conversation(e.App, e.Conversation)
		if err != nil {
			return err
		}
		kind = c.Kind
		missed, err = v.Messages(e.App, e.Conversation, store.Range{From: seq, To: e.Seq - 1, Limit: int(e.Seq - seq)})
		return err
	})
	if err != nil {
		q.srv.log.Error("gap not filled", "app", e.App, "conversation", e.Conversation, "error", err)
		return
	}
	for _, m := range missed {
		to := e.To
		if kind == store.System {
			if to, err = q.srv.serviceReceivers(m); err != nil {
				q.srv.log.Error("gap not filled", "app", e.App, "conversation", e.Conversation, "error", err)
				return
			}
		}
		q.srv.deliver(bus.Event{App: e.App, Conversation: e.Conversation, Seq: m.Seq, To: to, Room: e.Room,
			ExceptClient: e.ExceptClient, Config: e.Config, Frame: encode(directPush(m, kind))})
	}
}

// deliver puts an event into the queues of the sessions on this node.
func (s *Server) deliver(e bus.Event) {
	a := s.app(e.App)
	if a == nil {
		return
	}
	pushed := 0
	defer func() { s.metrics.delivered(e, pushed) }()
	p := push{frame: e.Frame, conversation: e.Conversation, seq: e.Seq, patchedAt: e.PatchedAt, broadcastAt: e.BroadcastAt}
	p.priority = priority(e.Priority)
	if e.BroadcastAt > 0 {
		for _, to := range a.hub.everybody() {
			pushed += to.pushEvent(e, p)
		}
		return
	}
	if e.Room {
		for _, to := range a.hub.inRoom(e.Conversation) {
			pushed += to.pushEvent(e, p)
		}
		return
	}
	for _, client := range e.To {
		for _, to := range a.hub.sessions(client) {
			pushed += to.pushEvent(e, p)
		}
	}
}

// pushEvent returns how many sessions are told: this one, or none.
func (s *session) pushEvent(e bus.Event, p push) int {
	if s.id == e.Except || s.client == e.ExceptClient || !s.has(e.Config) {
		return 0
	}
	if e.Seq == 0 && !s.has(configNotices) {
		p.frame = plainNotice(p.frame)
	}
	s.push(p)
	return 1
}
