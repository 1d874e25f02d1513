package core

import "imclient/core/wire"

// sessionToken re-opens a session without a signature and authorises REST
// requests (section Session of docs/protocol.md). It is renewed before it
// expires.
type sessionToken struct {
	value   string
	expires int64   // ms; 0: the server did not say
	timer   TimerID // until it is renewed
	waiting []tokenWait
	renews  bool
}

// tokenWait is one who waits for a valid token.
type tokenWait struct {
	call CallID
	done func(string, error)
}

func (t *sessionToken) valid(now int64) bool {
	return t.value != "" && (t.expires == 0 || now < t.expires)
}

// set takes a new token, which is good for ttl seconds.
func (t *sessionToken) set(cl *Client, value string, ttl int32) {
	t.forget(cl)
	t.value = string([]byte(value))
	if ttl <= 0 {
		return
	}
	life := seconds(ttl)
	t.expires = cl.rt.now() + life.Milliseconds()
	t.timer = cl.rt.timers.after(life-min(tokenMargin, life/2), func() { t.renew(cl) })
}

func (t *sessionToken) forget(cl *Client) {
	cl.rt.timers.stop(&t.timer)
	t.value, t.expires = "", 0
}

// get calls back with a valid token, renewed when it must be.
func (t *sessionToken) get(cl *Client, done func(string, error)) {
	if t.valid(cl.rt.now()) {
		done(t.value, nil)
		return
	}
	t.waiting = append(t.waiting, tokenWait{cl.rt.call, done})
	before := cl.rt.enter(0) // others may come to wait for the same token
	t.renew(cl)
	cl.rt.leave(before)
}

// renew asks for a new token. While the session is not open it does nothing:
// opening it brings one.
func (t *sessionToken) renew(cl *Client) {
	switch {
	case t.renews:
		return
	case cl.state != clientOpen:
		t.fail(ErrNotConnected)
		return
	}
	t.renews = true
	cl.sign(SignatureRequest{Kind: SignLogin, ClientID: cl.id}, func(s *Signature, err error) {
		if err != nil {
			t.renewed(cl, nil, err)
			return
		}
		cmd := cl.command(wire.CommandSession, wire.OpRefresh)
		session := new(wire.SessionCommand)
		session.SetUa(cl.rt.options.UserAgent)
		if t.value != "" {
			session.SetSt(t.value)
		}
		if s != nil {
			setSignature(session, s)
		}
		cmd.SetSessionMessage(session)
		cl.request(cmd, func(reply *wire.GenericCommand, err error) {
			t.renewed(cl, reply.GetSessionMessage(), err)
		})
	})
}

func (t *sessionToken) renewed(cl *Client, session *wire.SessionCommand, err error) {
	t.renews = false
	if err == nil && session.GetSt() == "" {
		err = ErrMalformed
	}
	if err != nil {
		// Not fatal: the next re-open signs anew when the old token is refused.
		cl.rt.warn("the session token of [" + cl.id + "] could not be renewed: " + err.Error())
		t.fail(err)
		return
	}
	t.set(cl, session.GetSt(), session.GetStTtl())
	waiting := t.waiting
	t.waiting = nil
	for _, w := range waiting {
		before := cl.rt.enter(w.call)
		w.done(t.value, nil)
		cl.rt.leave(before)
	}
}

// fail calls back who waits for a token.
func (t *sessionToken) fail(err error) {
	waiting := t.waiting
	t.waiting = nil
	for _, w := range waiting {
		w.done("", err)
	}
}
