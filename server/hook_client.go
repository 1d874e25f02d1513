package server

import (
	"context"
	"errors"

	"imclient/server/store"
)

// ClientOnline is a login.
type ClientOnline struct {
	App      string
	Client   string
	Tag      string
	SourceIP string
	// Reconnect says that the client came back by itself.
	Reconnect bool
}

// OfflineCause is how a session ended.
type OfflineCause int

// The ways in which a session ends, numbered as on the wire.
const (
	LoggedOut    OfflineCause = 1
	Disconnected OfflineCause = 2
	Displaced    OfflineCause = 3 // another device took the tag
	Kicked       OfflineCause = 4 // by the app
)

// ClientOffline is the end of a session.
type ClientOffline struct {
	App    string
	Client string
	Tag    string
	Cause  OfflineCause
	// Message says more; it may be empty.
	Message string
	// SourceIP is empty when the connection was lost.
	SourceIP string
	// Code is why the server closed the connection, when it did so because of the
	// client: READ_TIMEOUT, LOGIN_TIMEOUT, FRAME_TOO_LONG, UNPARSEABLE_RAW_MESSAGE
	// or INTERNAL_ERROR. 0 otherwise.
	Code Code
}

// ClientSign is a user who wants a login signature.
type ClientSign struct {
	App string
	// User is the user as a JSON object; of users who are kept elsewhere only
	// objectId and sessionToken.
	User map[string]any
}

// tellOnline is called with the session's lock held, so that the end of the
// session is told after it.
func (s *session) tellOnline() {
	hook := s.srv.options.Hooks.ClientOnline
	s.wasTold = true
	if hook == nil {
		return
	}
	about := ClientOnline{App: s.app.ID, Client: s.client, Tag: s.tag, SourceIP: s.conn.ip, Reconnect: s.again}
	s.srv.tell(s.app, hookClientOnline, s.client, func(ctx context.Context) error { return hook(ctx, about) })
}

// tellOffline tells of the end of a session of whose login was told.
func (s *session) tellOffline(cause OfflineCause, message string) {
	hook := s.srv.options.Hooks.ClientOffline
	if hook == nil {
		return
	}
	about := ClientOffline{App: s.app.ID, Client: s.client, Tag: s.tag, Cause: cause, Message: message, SourceIP: s.conn.ip}
	if cause == Disconnected {
		about.SourceIP = ""
		switch code, _ := s.conn.queue.closed(); code {
		case ReadTimeout, LoginTimeout, FrameTooLong, UnparseableRawMessage, InternalError:
			about.Code = code
		}
	}
	s.srv.tell(s.app, hookClientOffline, s.client, func(ctx context.Context) error { return hook(ctx, about) })
}

// askClientSign asks before a user is given a signature. The error is for the
// user's eyes.
func (s *Server) askClientSign(ctx context.Context, a *app, client, token string) error {
	hook := s.options.Hooks.ClientSign
	if hook == nil {
		return nil
	}
	about := ClientSign{App: a.ID, User: map[string]any{"objectId": client, "sessionToken": token}}
	if s.options.VerifyUser == nil && a.VerifyUserURL == "" {
		err := s.store.View(ctx, func(v store.Reader) error {
			u, err := v.UserByToken(a.ID, token)
			if err == nil {
				about.User, err = userRow(u, true)
			}
			return err
		})
		if err != nil {
			return ErrUnknownUser
		}
	}
	ctx, cancel := context.WithTimeout(ctx, s.options.Timeouts.Hook)
	defer cancel()
	d, err := ask(ctx, s, a, hookClientSign, hook, about, nil, SignatureFailed)
	if err == nil && d.Reject {
		if err = errors.New(d.Reason); d.Reason == "" {
			err = errors.New("refused by the app")
		}
	}
	return err
}
