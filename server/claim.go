package server

import (
	"context"
	"errors"

	"imclient/server/bus"
	"imclient/server/store"
)

// hasTag says whether the client asked to be on one device at a time.
func (s *session) hasTag() bool { return s.tag != "" && s.tag != "default" }

// claim takes the tag of a session for its device, unless it only comes back after a
// lost connection (again) and the tag is another device's by now: who logs in wins, and
// keeps the tag when its own connection is lost (docs/protocol.md, Session). The store
// decides, so that the claim outlives the process and holds on all nodes; the sessions
// that lose the tag end in the order of the claims. old is the session that the client
// opens again on its connection, nil for none. claim blocks.
//
// The session is in the hub already: a claim that comes after its own finds it there.
func (r *request) claim(s, old *session, again bool) error {
	if !s.hasTag() {
		return nil
	}
	var at int64
	return r.srv.updateAndWait(context.Background(), func(tx store.Tx) error {
		holder, err := tx.TagHolder(s.app.ID, s.client, s.tag)
		switch {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			return err
		case again && holder.Device != s.device:
			return refuse(SessionConflict)
		case holder.Login != s.login:
			// The loser does not come back by itself.
			until := tx.Now() + r.srv.options.Timeouts.SessionToken.Milliseconds()
			if err := tx.RevokeToken(s.app.ID, s.client, holder.Login, until); err != nil {
				return err
			}
		}
		at = tx.Tick()
		return tx.HoldTag(s.app.ID, s.client, s.tag, store.TagHolder{Device: s.device, Login: s.login})
	}, func() {
		if old != nil {
			old.leave(LoggedOut, "opened again")
		}
		if !s.tookTag(at) {
			s.displace()
		}
		r.srv.publish(bus.Event{App: s.app.ID, To: []string{s.client}, Except: s.id,
			Order: &bus.Order{Kind: bus.EndTagged, Node: r.srv.node, Tag: s.tag, At: at}})
	})
}

// tookTag notes when the session took its tag, and says whether nobody has since.
func (s *session) tookTag(at int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.claimedAt = at
	return s.lostAt < at
}

// lostTag notes that another session took the tag at that time, and says whether this
// one loses it. One whose own claim is not known yet is told by tookTag.
func (s *session) lostTag(at int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lostAt = max(s.lostAt, at)
	return s.claimedAt > 0 && s.claimedAt < at
}

// displace ends a session whose tag is another one's.
func (s *session) displace() {
	s.conn.logger().Info("session closed", "app", s.app.ID, "client", s.client, "code", int(SessionConflict), "reason", SessionConflict.String())
	s.closeWith(SessionConflict, SessionConflict.String())
}

// ifHolder runs fn if the login of s has its tag.
func (s *session) ifHolder(tx store.Tx, fn func(store.TagHolder) error) error {
	if !s.hasTag() {
		return nil
	}
	holder, err := tx.TagHolder(s.app.ID, s.client, s.tag)
	if errors.Is(err, store.ErrNotFound) || err == nil && holder.Login != s.login {
		return nil
	}
	if err != nil {
		return err
	}
	return fn(holder)
}

// explain says, of a token that is worth nothing, that its tag is another device's
// by now, if so. t is empty unless the token was genuine.
func (s *Server) explain(err error, t sessionToken) error {
	if t.Tag == "" {
		return err
	}
	displaced := false
	viewErr := s.store.View(context.Background(), func(v store.Reader) error {
		holder, err := v.TagHolder(t.App, t.Client, t.Tag)
		displaced = err == nil && holder.Device != t.Device
		return nil
	})
	if viewErr == nil && displaced {
		return refuse(SessionConflict)
	}
	return err
}
