package server

import (
	"context"

	"imclient/server/bus"
	"imclient/server/store"
)

// willMessage waits until its client drops out without having logged out. There
// is one for each client, the last one, with the session that set it
// (docs/protocol.md, Messages). Which of two that are set on different nodes is the last
// one their times say, so that one of them is left whichever node hears of the other first.
type willMessage struct {
	message *store.Message
	altered *Verdict // what a hook made of it
}

// keepWill acknowledges a will message at once and keeps it with the session.
func (r *request) keepWill(m *store.Message, altered *Verdict) error {
	err := r.srv.store.View(context.Background(), func(v store.Reader) error {
		c, _, err := r.target(v, m.Conversation)
		if err != nil {
			return err
		}
		m.Timestamp = v.At()
		return r.requireVoice(v, c)
	})
	if err != nil {
		return err
	}
	s := r.session
	s.app.hub.wills.Lock() // on one node the last one that is set is the last one that drops others
	s.setWill(&willMessage{m, altered})
	r.srv.publish(bus.Event{App: s.app.ID, To: []string{s.client}, Except: s.id,
		Order: &bus.Order{Kind: bus.DropWill, Node: r.srv.node, At: m.Timestamp}})
	s.app.hub.wills.Unlock()
	r.replyAck(m.ID, m.Timestamp)
	return nil
}

func (s *session) setWill(will *willMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.will = will
}

// dropWill forgets the will of s for that of another session of the client, unless it was
// set on another node and is the older one. Nodes that know no times say 0.
func (s *session) dropWill(other uint64, o *bus.Order) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.will == nil {
		return
	}
	at := s.will.message.Timestamp
	if o.Node == s.srv.node || o.At == 0 || at < o.At || (at == o.At && s.id < other) {
		s.will = nil
	}
}

// sendWill passes the will message on to who is online. It is not kept.
func (s *Server) sendWill(from *session, will *willMessage) {
	r := &request{caller: from.caller(), conn: from.conn, session: from}
	var e bus.Event
	var c *store.Conversation
	var to []string
	message := *will.message
	err := s.store.View(context.Background(), func(v store.Reader) (err error) {
		if c, to, err = r.target(v, message.Conversation); err == nil {
			err = r.requireVoice(v, c)
		}
		if err == nil {
			if hasMembers(c) {
				to, _ = will.altered.receivers(message.From, to)
			}
			message.Timestamp = max(v.At(), c.LastTimestamp)
			e = r.transientEvent(c, &message, to)
		}
		return err
	})
	if err != nil {
		s.log.Info("will message not sent", "client", from.client, "cause", err)
		return
	}
	s.publish(e)
	s.messageSent(c.Kind, &message, to, sending{transient: true, sourceIP: from.conn.ip, fromUser: true})
}
