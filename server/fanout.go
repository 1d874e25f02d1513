package server

import (
	"math"

	"imclient/server/bus"
)

// publish hands what has been committed to all nodes. It is called in the
// store's callbacks, so events are published in the order of the commits.
func (s *Server) publish(e bus.Event) {
	if err := s.bus.Publish(e); err != nil {
		s.log.Error("publish failed", "app", e.App, "conversation", e.Conversation, "error", err)
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
	p := push{frame: e.Frame, conversation: e.Conversation, seq: e.Seq, timestamp: e.Timestamp, patchedAt: e.PatchedAt, broadcastAt: e.BroadcastAt}
	p.priority, p.recovered = priority(e.Priority), e.Recovered
	if e.BroadcastAt > 0 {
		for _, to := range a.hub.everybody() {
			pushed += to.pushEvent(e, p)
		}
		return
	}
	if e.Room {
		since := int64(math.MaxInt64)
		if e.Recovered {
			since = max(e.Timestamp, e.PatchedAt)
		}
		for _, to := range a.hub.inRoomSince(e.Conversation, since) {
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
