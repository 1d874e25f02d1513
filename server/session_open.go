package server

import "unicode/utf8"

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
	if !r.requireOrigin(a) {
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
	a.hub.add(s)
	if err := r.claim(s, old, r.cmd.GetSessionMessage().GetR()); err != nil {
		s.leave(LoggedOut, "")
		return err
	}
	if old != nil {
		old.leave(LoggedOut, "opened again")
	}
	s.comeBack(r.cmd.GetSessionMessage().GetR())
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
		login:  newMessageID(),
		since:  r.srv.clock.Now(),
		device: m.GetDeviceId(),
		again:  m.GetR(),
		config: capabilities(m.GetConfigBitmap(), r.conn.protocol),
	}
	if s.device == "" {
		s.device, s.tokenDevice = m.GetDeviceToken(), true
	}
	if m.GetR() && m.GetSt() != "" {
		t, err := r.srv.readToken(m.GetSt())
		if err != nil {
			return nil, r.srv.explain(err, t)
		}
		if t.App != a.ID || (s.client != "" && s.client != t.Client) {
			return nil, refusef(SessionTokenExpired, "session token of another client")
		}
		// What the client says of itself is newer than what the token does: native
		// SDKs send their tag and device again, and a device token changes.
		s.client, s.tag, s.device = t.Client, or(s.tag, t.Tag), or(s.device, t.Device)
		s.login = or(t.ID, s.login)
		return s, s.checkDevice()
	}
	if !isClientID(s.client) {
		return nil, refusef(InvalidLogin, "a client id is a text of at most %d characters", maxClientID)
	}
	if err := s.checkDevice(); err != nil {
		return nil, err
	}
	if err := r.requireLoginSignature(a, s.client); err != nil {
		return nil, err
	}
	if s.client == "" {
		s.client = newClientID()
	}
	return s, nil
}

func (s *session) checkDevice() error {
	if isShort(s.tag, maxDevice) && isShort(s.device, maxDevice) {
		return nil
	}
	return refusef(InvalidLogin, "tag and device id are texts of at most %d characters", maxDevice)
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
