package core

// Nudge says that the network may have changed, or that the program was not
// running for a while: a browser calls it when the page is shown again or the
// network is back. A connection is probed now, so that one that died meanwhile
// is replaced in Options.ProbeTimeout; an attempt to reconnect, or to open a
// session again, that waits for its time is made now. It emits nothing by
// itself, does not end a Pause, and may be called at any time.
func (rt *Realtime) Nudge() {
	switch rt.conn.state {
	case StateConnected:
		rt.conn.keepalive.nudge()
		epoch := rt.conn.epoch
		for _, cl := range rt.clients {
			if rt.conn.epoch == epoch && cl.state == clientSuspended {
				cl.reopen()
			}
		}
	case StateDisconnected:
		rt.conn.retry(rt.conn.attempt)
	}
}
