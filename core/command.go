package core

import (
	"slices"
	"time"

	"imclient/core/wire"
)

// answering is who made a request: it gets the server's answer, or why there is
// none. What was decoded of the answer may be kept, the commands around it not.
type answering interface {
	answered(*wire.GenericCommand, error)
}

// answer is a function for that.
type answer func(*wire.GenericCommand, error)

func (f answer) answered(reply *wire.GenericCommand, err error) { f(reply, err) }

// request is a command that waits for its answer.
type request struct {
	serial   int32
	client   *Client // nil: the connection's own
	cmd      wire.CommandType
	op       wire.OpType
	key      string               // the encoded command, when equal ones share it
	again    *wire.GenericCommand // the command, when it is sent again after a lost connection,
	message  *sending             // or the message that it sends
	losses   int                  // connections that were lost with it
	deadline time.Duration        // of Host.Elapsed
	callers  []caller             // who waits for the answer
	first    [1]caller            // where the first of them is, so that it needs no list of its own
	over     bool                 // it was taken from the table
}

// encode encodes a command that is sent again.
func (r *request) encode(b []byte) ([]byte, error) {
	if m := r.message; m != nil {
		return m.command(m.conversation.client.rt.outgoing()).Append(b)
	}
	return r.again.Append(b)
}

// resends reports whether it is sent again after a lost connection.
func (r *request) resends() bool { return r.again != nil || r.message != nil }

// caller is one who waits for the answer to a request.
type caller struct {
	_    [0]func() // nobody compares them, and a page need not download how
	call CallID
	done answering
}

func (c caller) back(rt *Realtime, reply *wire.GenericCommand, err error) {
	before := rt.enter(c.call)
	c.done.answered(reply, err)
	rt.leave(before)
}

// settle calls back once. The request must have been taken from its table.
func (r *request) settle(rt *Realtime, reply *wire.GenericCommand, err error) {
	callers := r.callers
	r.callers, r.key = nil, ""
	for _, c := range callers {
		c.back(rt, reply, err)
	}
}

// commands correlates requests and answers by serial (section Transport of
// docs/protocol.md). An unanswered request fails after Options.CommandTimeout;
// all have the same time, so that they fall due in the order they were sent and
// one timer does.
type commands struct {
	c       *connection
	serial  int32
	waiting map[int32]*request
	shared  map[string]*request
	due     []*request // in order of deadline; settled ones leave now and then
	timer   TimerID
	buffer  []byte
}

func (t *commands) init(c *connection) {
	t.c = c
	t.waiting = make(map[int32]*request)
	t.shared = make(map[string]*request)
}

// request sends a command and calls back with its answer; an answer of type
// error becomes an *Error. A command that may as well be done once is not sent
// again while an equal one waits, unless one that changes something was sent in
// between.
func (t *commands) request(cl *Client, cmd *wire.GenericCommand, done answer) { t.ask(cl, cmd, done) }

func (t *commands) ask(cl *Client, cmd *wire.GenericCommand, done answering) {
	frame, err := cmd.Append(t.buffer[:0])
	if err != nil {
		done.answered(nil, err)
		return
	}
	from := caller{call: t.c.rt.call, done: done}
	r := &request{client: cl, cmd: cmd.GetCmd(), op: cmd.GetOp()}
	reads := onlyReads(r.cmd, r.op)
	if reads || idempotent(r.cmd, r.op) {
		if same := t.shared[string(frame)]; same != nil {
			same.callers = append(same.callers, from)
			return
		}
		r.key = string(frame)
	}
	if cl != nil && !t.c.rt.options.NoResend && sendsAgain(cmd) {
		r.again = cmd
	}
	if !reads {
		clear(t.shared)
	}
	if r.key != "" {
		t.shared[r.key] = r
	}
	t.start(r, from, frame)
}

// sendMessage is ask for a message, which has a request already.
func (t *commands) sendMessage(m *sending, cmd *wire.GenericCommand) {
	frame, err := cmd.Append(t.buffer[:0])
	if err != nil {
		m.answered(nil, err)
		return
	}
	if len(t.shared) > 0 {
		clear(t.shared)
	}
	m.request.client, m.request.cmd = m.conversation.client, wire.CommandDirect
	if !t.c.rt.options.NoResend && m.sendsAgain() {
		m.request.message = m
	}
	t.start(&m.request, caller{call: t.c.rt.call, done: m}, frame)
}

// start numbers a request and sends it.
func (t *commands) start(r *request, from caller, frame []byte) {
	r.first[0] = from
	r.callers = r.first[:]
	if t.serial++; t.serial <= 0 {
		t.serial = 1
	}
	r.serial = t.serial
	now := t.c.rt.host.Elapsed()
	r.deadline = now + t.c.rt.options.CommandTimeout
	t.waiting[r.serial] = r
	t.due = append(t.due, r)
	if r.cmd != wire.CommandEcho {
		t.c.keepalive.expect(now)
	}
	if t.timer == 0 {
		t.timer = t.c.rt.timers.after(t.c.rt.options.CommandTimeout, t.expire)
	}
	t.transmit(appendSerial(frame, r.serial), r.cmd, r.op)
}

// send sends a command that has no answer.
func (t *commands) send(cmd *wire.GenericCommand) {
	frame, err := cmd.Append(t.buffer[:0])
	if err != nil {
		t.c.rt.warn("a command cannot be encoded: " + err.Error())
		return
	}
	t.transmit(frame, cmd.GetCmd(), cmd.GetOp())
}

//go:noinline
func (t *commands) transmit(frame []byte, cmd wire.CommandType, op wire.OpType) {
	if t.c.rt.options.Debug {
		t.c.rt.debug("sent " + describe(cmd, op))
	}
	if t.c.rt.options.NoBinary {
		t.c.rt.host.Send(t.c.socket, appendBase64(nil, frame), true)
	} else {
		t.c.rt.host.Send(t.c.socket, frame, false)
	}
	if t.buffer = frame[:0]; cap(t.buffer) > maxKeptBuffer {
		t.buffer = nil
	}
}

// answered settles the request that an answer belongs to.
func (t *commands) answered(reply *wire.GenericCommand) {
	r := t.waiting[reply.GetI()]
	if r == nil {
		// The time-out was told, or the call was given up.
		t.c.rt.info("an answer came too late or to no request: " + describe(reply.GetCmd(), reply.GetOp()))
		return
	}
	t.take(r)
	t.compact()
	t.c.rt.processed(r.serial)
	if reply.GetCmd() == wire.CommandError {
		r.settle(t.c.rt, nil, errorOf(reply.GetErrorMessage()))
		return
	}
	r.settle(t.c.rt, reply, nil)
}

// cancel forgets a caller, and the requests that nobody else waits for.
func (t *commands) cancel(id CallID) {
	given := func(c caller) bool { return c.call == id }
	t.takeIf(func(r *request) bool {
		r.callers = slices.DeleteFunc(r.callers, given)
		return len(r.callers) == 0
	})
	t.compact()
}

func (t *commands) take(r *request) {
	delete(t.waiting, r.serial)
	r.over = true
	if r.key != "" && t.shared[r.key] == r {
		delete(t.shared, r.key)
	}
}

// compact lets go of settled requests, so that what is kept is in proportion to
// what waits. It takes constant time for each request.
func (t *commands) compact() {
	if len(t.due) > 2*len(t.waiting)+maxSettled {
		t.due = slices.DeleteFunc(t.due, func(r *request) bool { return r.over })
	}
}

// takeAll takes every request, in order; the caller settles them.
func (t *commands) takeAll() []*request {
	return t.takeIf(func(*request) bool { return true })
}

// takeFrom takes the requests of one client.
func (t *commands) takeFrom(cl *Client) []*request {
	return t.takeIf(func(r *request) bool { return r.client == cl })
}

func (t *commands) takeIf(want func(*request) bool) []*request {
	var taken []*request
	for _, r := range t.due {
		if !r.over && want(r) {
			t.take(r)
			taken = append(taken, r)
		}
	}
	if len(t.waiting) == 0 {
		t.due = nil
		t.c.rt.timers.stop(&t.timer)
	}
	return taken
}

// expire fails the requests whose time is over and waits for the next.
func (t *commands) expire() {
	t.timer = 0
	now := t.c.rt.host.Elapsed()
	var expired []*request
	for len(t.due) > 0 {
		r := t.due[0]
		if !r.over {
			if left := r.deadline - now; left > 0 {
				t.timer = t.c.rt.timers.after(left, t.expire)
				break
			}
			t.take(r)
			expired = append(expired, r)
		}
		t.due = t.due[1:]
	}
	if len(t.due) == 0 {
		t.due = nil
	}
	for _, r := range expired {
		t.c.rt.warn("no answer in time to " + describe(r.cmd, r.op))
		r.settle(t.c.rt, nil, &TimeoutError{Cmd: r.cmd.String(), Op: r.op.String()})
	}
}

// onlyReads reports whether a command changes nothing on the server, so that
// two equal ones in flight may share one answer.
func onlyReads(cmd wire.CommandType, op wire.OpType) bool {
	switch cmd {
	case wire.CommandEcho, wire.CommandLogs:
		return true
	case wire.CommandSession, wire.CommandBlacklist:
		return op == wire.OpQuery
	case wire.CommandConv:
		switch op {
		case wire.OpQuery, wire.OpCount, wire.OpMaxRead, wire.OpQueryShutup, wire.OpIsMember:
			return true
		}
	}
	return false
}

// idempotent reports whether a command that changes something comes to the same
// when it is done twice in a row. Attributes may hold increments, and what makes
// a conversation or a message makes another one.
func idempotent(cmd wire.CommandType, op wire.OpType) bool {
	switch cmd {
	case wire.CommandBlacklist:
		return op == wire.OpBlock || op == wire.OpUnblock
	case wire.CommandConv:
		switch op {
		case wire.OpAdd, wire.OpRemove, wire.OpMute, wire.OpUnmute, wire.OpAddShutup, wire.OpRemoveShutup,
			wire.OpMemberInfoUpdate:
			return true
		}
	}
	return false
}

// appendSerial appends the field i of a GenericCommand: fields may come in any
// order, so that a command is encoded once, compared and then numbered.
func appendSerial(frame []byte, serial int32) []byte {
	frame = append(frame, 5<<3)
	v := uint32(serial)
	for v >= 0x80 {
		frame = append(frame, byte(v)|0x80)
		v >>= 7
	}
	return append(frame, byte(v))
}

func describe(cmd wire.CommandType, op wire.OpType) string {
	if op == 0 {
		return cmd.String()
	}
	return cmd.String() + "/" + op.String()
}

// errorOf makes an error of the body of an error command.
func errorOf(e *wire.ErrorCommand) *Error {
	return &Error{
		Code:    Code(e.GetCode()),
		Reason:  e.GetReason(),
		Detail:  e.GetDetail(),
		AppCode: int(e.GetAppCode()),
		AppMsg:  e.GetAppMsg(),
	}
}
