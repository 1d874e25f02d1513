package server

import (
	"context"

	"imclient/server/bus"
	"imclient/server/store"
)

// willMessage waits until its client drops out without having logged out. There
// is one for each session, the last one (docs/protocol.md, Messages).
type willMessage struct{ message *store.Message }

// keepWill acknowledges a will message at once and keeps it with the session.
func (r *request) keepWill(m *store.Message) error {
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
	r.session.mu.Lock()
	r.session.will = &willMessage{m}
	r.session.mu.Unlock()
	r.replyAck(m.ID, m.Timestamp)
	return nil
}

// sendWill passes the will message on to who is online. It is not kept.
func (s *Server) sendWill(from *session, will *willMessage) {
	r := &request{caller: from.caller(), conn: from.conn, session: from}
	var e bus.Event
	err := s.store.View(context.Background(), func(v store.Reader) error {
		c, to, err := r.target(v, will.message.Conversation)
		if err == nil {
			err = r.requireVoice(v, c)
		}
		if err == nil {
			message := *will.message
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
}
