package server

import (
	"imclient/core/wire"
	"imclient/server/store"
)

// maxOnlineQuery is how many clients session/query may ask for.
const maxOnlineQuery = 20

// sessionClose logs the client out; the connection stays. The session's token is
// worthless once the answer is out, and its tag is free.
func (r *request) sessionClose() error {
	s := r.session
	s.leave(LoggedOut, "")
	closed := newPush(wire.CommandSession, wire.OpClosed)
	closed.SetSessionMessage(new(wire.SessionCommand))
	return r.later(func(tx store.Tx) error {
		err := s.ifHolder(tx, func(store.TagHolder) error { return tx.FreeTag(s.app.ID, s.client, s.tag) })
		if err != nil {
			return err
		}
		return tx.RevokeToken(s.app.ID, s.client, s.login, tx.Now()+r.srv.options.Timeouts.SessionToken.Milliseconds())
	}, func() { r.reply(closed) })
}

// sessionRefresh exchanges a session token for a fresh one. The session is open,
// so that it may have expired: some SDKs ask only then. Such a token does not stand
// for a signature any more.
func (r *request) sessionRefresh() error {
	isGood := false
	if st := r.cmd.GetSessionMessage().GetSt(); st != "" {
		t, err := r.srv.verifyToken(st)
		if err != nil {
			return err
		}
		if t.App != r.session.app.ID || t.Client != r.session.client {
			return refusef(SessionTokenExpired, "session token of another client")
		}
		isGood = r.srv.isFresh(t)
	}
	if !isGood {
		if err := r.requireLoginSignature(r.session.app, r.session.client); err != nil {
			return err
		}
	}
	refreshed := newPush(wire.CommandSession, wire.OpRefreshed)
	refreshed.SetSessionMessage(r.session.tokenCommand())
	r.reply(refreshed)
	return nil
}

// sessionQuery answers which of the given clients are online.
func (r *request) sessionQuery() error {
	ids := r.cmd.GetSessionMessage().GetSessionPeerIds()
	if len(ids) > maxOnlineQuery {
		ids = ids[:maxOnlineQuery]
	}
	m := new(wire.SessionCommand)
	m.SetOnlineSessionPeerIds(r.srv.online(r.session.app, ids))
	result := newPush(wire.CommandSession, wire.OpQueryResult)
	result.SetSessionMessage(m)
	r.reply(result)
	return nil
}
