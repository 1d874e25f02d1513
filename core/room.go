package core

// room is the chat room that a client is in, one at a time (section Chat rooms of
// docs/protocol.md). A server that was started anew, or another one, does not know of it:
// the client joins it again whenever its session is opened again.
type room struct {
	in       *Conversation // nil: none
	joining  bool          // again, and without an answer so far
	attempts int           // that failed
	timer    TimerID
}

// enters notes that the client is in a conversation, or has left it.
func (c *Conversation) enters(in bool) {
	c.entered = in
	r := &c.client.room
	switch {
	case in && c.kind == ChatRoom:
		r.in = c
	case r.in == c:
		r.in = nil
	}
}

// rejoin joins the room again. One that does not let the client in is given up; what else
// goes wrong is tried again.
func (cl *Client) rejoin() {
	r := &cl.room
	c := r.in
	if c == nil || r.joining {
		return
	}
	r.joining = true
	c.Join(func(err error) {
		r.joining = false
		e, refused := err.(*Error)
		switch {
		case cl.Closed():
			return
		case err == nil:
			r.attempts = 0
		case refused && e.Code >= ConversationSignatureFailed && e.Code != ConversationAPIQuotaExceeded:
			cl.rt.warn("a chat room could not be joined again: " + err.Error())
			c.enters(false)
		case cl.state == clientOpen:
			r.timer = cl.rt.timers.after(cl.rt.backoff(r.attempts), cl.rejoin)
			r.attempts++
		}
		cl.fillNext()
	})
}
