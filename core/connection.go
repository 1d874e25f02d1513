package core

import "time"

// connection is the one socket of a Realtime, made, kept and made again. Its
// state is written by moveTo only, and everything that waits for the socket is
// failed by drop only (section Transport of docs/protocol.md).
type connection struct {
	rt    *Realtime
	state State
	epoch uint32 // counts the states; what was begun in an earlier one comes too late

	socket  SocketID // being dialled or open; 0 = none
	sockets SocketID // the last id given out
	url     string   // where socket goes
	untried []string // servers left to try in this attempt
	attempt int      // of reconnecting
	timer   TimerID  // until the retry, or until dialling is given up

	keepalive keepalive
	commands  commands
}

func (c *connection) init(rt *Realtime) {
	c.rt = rt
	c.keepalive.init(c)
	c.commands.init(c)
}

// moveTo enters a state: it ends what belonged to the one before, logs, and
// emits what the change means to the application.
func (c *connection) moveTo(next State) {
	last := c.state
	c.state = next
	c.epoch++
	c.rt.info("connection: " + last.String() + " -> " + next.String())
	c.rt.timers.stop(&c.timer)
	c.rt.route.stop()
	if last == StateConnected {
		c.keepalive.stop()
	}
	if next != StateConnected && c.socket != 0 {
		c.rt.host.Hangup(c.socket, int(CloseNormal), "")
		c.socket = 0
	}
	switch {
	case last == StateConnected && (next == StateDisconnected || next == StateOffline):
		c.rt.host.Emit(&Disconnected{c.rt})
	case last == StateOffline && next == StateDisconnected:
		c.rt.host.Emit(&WentOnline{c.rt})
	case last == StateReconnecting && next == StateConnected:
		c.rt.host.Emit(&Reconnected{c.rt})
	}
	switch next {
	case StateOffline:
		c.rt.host.Emit(&WentOffline{c.rt})
	case StateReconnecting:
		c.rt.host.Emit(&Retrying{c.rt, c.attempt})
	case StateConnected:
		c.keepalive.start()
	}
}

// connect makes the first connection.
func (c *connection) connect() {
	c.moveTo(StateConnecting)
	c.dial()
}

// pause, resume and retryNow are Realtime's.
func (c *connection) pause() {
	switch c.state {
	case StateConnected, StateDisconnected, StateReconnecting:
		c.drop(StateOffline, ErrNotConnected)
	}
}

func (c *connection) resume() {
	if c.state == StateOffline {
		c.moveTo(StateDisconnected)
		c.schedule(0, 0)
	}
}

func (c *connection) retryNow() error {
	if c.state != StateDisconnected {
		return &StateError{Call: "retrying", State: c.state}
	}
	c.retry(0)
	return nil
}

// rest gives up a connection that no client needs.
func (c *connection) rest() {
	if c.state != StateIdle && c.state != StateClosed {
		c.drop(StateIdle, ErrClosed)
	}
}

// established is called once a socket is open.
func (c *connection) established() {
	c.rt.route.rotate()
	c.attempt = 0
	c.moveTo(StateConnected)
	epoch := c.epoch
	for _, cl := range c.rt.clients {
		if c.epoch != epoch {
			return // a Signer or a callback has ended the connection
		}
		switch cl.state {
		case clientOpening:
			cl.open()
		case clientSuspended:
			cl.reopen()
		}
	}
}

// lost is called when the server ended the connection, or when it is dead. Some
// codes say that trying again is pointless.
func (c *connection) lost(cause *Error) {
	if isFatal(cause) {
		c.drop(StateIdle, cause)
		return
	}
	c.drop(StateDisconnected, cause)
}

// dead is called when a probe was not answered. There is nothing to wait for:
// the next attempt is made at once.
func (c *connection) dead() {
	c.dropFor(StateDisconnected, &Error{Code: CloseAbnormal, Detail: "nothing was heard from the server for too long"}, 0)
}

// expired is called when the server asks the client to connect anew, perhaps
// elsewhere.
func (c *connection) expired() {
	c.rt.route.expire()
	c.drop(StateDisconnected, &Error{Code: CloseNormal, Detail: "the server asked to connect anew"})
}

// drop ends a connection, or the wait for one, and goes to next. It is the one
// place where what waits for the connection is failed: logins end (they are not
// retried), open sessions are suspended until it is back, requests fail unless
// they can be sent again then. In
// StateIdle and StateClosed no session stays; when none is left anyway,
// StateIdle replaces the wait for a connection that nobody needs.
//
//go:noinline
func (c *connection) drop(next State, cause error) {
	c.dropFor(next, cause, -1)
}

// dropFor is drop that makes the first attempt to reconnect after delay; a
// negative one is the back-off's.
func (c *connection) dropFor(next State, cause error, delay time.Duration) {
	var ended []*Client
	var requests []*request
	if next == StateIdle || next == StateClosed {
		requests = c.commands.takeAll()
	} else {
		requests = c.commands.takeLost(cause)
	}
	stays := 0
	for _, cl := range c.rt.clients {
		if next == StateIdle || next == StateClosed || !cl.canResume() {
			ended = append(ended, cl)
			continue
		}
		cl.suspend()
		if c.rt.options.NoResend {
			requests = append(requests, cl.takeHeld()...)
		}
		stays++
	}
	if stays == 0 && next != StateClosed {
		next = StateIdle
	}
	c.moveTo(next)
	if next == StateDisconnected {
		if delay < 0 {
			delay = c.rt.backoff(0)
		}
		c.schedule(0, delay)
	}
	// From here on callbacks run, which may call anything.
	for _, cl := range ended {
		cl.lose(cause)
	}
	for _, request := range requests {
		request.settle(c.rt, nil, cause)
	}
}

func isFatal(err error) bool {
	e, ok := err.(*Error)
	if !ok {
		return false
	}
	switch e.Code {
	case AppNotAvailable, InvalidLogin, InvalidOrigin:
		return true
	}
	return false
}
