package core

import (
	"strings"

	"imclient/core/wire"
)

// sendsAgain reports whether a command that was in flight when the connection
// was lost is sent again over the next one, unless Options.NoResend is set.
// Nobody knows whether it took effect; so it must come to the same when it did.
func sendsAgain(cmd *wire.GenericCommand) bool {
	kind, op := cmd.GetCmd(), cmd.GetOp()
	switch kind {
	case wire.CommandDirect:
		// The server knows a stored message by its dt and answers with the first
		// ack. A transient one would come twice, and late; a will was executed
		// when the connection was lost.
		m := cmd.GetDirectMessage()
		return m.GetDt() != "" && !m.GetTransient() && !m.GetWill()
	case wire.CommandPatch:
		// A message is changed to the same content, or is recalled already.
		return op == wire.OpModify
	case wire.CommandConv:
		conv := cmd.GetConvMessage()
		switch op {
		case wire.OpStart:
			// The same members have one unique conversation; of others there would
			// be two.
			return conv.GetUnique() && !conv.GetTransient() && !conv.GetTempConv()
		case wire.OpUpdate:
			// Values come to the same; operations, such as Increment, may not.
			return !strings.Contains(conv.GetAttr().GetData(), `"__op"`)
		}
	case wire.CommandEcho:
		return false // it is about the connection that is lost
	}
	// Questions, and what sets a state: members are in or out, muted or not.
	return onlyReads(kind, op) || idempotent(kind, op)
}

// resend sends again what was in flight when a client's connection was lost, in
// the order of the calls, up to the last one before. Serials and time-outs stay what
// they were.
func (t *commands) resend(cl *Client, last int32) {
	for _, r := range t.due {
		if r.client != cl || r.serial > last || !r.resends() || r.over {
			continue
		}
		frame, err := r.encode(t.buffer[:0])
		if err != nil {
			continue // it was encoded before
		}
		t.c.keepalive.expect(t.c.rt.host.Elapsed())
		t.transmit(appendSerial(frame, r.serial), r.cmd, r.op)
	}
}

// takeLost takes the requests that fail because the connection was lost for this
// cause. What stays may be sent again, and is not shared with callers who come
// later.
func (t *commands) takeLost(cause error) []*request {
	clear(t.shared)
	blamed := blames(cause)
	return t.takeIf(func(r *request) bool {
		if !r.resends() || blamed || r.losses >= maxResends || !r.client.canResume() {
			return true
		}
		r.losses++
		return false
	})
}

// blames reports whether a connection ended because of what was sent over it,
// which would end the next one as well.
func blames(cause error) bool {
	e, ok := cause.(*Error)
	if !ok {
		return false
	}
	switch e.Code {
	case 1002, 1003, 1007, 1008, 1009, FrameTooLong, UnparseableRawMessage:
		return true
	}
	return false
}
