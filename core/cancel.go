package core

import "slices"

// CallID names an operation that may be given up while it waits. A Host
// chooses the numbers and uses none twice; 0 is none.
type CallID uint32

// Begin says that the operations that are started until End belong to a call,
// with all that they wait for, until they call back.
func (rt *Realtime) Begin(id CallID) { rt.call = id }

// End ends what Begin began.
func (rt *Realtime) End() { rt.call = 0 }

// enter goes on with what belongs to a call; it returns what leave goes back to.
//
//go:noinline
func (rt *Realtime) enter(id CallID) (before CallID) {
	before, rt.call = rt.call, id
	return before
}

//go:noinline
func (rt *Realtime) leave(before CallID) { rt.call = before }

// Cancel gives a call up: it is forgotten and its callbacks never run. A
// request that other calls share goes on for them, and a login that is under
// way ends when nobody waits for it any longer. What was sent is not taken back:
// as after a time-out, the server may still do it. A call that is over is
// ignored.
func (rt *Realtime) Cancel(id CallID) {
	if id == 0 {
		return
	}
	rt.conn.commands.cancel(id)
	rt.fetches.cancel(id)
	for _, cl := range slices.Clone(rt.clients) {
		cl.cancel(id)
	}
}

func (cl *Client) cancel(id CallID) {
	for _, w := range slices.Clone(cl.signing) {
		if w.call == id {
			cl.forgetSigning(w)
		}
	}
	for _, h := range slices.Clone(cl.held) {
		if h.call == id {
			cl.forgetHeld(h)
		}
	}
	for _, c := range cl.conversations {
		if len(c.own.waiting) > 0 {
			c.settled(func(s send) bool { return s.call == id })
		}
	}
	cl.token.waiting = slices.DeleteFunc(cl.token.waiting, func(w tokenWait) bool { return w.call == id })
	cl.left = slices.DeleteFunc(cl.left, func(w leaving) bool { return w.call == id })
	waited := len(cl.opened)
	cl.opened = slices.DeleteFunc(cl.opened, func(w opening) bool { return w.call == id })
	if len(cl.opened) == 0 && waited > 0 {
		cl.sayGoodbye()
		cl.end(ErrClosed, nil)
	}
}
