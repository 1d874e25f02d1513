package server

import (
	"context"
	"errors"
	"time"

	"imclient/core/wire"
	"imclient/server/bus"
	"imclient/server/store"
)

// A broadcast goes to every user of an app: to who is online at once, to the others
// at their next login, until it expires (docs/protocol.md, Broadcasts). It is no
// part of the history, and is told again until the client has confirmed it.

// broadcastLife is how long a broadcast lives, at most and if nothing is said.
const broadcastLife = 30 * 24 * time.Hour

// maxMissed bounds the broadcasts that one login tells of; the next one goes on.
const maxMissed = 100

// broadcast sends a message of a service conversation to everybody. expiresAt is in
// milliseconds since 1970, 0 for the longest life. It blocks until the broadcast is
// on disk, unless it is transient.
func (s *Server) broadcast(ctx context.Context, a *app, o outgoing, expiresAt int64) (id string, timestamp int64, err error) {
	if err := s.checkOutgoing(o); err != nil {
		return "", 0, err
	}
	b := store.Broadcast{App: a.ID, Conversation: o.conversation, ID: newMessageID(), From: o.from, Data: o.data}
	err = s.updateAndWait(ctx, func(tx store.Tx) error {
		latest := tx.Now() + broadcastLife.Milliseconds()
		b.ExpiresAt = latest
		if expiresAt != 0 {
			b.ExpiresAt = min(expiresAt, latest)
		}
		if b.ExpiresAt <= tx.Now() {
			return refusef(ConversationAPIFailed, "valid_till is over")
		}
		if _, err := loadFor(tx, a, o.conversation, acceptSystem); err != nil {
			return err
		}
		if o.transient {
			b.Timestamp = tx.Tick()
			return nil
		}
		return tx.AddBroadcast(&b)
	}, func() { s.publish(o.broadcastEvent(&b)) })
	if err != nil {
		return "", 0, err
	}
	return b.ID, b.Timestamp, nil
}

func (o outgoing) broadcastEvent(b *store.Broadcast) bus.Event {
	push := directPush(broadcastMessage(b), store.System)
	e := bus.Event{App: b.App, Conversation: b.Conversation, BroadcastAt: b.Timestamp}
	if o.transient {
		push.GetDirectMessage().SetTransient(true)
		e.Priority = int(o.priority)
	}
	e.Frame = encode(push)
	return e
}

// broadcastMessage is a broadcast as the message that its receivers see.
func broadcastMessage(b *store.Broadcast) *store.Message {
	return &store.Message{App: b.App, Conversation: b.Conversation, ID: b.ID, Timestamp: b.Timestamp, From: b.From, Data: b.Data}
}

// missedBroadcasts is what a login tells of broadcasts.
type missedBroadcasts struct {
	list []*store.Broadcast
	// see says that the login is to be noted, and receivedAt up to where a new
	// client counts as told.
	see        bool
	receivedAt int64
}

// broadcastsMissed finds what the client has not confirmed. Of what was sent before
// its first login it is told the latest only.
func (s *session) broadcastsMissed(v store.Reader) (m missedBroadcasts, err error) {
	client, err := v.Client(s.app.ID, s.client)
	if errors.Is(err, store.ErrNotFound) {
		m.see, m.receivedAt = true, v.At()
		m.list, err = v.Broadcasts(s.app.ID, store.BroadcastQuery{At: v.At(), Newest: true, Limit: 1})
		if len(m.list) > 0 {
			m.receivedAt = m.list[0].Timestamp - 1
		}
		return m, err
	}
	if err != nil {
		return m, err
	}
	m.see = midnight(time.UnixMilli(client.SeenAt)).Before(midnight(s.srv.clock.Now()))
	m.list, err = v.Broadcasts(s.app.ID, store.BroadcastQuery{After: client.BroadcastAt, At: v.At(), Limit: maxMissed})
	return m, err
}

// pushes tells of the broadcasts.
func (m missedBroadcasts) pushes() (list []*wire.GenericCommand) {
	for _, b := range m.list {
		push := directPush(broadcastMessage(b), store.System)
		push.GetDirectMessage().SetOffline(true)
		list = append(list, push)
	}
	return list
}

// midnight is when a day began, in UTC.
func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// noteLogin keeps the day on which a client was seen last. Once a day is enough.
func (s *session) noteLogin(m missedBroadcasts) {
	if !m.see {
		return
	}
	s.srv.store.Update(func(tx store.Tx) error { return tx.SeeClient(s.app.ID, s.client, m.receivedAt) }, func(err error) {
		if err != nil {
			s.srv.log.Error("login not noted", "app", s.app.ID, "client", s.client, "error", err)
		}
	})
}

// receiveBroadcasts notes the broadcasts that an ack covers. It says whether the ack
// names one, and no message.
func (r *request) receiveBroadcasts(tx store.Tx, c *store.Conversation, m *wire.AckCommand) (named bool, err error) {
	if c.Kind != store.System {
		return false, nil
	}
	upTo := m.GetTots()
	ids := m.GetIds()
	if m.GetMid() != "" {
		ids = []string{m.GetMid()}
	}
	for _, id := range ids[max(0, len(ids)-maxReceipts):] {
		b, err := tx.Broadcast(c.App, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return false, err
		}
		named, upTo = true, max(upTo, b.Timestamp)
	}
	if upTo == 0 {
		return named, nil
	}
	return named, tx.ReceiveBroadcasts(c.App, c.ID, r.session.client, upTo)
}
