package server

import (
	"context"
	"slices"

	"imclient/core/wire"
	"imclient/server/store"
)

// welcome answers session/open and brings the client up to date. The session is
// in the hub already: what is committed after the snapshot waits in it.
func (r *request) welcome(s *session) error {
	at, missed, err := r.missedBy(s)
	if err != nil {
		return err
	}
	opened := newPush(wire.CommandSession, wire.OpOpened)
	if r.cmd.HasI() {
		opened.SetI(r.cmd.GetI())
	}
	opened.SetPeerId(s.client)
	opened.SetServerTs(at)
	opened.SetSessionMessage(s.tokenCommand())
	first := append([]*wire.GenericCommand{opened}, missed.pushes...)
	for _, push := range first[1:] {
		push.SetPeerId(s.client)
	}
	s.toldUpTo(at, missed.ahead)
	s.noteLogin(missed.broadcasts)
	r.conn.logger().Debug("session opened", "app", s.app.ID, "client", s.client)
	if !s.goLive(first, missed.patched) {
		return refuse(SessionConflict) // another device has logged in meanwhile
	}
	return nil
}

// allPatches leaves none out: a client asks next time from the latest it was told
// of, and that may be a later one.
func allPatches(v store.Reader, s *session, after int64, page int) ([]*store.Message, error) {
	var all []*store.Message
	for {
		patches, err := v.Patches(s.app.ID, s.client, after, page)
		all = append(all, patches...)
		if err != nil || len(patches) < page {
			return all, err
		}
		after = patches[len(patches)-1].PatchedAt
	}
}

func (s *session) tokenCommand() *wire.SessionCommand {
	m := new(wire.SessionCommand)
	token, ttl := s.newToken()
	m.SetSt(token)
	m.SetStTtl(ttl)
	return m
}

// missed is what a client is told of right after its login.
type missed struct {
	pushes  []*wire.GenericCommand
	ahead   map[string]int64 // see session
	patched int64            // likewise

	broadcasts missedBroadcasts
}

// missedBy reads one snapshot, of the time at.
func (r *request) missedBy(s *session) (at int64, m missed, err error) {
	limits, since := r.srv.options.Limits, r.cmd.GetSessionMessage().GetLastUnreadNotifTime()
	if !s.has(capUnread) {
		since = 0 // what was not acknowledged comes again, however old it is
	}
	var patches []*store.Message
	err = r.srv.store.View(context.Background(), func(v store.Reader) error {
		at = v.At()
		unread, err := v.Unread(s.app.ID, s.client, since, limits.UnreadConversations, limits.UnreadCount)
		if err != nil {
			return err
		}
		unread = slices.DeleteFunc(unread, func(u store.Unread) bool {
			return u.Kind == store.Temporary && !s.has(configTemporary)
		})
		if m.ahead, err = v.Ahead(s.app.ID, s.client); err != nil {
			return err
		}
		switch {
		case !s.has(capUnread):
			m.pushes, err = offlineMessages(v, s, unread)
		case len(unread) > 0:
			m.pushes = append(m.pushes, unreadPush(unread, at))
		}
		if err != nil {
			return err
		}
		if m.broadcasts, err = s.broadcastsMissed(v); err != nil {
			return err
		}
		if after := r.cmd.GetSessionMessage().GetLastPatchTime(); after > 0 && s.has(configPatch) {
			patches, err = allPatches(v, s, after, limits.History)
		}
		return err
	})
	for page := range slices.Chunk(patches, limits.History) {
		m.patched = page[len(page)-1].PatchedAt
		m.pushes = append(m.pushes, patchPush(page))
	}
	m.pushes = append(m.pushes, m.broadcasts.pushes()...)
	return at, m, err
}
