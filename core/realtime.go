package core

import "imclient/core/wire"

// Realtime is one application's connection to its server and the clients that
// are logged in over it. Make one with New; it belongs to the goroutine, or the
// event loop, that made it.
type Realtime struct {
	host    Host
	options Options
	handle  uint32
	handles uint32 // the last handle given out
	call    CallID // what is started now belongs to it

	timers  timers
	fetches fetches
	route   route
	conn    connection

	clients []*Client          // not closed, in the order of their logins
	byID    map[string]*Client // the same, once they have an id

	// Of a push or an ack that is over, to be used again; nil = none.
	spare       *wire.GenericCommand
	spareDirect *wire.DirectCommand
	spareAck    *wire.AckCommand

	// See outgoing.
	sendCommand *wire.GenericCommand
	sendDirect  *wire.DirectCommand

	push         wire.Push       // of the last frame
	spareMessage *Message        // to be used again; nil = none
	received     MessageReceived // the last one, where it is used again
	latest       *Client         // the last that was pushed something by its id; nil = none
}

// New makes a Realtime. Nothing is sent before the first Open. The error is an
// *ArgumentError.
func New(h Host, o Options) (*Realtime, error) {
	if h == nil {
		return nil, &ArgumentError{"a Host is required"}
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	o.defaults(h)
	rt := &Realtime{host: h, options: o, byID: make(map[string]*Client)}
	rt.handle = rt.newHandle()
	rt.timers.init(h)
	rt.fetches.init(rt)
	rt.route.init(rt)
	rt.conn.init(rt)
	return rt, nil
}

// Handle names this Realtime among all objects it makes; no two of its
// Realtime, Clients and Conversations ever have the same.
func (rt *Realtime) Handle() uint32 { return rt.handle }

// State is what the connection is doing.
func (rt *Realtime) State() State { return rt.conn.state }

// Open logs a client in, connecting first when no client is logged in yet, and
// calls back with the client once its session is open (section Session of
// docs/protocol.md). An id that is logged in already, or is being logged in,
// gives that same client; the other options are ignored then.
//
// It fails with an *ArgumentError, with ErrClosed after Close, with
// ErrNotConnected while an established connection is down, with a *SignError
// when the Signer failed, and with an *Error when the server refuses or when
// the connection cannot be made or is lost before the session is open; nothing
// is tried again then.
func (rt *Realtime) Open(o ClientOptions, done func(*Client, error)) {
	if err := o.check(); err != nil {
		done(nil, err)
		return
	}
	if cl := rt.byID[o.ID]; o.ID != "" && cl != nil {
		cl.whenOpen(done)
		return
	}
	switch rt.conn.state {
	case StateClosed:
		done(nil, ErrClosed)
	case StateDisconnected, StateReconnecting, StateOffline:
		done(nil, ErrNotConnected)
	default:
		cl := rt.newClient(o)
		cl.whenOpen(done)
		before := rt.enter(0) // others may come to wait for the same login
		switch rt.conn.state {
		case StateConnected:
			cl.open()
		case StateIdle:
			rt.conn.connect()
		}
		rt.leave(before)
	}
}

// Retry makes the next attempt to reconnect now. It fails with a *StateError
// unless the state is StateDisconnected.
func (rt *Realtime) Retry() error { return rt.conn.retryNow() }

// Pause gives the connection up until Resume. Pending calls fail with
// ErrNotConnected, but those that are sent again when it is back (see
// Options.NoResend). It does nothing before the first connection is made, and
// when there is none. A browser calls it when it goes offline.
func (rt *Realtime) Pause() { rt.conn.pause() }

// Resume ends a Pause; the first attempt to reconnect is made at once. It does
// nothing when not paused.
func (rt *Realtime) Resume() { rt.conn.resume() }

// Close logs every client out and frees everything: pending calls fail with
// ErrClosed, the socket is hung up, timers are stopped. It is final and may be
// called again.
func (rt *Realtime) Close() {
	if rt.conn.state == StateClosed {
		return
	}
	for _, cl := range rt.clients {
		cl.sayGoodbye()
	}
	rt.conn.drop(StateClosed, ErrClosed)
	rt.fetches.stopAll()
	rt.timers.stopAll()
}

func (rt *Realtime) newHandle() uint32 {
	rt.handles++
	return rt.handles
}

// register and unregister keep the register of clients. A connection without clients
// has no purpose: the last one to leave hangs up.
func (rt *Realtime) register(cl *Client) {
	rt.clients = append(rt.clients, cl)
	if cl.id != "" {
		rt.byID[cl.id] = cl
		rt.latest = nil
	}
}

func (rt *Realtime) unregister(cl *Client) {
	rt.forgetID(cl)
	rest := make([]*Client, 0, len(rt.clients))
	for _, other := range rt.clients {
		if other != cl {
			rest = append(rest, other)
		}
	}
	rt.clients = rest
	if len(rest) == 0 {
		rt.conn.rest()
	}
}

// forgetID makes the id free for a new login.
func (rt *Realtime) forgetID(cl *Client) {
	if rt.byID[cl.id] == cl {
		delete(rt.byID, cl.id)
		rt.latest = nil
	}
}

// Not inlined: they would weigh on a page in each of the many places.
//
//go:noinline
func (rt *Realtime) debug(text string) { rt.host.Log(LogDebug, text) }

//go:noinline
func (rt *Realtime) info(text string) { rt.host.Log(LogInfo, text) }

//go:noinline
func (rt *Realtime) warn(text string) { rt.host.Log(LogWarn, text) }
