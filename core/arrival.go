package core

import "strings"

// arrivals are the pushes about conversations whose rows the client does not
// hold yet. Each waits until the row was fetched, and what comes meanwhile
// about the same conversation waits behind it: what happened in a conversation
// is seen in the order it happened.
type arrivals struct {
	waiting  map[string][]func(*Conversation)
	missing  []string // rows to ask for at the end of this push
	attempts int
	timer    TimerID
}

// withConversation calls f with the conversation, nil when there is none of
// that id, after everything that came before about it.
func (cl *Client) withConversation(id string, f func(*Conversation)) {
	a := &cl.arrivals
	if queue, ok := a.waiting[id]; ok {
		a.waiting[id] = append(queue, f)
		return
	}
	if c := cl.conversations[id]; c != nil {
		f(c)
		return
	}
	if a.waiting == nil {
		a.waiting = make(map[string][]func(*Conversation))
	}
	id = strings.Clone(id)
	a.waiting[id] = []func(*Conversation){f}
	a.missing = append(a.missing, id)
}

// ready is the conversation of that id, unless what is pushed about it has to wait.
//
//go:noinline
func (cl *Client) ready(id string) *Conversation {
	if len(cl.arrivals.waiting) > 0 {
		if _, waits := cl.arrivals.waiting[id]; waits {
			return nil
		}
	}
	if cl.latest == nil || cl.latest.id != id {
		cl.latest = cl.conversations[id]
	}
	return cl.latest
}

// hold lets what is pushed about a conversation wait until arrived.
func (a *arrivals) hold(id string) {
	if a.waiting == nil {
		a.waiting = make(map[string][]func(*Conversation))
	}
	if _, waits := a.waiting[id]; !waits {
		a.waiting[id] = nil
	}
}

// fetchRows asks for the rows that the pushes so far wait for.
func (cl *Client) fetchRows() {
	a := &cl.arrivals
	if len(a.missing) == 0 {
		return
	}
	ids := a.missing
	a.missing = nil
	cl.fetch(ids, func(err error) {
		switch {
		case err == nil:
			a.attempts = 0
			for _, id := range ids {
				cl.arrived(id)
			}
		case cl.state == clientOpen:
			cl.rowsFailed(ids, err)
		default:
			a.missing = append(a.missing, ids...) // until the session is open again
		}
	})
}

// arrived lets the pushes about a conversation pass.
func (cl *Client) arrived(id string) {
	a := &cl.arrivals
	c := cl.conversations[id]
	if c == nil {
		cl.rt.warn("ignored what was pushed about a conversation that does not exist")
	}
	for len(a.waiting[id]) > 0 {
		f := a.waiting[id][0]
		a.waiting[id] = a.waiting[id][1:]
		f(c)
	}
	delete(a.waiting, id)
}

// rowsFailed tries again a few times; then the pushes are lost, as messages
// they are still unread on the server.
func (cl *Client) rowsFailed(ids []string, err error) {
	a := &cl.arrivals
	a.attempts++
	if a.attempts >= maxRowAttempts {
		a.attempts = 0
		cl.rt.warn("gave up what was pushed about conversations that could not be read: " + err.Error())
		for _, id := range ids {
			cl.arrived(id)
		}
		return
	}
	a.missing = append(a.missing, ids...)
	if a.timer == 0 {
		a.timer = cl.rt.timers.after(cl.rt.backoff(a.attempts-1), func() {
			a.timer = 0
			cl.fetchRows()
		})
	}
}

// retry asks again for what was being asked for when the connection was lost.
func (a *arrivals) retry(cl *Client) {
	cl.rt.timers.stop(&a.timer)
	a.attempts = 0
	cl.fetchRows()
}

func (a *arrivals) clear() { a.waiting, a.missing = nil, nil }
