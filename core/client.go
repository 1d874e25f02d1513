package core

import "imclient/core/wire"

// clientState is how far a client's session is.
type clientState uint8

const (
	clientOpening   clientState = iota // logging in for the first time
	clientOpen                         // its session is open
	clientSuspended                    // waiting for the connection, or to try again
	clientReopening                    // opening its session again
	clientClosing                      // logging out
	clientClosed                       // final
)

var clientStateNames = [...]string{"opening", "open", "suspended", "re-opening", "closing", "closed"}

// Client is one login: an id with an open session, its conversations and its
// messages. Realtime.Open makes it. A client stays logged in over lost
// connections until it is closed, by Close or by the server; then it never
// opens again, and a new login of the same id makes a new Client.
type Client struct {
	rt      *Realtime
	handle  uint32
	id      string
	options ClientOptions
	state   clientState
	epoch   uint32 // counts the states; what was begun in an earlier one comes too late
	asked   bool   // session/open was sent in this state

	opened []opening      // who waits for the session
	left   []leaving      // who waits for Close
	held   []*heldRequest // requests made while the session is re-opened

	signing []*signing // operations that wait for their signature

	token    sessionToken
	attempts int     // of re-opening over this connection
	timer    TimerID // until the session is re-opened
	marks

	conversations map[string]*Conversation
	latest        *Conversation // the last that something was pushed about; nil = none
	byHandle      map[uint32]*Conversation
	arrivals      arrivals
	fills         fills
	pushes        uint32 // received so far
	sessions      uint32 // opened so far
	notifications notifications
	room          room
	acks          ackBuffer
	reads         readBuffer
}

// unconfirmed is what was sent without an answer and may be lost with the
// connection, until a later request is answered.
type unconfirmed[T any] struct {
	list  []T
	after int32 // the last request before
}

func (u *unconfirmed[T]) processed(serial int32) {
	if serial > u.after {
		u.list = nil
	}
}

// opening and leaving are callers of Open and Close.
type opening struct {
	call CallID
	done func(*Client, error)
}

type leaving struct {
	call CallID
	done func(error)
}

// heldRequest is a request made while the session was being re-opened. It waits
// no longer than for an answer.
type heldRequest struct {
	caller
	cmd   *wire.GenericCommand
	timer TimerID
}

func (rt *Realtime) newClient(o ClientOptions) *Client {
	cl := &Client{
		rt:            rt,
		handle:        rt.newHandle(),
		id:            o.ID,
		options:       o,
		conversations: make(map[string]*Conversation),
		byHandle:      make(map[uint32]*Conversation),
	}
	cl.patched = rt.now()
	rt.register(cl)
	return cl
}

// Handle names the client among all objects of its Realtime.
func (cl *Client) Handle() uint32 { return cl.handle }

// ID is the client's id, the server's choice when it logged in without one.
func (cl *Client) ID() string { return cl.id }

// Realtime is the connection the client is logged in over.
func (cl *Client) Realtime() *Realtime { return cl.rt }

// Closed reports whether the client is logged out, or logging out, for good.
func (cl *Client) Closed() bool { return cl.state >= clientClosing }

// moveTo enters a state and ends what belonged to the one before.
func (cl *Client) moveTo(next clientState) {
	cl.rt.info("client [" + cl.id + "]: " + clientStateNames[cl.state] + " -> " + clientStateNames[next])
	cl.state = next
	cl.epoch++
	cl.asked = false
	cl.rt.timers.stop(&cl.timer)
	if next != clientOpen {
		cl.notifications.stop(cl)
		cl.rt.timers.stop(&cl.room.timer)
	}
	if next == clientClosed {
		cl.rt.timers.stop(&cl.token.timer)
		cl.rt.timers.stop(&cl.acks.timer)
		cl.rt.timers.stop(&cl.reads.timer)
		cl.rt.timers.stop(&cl.arrivals.timer)
	}
}

// whenOpen calls back once the client is logged in, or could not be.
func (cl *Client) whenOpen(done func(*Client, error)) {
	if cl.state == clientOpening {
		cl.opened = append(cl.opened, opening{cl.rt.call, done})
		return
	}
	done(cl, nil)
}

// Close logs the client out and calls back when the server has confirmed it,
// or at once when the connection is down. It emits ClientClosed with code 0.
// The id is free for a new login from now on. Pending calls fail with
// ErrClosed; closing again does nothing more.
func (cl *Client) Close(done func(error)) {
	switch cl.state {
	case clientClosed:
		done(nil)
	case clientClosing:
		cl.left = append(cl.left, leaving{cl.rt.call, done})
	case clientOpen:
		cl.left = append(cl.left, leaving{cl.rt.call, done})
		cl.rt.forgetID(cl)
		cl.flush()
		cl.moveTo(clientClosing)
		before := cl.rt.enter(0) // it ends whoever waits for it
		cl.rt.conn.commands.request(cl, cl.command(wire.CommandSession, wire.OpClose), func(*wire.GenericCommand, error) {
			cl.end(ErrClosed, &ClientClosed{Client: cl})
		})
		cl.rt.leave(before)
	case clientOpening:
		cl.left = append(cl.left, leaving{cl.rt.call, done})
		cl.sayGoodbye()
		cl.end(ErrClosed, nil)
	default:
		cl.left = append(cl.left, leaving{cl.rt.call, done})
		cl.sayGoodbye()
		cl.end(ErrClosed, &ClientClosed{Client: cl})
	}
}

// sayGoodbye tells the server, without waiting, that the session ends, so that
// it does not take it for a lost one.
func (cl *Client) sayGoodbye() {
	if cl.rt.conn.state != StateConnected || cl.id == "" || cl.state != clientOpen && !cl.asked {
		return
	}
	cl.flush()
	cl.rt.conn.commands.request(nil, cl.command(wire.CommandSession, wire.OpClose), func(*wire.GenericCommand, error) {})
}

// canResume reports whether the client outlives the loss of the connection.
func (cl *Client) canResume() bool {
	return cl.state == clientOpen || cl.state == clientSuspended || cl.state == clientReopening
}

// suspend waits for the connection to come back.
func (cl *Client) suspend() {
	cl.attempts = 0
	cl.moveTo(clientSuspended)
	cl.marks.brought = 0
	cl.acks.restore()
	cl.reads.restore()
}

// takeHeld takes the requests that were held, to be failed.
func (cl *Client) takeHeld() []*request {
	var taken []*request
	for _, h := range cl.held {
		cl.rt.timers.stop(&h.timer)
		taken = append(taken, &request{callers: []caller{h.caller}})
	}
	cl.held = nil
	return taken
}

// hold keeps a request until the session is open again.
func (cl *Client) hold(cmd *wire.GenericCommand, done answering) {
	h := &heldRequest{caller: caller{call: cl.rt.call, done: done}, cmd: cmd}
	h.timer = cl.rt.timers.after(cl.rt.options.CommandTimeout, func() {
		cl.forgetHeld(h)
		h.back(cl.rt, nil, &TimeoutError{Cmd: cmd.GetCmd().String(), Op: cmd.GetOp().String()})
	})
	cl.held = append(cl.held, h)
}

func (cl *Client) forgetHeld(h *heldRequest) {
	cl.rt.timers.stop(&h.timer)
	rest := make([]*heldRequest, 0, len(cl.held))
	for _, other := range cl.held {
		if other != h {
			rest = append(rest, other)
		}
	}
	cl.held = rest
}

// lose ends the client because the connection ended for good.
func (cl *Client) lose(cause error) {
	if cl.state == clientOpening {
		cl.end(cause, nil)
		return
	}
	event := &ClientClosed{Client: cl}
	if refused, ok := cause.(*Error); ok && cl.state != clientClosing {
		event.Code, event.Reason = refused.Code, refused.Error()
	}
	cl.end(cause, event)
}

// end logs the client out for good: the one place where all that waits for it
// is settled, with cause, after event was emitted.
func (cl *Client) end(cause error, event Event) {
	if cl.state == clientClosed {
		return
	}
	requests := cl.rt.conn.commands.takeFrom(cl)
	requests = append(requests, cl.takeHeld()...)
	opened, left := cl.opened, cl.left
	cl.opened, cl.left = nil, nil
	cl.arrivals.clear()
	cl.moveTo(clientClosed)
	cl.rt.unregister(cl)
	if event != nil {
		cl.rt.host.Emit(event)
	}
	for _, w := range opened {
		w.done(nil, cause)
	}
	for _, r := range requests {
		r.settle(cl.rt, nil, cause)
	}
	cl.abandonSigning(cause)
	cl.token.fail(cause)
	for _, w := range left {
		w.done(nil)
	}
}

// command makes a command of the client.
//
//go:noinline
func (cl *Client) command(cmd wire.CommandType, op wire.OpType) *wire.GenericCommand {
	c := new(wire.GenericCommand)
	c.SetCmd(cmd)
	if op != 0 {
		c.SetOp(op)
	}
	if cl.id != "" {
		c.SetPeerId(cl.id)
	}
	return c
}

// request sends a command over the client's session and calls back with the
// answer. While the session is being re-opened the request waits.
func (cl *Client) request(cmd *wire.GenericCommand, done answer) { cl.ask(cmd, done) }

func (cl *Client) ask(cmd *wire.GenericCommand, done answering) {
	switch cl.state {
	case clientOpen:
		cl.rt.conn.commands.ask(cl, cmd, done)
	case clientReopening:
		cl.hold(cmd, done)
	case clientClosing, clientClosed:
		done.answered(nil, ErrClosed)
	default:
		done.answered(nil, ErrNotConnected)
	}
}

// flush sends what is buffered for the server.
func (cl *Client) flush() {
	cl.acks.flush(cl)
	cl.reads.flush(cl)
}

// processed is called when a request was answered: the server has read all that
// was sent before it.
func (rt *Realtime) processed(serial int32) {
	for _, cl := range rt.clients {
		cl.acks.sent.processed(serial)
		cl.reads.sent.processed(serial)
		cl.marks.processed(serial)
	}
}
