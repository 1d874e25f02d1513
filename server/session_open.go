package server

import (
	"context"
	"slices"
	"unicode/utf8"

	"imclient/core/wire"
	"imclient/server/store"
)

// maxClientID is the longest client id, in characters.
const maxClientID = 64

// isClientID says whether id is a text that is short enough. It looks at no more
// of a long one than it must.
func isClientID(id string) bool {
	return isShort(id, maxClientID)
}

func isShort(text string, characters int) bool {
	return len(text) <= characters*utf8.UTFMax && utf8.ValidString(text) && utf8.RuneCountInString(text) <= characters
}

// maxDevice is the longest tag or device id, in characters. Device tokens are among
// those.
const maxDevice = 256

// sessionOpen logs a client in (docs/protocol.md, Session).
func (r *request) sessionOpen() error {
	r.session = nil // the command is not from a session that is open already
	a := r.srv.app(r.cmd.GetAppId())
	if a == nil {
		r.fail(refusef(AppNotAvailable, "no app %q", r.cmd.GetAppId()))
		r.conn.finish(AppNotAvailable, AppNotAvailable.String())
		return nil
	}
	s, err := r.newSession(a)
	if err != nil {
		return err
	}
	if !r.conn.bind(a) {
		return refusef(InvalidLogin, "a connection serves the clients of one app")
	}
	old := r.conn.session(s.client)
	if old == nil && r.conn.isFull() {
		return refusef(InvalidLogin, "a connection serves at most %d clients", maxSessions)
	}
	if !r.conn.addSession(s) {
		return nil // the connection has ended; nobody is there to be answered
	}
	losers, won := a.hub.claim(s, r.cmd.GetSessionMessage().GetR())
	if !won {
		r.conn.removeSession(s)
		return refuse(SessionConflict)
	}
	for _, loser := range losers {
		r.conn.log.Info("session closed", "app", a.ID, "client", s.client, "code", int(SessionConflict), "reason", SessionConflict.String())
		loser.closeWith(SessionConflict, SessionConflict.String())
	}
	if old != nil {
		old.leave(LoggedOut, "opened again")
	}
	a.hub.comeBack(s, r.cmd.GetSessionMessage().GetR(), r.srv.clock.Now())
	if err := r.welcome(s); err != nil {
		s.leave(LoggedOut, "")
		return err
	}
	return nil
}

// newSession checks the login and returns a session that nobody knows yet.
func (r *request) newSession(a *app) (*session, error) {
	m := r.cmd.GetSessionMessage()
	s := &session{
		srv:    r.srv,
		app:    a,
		conn:   r.conn,
		id:     r.srv.sessionIDs.Add(1),
		client: r.cmd.GetPeerId(),
		tag:    m.GetTag(),
		device: m.GetDeviceId(),
		config: m.GetConfigBitmap(),
		again:  m.GetR(),
	}
	if s.device == "" {
		s.device = m.GetDeviceToken()
	}
	if m.GetR() && m.GetSt() != "" {
		t, err := r.srv.readToken(m.GetSt())
		if err != nil {
			return nil, err
		}
		if t.App != a.ID || (s.client != "" && s.client != t.Client) {
			return nil, refusef(SessionTokenExpired, "session token of another client")
		}
		s.client, s.tag, s.device = t.Client, t.Tag, t.Device
		return s, nil
	}
	if !isClientID(s.client) {
		return nil, refusef(InvalidLogin, "a client id is a text of at most %d characters", maxClientID)
	}
	if !isShort(s.tag, maxDevice) || !isShort(s.device, maxDevice) {
		return nil, refusef(InvalidLogin, "tag and device id are texts of at most %d characters", maxDevice)
	}
	if err := r.requireLoginSignature(a, s.client); err != nil {
		return nil, err
	}
	if s.client == "" {
		s.client = newClientID()
	}
	return s, nil
}

// bind makes the connection one of the app's clients; the first one decides.
func (c *conn) bind(a *app) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.app == nil {
		c.app = a
	}
	return c.app.ID == a.ID
}

// welcome answers session/open and brings the client up to date. The session is
// in the hub already: what is committed after the snapshot waits in it.
func (r *request) welcome(s *session) error {
	m := r.cmd.GetSessionMessage()
	limits := r.srv.options.Limits
	var at int64
	var unread []store.Unread
	var patches []*store.Message
	err := r.srv.store.View(context.Background(), func(v store.Reader) (err error) {
		at = v.At()
		if unread, err = v.Unread(s.app.ID, s.client, m.GetLastUnreadNotifTime(), limits.UnreadConversations, limits.UnreadCount); err != nil {
			return err
		}
		if m.GetLastPatchTime() > 0 && s.config&configPatch != 0 {
			patches, err = allPatches(v, s, m.GetLastPatchTime(), limits.History)
		}
		return err
	})
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
	first := []*wire.GenericCommand{opened}
	counted := make(map[string]int64, len(unread))
	if len(unread) > 0 {
		push := unreadPush(unread, at)
		push.SetPeerId(s.client)
		first = append(first, push)
		for _, u := range unread {
			counted[u.Conversation] = u.LastSeq
		}
	}
	var patched int64
	for page := range slices.Chunk(patches, limits.History) {
		patched = page[len(page)-1].PatchedAt
		push := patchPush(page)
		push.SetPeerId(s.client)
		first = append(first, push)
	}
	r.conn.log.Debug("session opened", "app", s.app.ID, "client", s.client)
	if !s.goLive(first, counted, patched) {
		return refuse(SessionConflict) // another device has logged in meanwhile
	}
	if len(counted) > 0 {
		// Callbacks come in the order of the commits: this one comes after those of
		// all that the snapshot saw.
		r.srv.store.Update(func(store.Tx) error { return nil }, func(error) { s.forgetCounted() })
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
