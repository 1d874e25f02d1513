package core

import "time"

const (
	subprotocol     = "lc.protobuf2.3"    // binary frames
	subprotocolText = "lc.proto2base64.3" // the same bytes as base64 text
)

// schedule waits for the next attempt to reconnect.
func (c *connection) schedule(attempt int, delay time.Duration) {
	c.attempt = attempt
	c.rt.host.Emit(&Scheduled{c.rt, attempt, delay})
	c.timer = c.rt.timers.after(delay, func() { c.retry(attempt) })
}

func (c *connection) retry(attempt int) {
	c.attempt = attempt
	c.moveTo(StateReconnecting)
	c.dial()
}

// dial tries the servers of the route one after the other.
func (c *connection) dial() {
	epoch := c.epoch
	c.rt.route.lookup(func(servers []string, err error) {
		if c.epoch != epoch {
			return
		}
		if err != nil {
			c.undialled(err)
			return
		}
		c.untried = append([]string(nil), servers...)
		c.dialNext(errNoRoute)
	})
}

func (c *connection) dialNext(last error) {
	if len(c.untried) == 0 {
		c.undialled(last)
		return
	}
	c.url, c.untried = c.untried[0], c.untried[1:]
	c.sockets++
	c.socket = c.sockets
	c.timer = c.rt.timers.after(c.rt.options.ConnectTimeout, func() {
		c.rt.host.Hangup(c.socket, int(CloseNormal), "")
		c.dialFailed(&Error{Code: CloseAbnormal, Detail: "Failed to connect [" + c.url + "] in time"})
	})
	protocol := subprotocol
	if c.rt.options.NoBinary {
		protocol = subprotocolText
	}
	c.rt.debug("connecting to " + c.url)
	c.rt.host.Dial(c.socket, c.url, protocol)
}

// dialFailed goes on with the next server, unless the one that refused knows
// better.
func (c *connection) dialFailed(err error) {
	c.rt.timers.stop(&c.timer)
	c.socket = 0
	c.rt.info(err.Error())
	if isFatal(err) {
		c.undialled(err)
		return
	}
	c.dialNext(err)
}

// undialled is called when an attempt is over without a connection. The first
// connection is not tried again, a lost one is.
func (c *connection) undialled(err error) {
	if c.state == StateConnecting || isFatal(err) {
		c.drop(StateIdle, err)
		return
	}
	attempt := c.attempt + 1
	c.moveTo(StateDisconnected)
	c.schedule(attempt, c.rt.backoff(attempt))
}

// SocketOpened reports that a Host.Dial succeeded. A socket that was given up
// meanwhile is ignored.
func (rt *Realtime) SocketOpened(id SocketID) {
	c := &rt.conn
	if id == c.socket && (c.state == StateConnecting || c.state == StateReconnecting) {
		c.established()
	}
}

// SocketClosed reports that a socket was closed, or could not be opened, with
// the close code and reason of RFC 6455 (1006 when there was none). A socket
// that was given up meanwhile is ignored.
func (rt *Realtime) SocketClosed(id SocketID, code int, reason string) {
	c := &rt.conn
	if id != c.socket || id == 0 {
		return
	}
	err := &Error{Code: Code(code), Reason: reason}
	if c.state == StateConnected {
		c.socket = 0
		c.lost(err)
		return
	}
	err.Detail = "Failed to connect [" + c.url + "]"
	c.dialFailed(err)
}
