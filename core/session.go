package core

import (
	"cmp"
	"time"

	"imclient/core/wire"
)

// configBitmap tells the server what this client understands: patches,
// temporary conversations, acks for transient messages, kept notifications,
// partly failed member operations and that peerId may be left out (section
// Session of docs/protocol.md).
const configBitmap = 0xBB

// open opens the client's session for the first time.
func (cl *Client) open() { cl.login(false) }

// reopen opens the session again over a new connection: with the session token
// while there is a valid one, else with a new signature. Neither drives out
// another device.
func (cl *Client) reopen() {
	cl.moveTo(clientReopening)
	cl.login(cl.token.valid(cl.rt.now()))
}

func (cl *Client) login(withToken bool) {
	cmd := cl.command(wire.CommandSession, wire.OpOpen)
	cmd.SetAppId(cl.rt.options.AppID)
	session := new(wire.SessionCommand)
	session.SetUa(cl.rt.options.UserAgent)
	session.SetR(cl.state == clientReopening || cl.options.Reconnect)
	if cl.unreadNotified != 0 {
		session.SetLastUnreadNotifTime(cl.unreadNotified)
	}
	session.SetLastPatchTime(cl.patched)
	session.SetConfigBitmap(configBitmap)
	cmd.SetSessionMessage(session)

	epoch := cl.epoch
	send := func() {
		cl.asked = true
		cl.rt.conn.commands.request(cl, cmd, func(reply *wire.GenericCommand, err error) {
			if cl.epoch != epoch {
				return
			}
			cl.loginAnswered(withToken, reply, err)
		})
	}
	if withToken {
		session.SetSt(cl.token.value)
		send()
		return
	}
	session.SetDeviceId(cl.rt.options.DeviceID)
	if cl.options.Tag != "" {
		session.SetTag(cl.options.Tag)
	}
	cl.sign(SignatureRequest{Kind: SignLogin, ClientID: cl.id}, func(s *Signature, err error) {
		switch {
		case cl.epoch != epoch:
		case err != nil:
			cl.loginFailed(err)
		default:
			if s != nil {
				setSignature(session, s)
			}
			send()
		}
	})
}

// loginAnswered handles the answer to session/open.
func (cl *Client) loginAnswered(withToken bool, reply *wire.GenericCommand, err error) {
	session := reply.GetSessionMessage()
	if err == nil {
		switch {
		case reply.GetCmd() != wire.CommandSession:
			err = ErrMalformed
		case session.GetCode() != 0:
			err = sessionError(session)
		case reply.GetOp() != wire.OpOpened, reply.GetPeerId() == "" && cl.id == "":
			err = ErrMalformed
		}
	}
	if refused, ok := err.(*Error); ok && refused.Code == SessionTokenExpired && withToken {
		cl.token.forget(cl)
		cl.login(false)
		return
	}
	if err != nil {
		cl.loginFailed(err)
		return
	}
	if id := reply.GetPeerId(); id != "" && id != cl.id {
		cl.rt.forgetID(cl)
		cl.id = string([]byte(id)) // a copy that does not keep the frame
		cl.rt.byID[cl.id] = cl
	}
	if session.GetSt() != "" {
		cl.token.set(cl, session.GetSt(), session.GetStTtl())
	}
	cl.sessions++
	cl.fills.anchor(cl, cmp.Or(reply.GetServerTs(), cl.rt.now()))
	missedSince := cl.notified
	first := cl.state == clientOpening
	if now := reply.GetServerTs(); now != 0 {
		cl.loggedIn(now, first, cl.rt.conn.commands.serial)
		if missedSince == 0 {
			cl.mark(now)
		}
	}
	cl.moveTo(clientOpen)
	if first {
		opened := cl.opened
		cl.opened = nil
		for _, w := range opened {
			before := cl.rt.enter(w.call)
			w.done(cl, nil)
			cl.rt.leave(before)
		}
		return
	}
	cl.resumed(missedSince)
}

// resumed goes on where the session was interrupted.
func (cl *Client) resumed(missedSince int64) {
	cl.attempts = 0
	cl.rt.host.Emit(&ClientReconnected{cl})
	held := cl.held
	cl.held = nil
	cl.flush()
	last := cl.rt.conn.commands.serial
	cl.rejoin() // ahead of what was to leave the room, or to enter another
	cl.rt.conn.commands.resend(cl, last)
	cl.catchUp()
	cl.arrivals.retry(cl)
	cl.syncNotifications(missedSince)
	for _, h := range held {
		cl.rt.timers.stop(&h.timer)
		before := cl.rt.enter(h.call)
		cl.ask(h.cmd, h.done)
		cl.rt.leave(before)
	}
}

// loginFailed handles a session/open that did not succeed. A refusal is final;
// a re-open that failed otherwise is tried again.
func (cl *Client) loginFailed(err error) {
	if cl.state == clientOpening {
		cl.end(err, nil)
		return
	}
	cl.rt.host.Emit(&ReconnectFailed{cl, err})
	if refused, ok := err.(*Error); ok && refused.Code != InternalError && refused.Code != MessageSentQuotaExceeded {
		cl.end(err, closedBy(cl, refused))
		return
	}
	attempt := cl.attempts
	cl.suspend()
	failed := cl.takeHeld()
	cl.attempts = attempt + 1
	cl.timer = cl.rt.timers.after(cl.rt.backoff(attempt), func() {
		if cl.rt.conn.state == StateConnected {
			cl.reopen()
		}
	})
	for _, r := range failed {
		r.settle(cl.rt, nil, err)
	}
}

// sessionPushed handles what the server says about the session unasked.
func (cl *Client) sessionPushed(cmd *wire.GenericCommand) {
	if cmd.GetOp() != wire.OpClosed {
		cl.unhandled(cmd)
		return
	}
	err := sessionError(cmd.GetSessionMessage())
	if cl.state == clientOpening {
		cl.end(err, nil) // nobody has the client yet
		return
	}
	cl.end(err, closedBy(cl, err))
}

// closedBy is the event that tells why the server logged the client out.
func closedBy(cl *Client, err *Error) Event {
	if err.Code == SessionConflict {
		return &ClientConflict{cl, err.Reason}
	}
	return &ClientClosed{cl, err.Code, err.Reason}
}

func sessionError(s *wire.SessionCommand) *Error {
	return &Error{Code: Code(s.GetCode()), Reason: s.GetReason(), Detail: s.GetDetail()}
}

// seconds is a time to live as the server gives it.
func seconds(n int32) time.Duration { return time.Duration(min(max(n, 0), maxTTL)) * time.Second }
