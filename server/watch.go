package server

import (
	"context"
	"sync"
	"time"
)

// watch is the timer that looks after a connection: it closes one that opens no
// session or says nothing, and pings one that is idle, so that a peer that is
// gone is noticed within Ping and Pong.
type watch struct {
	mu      sync.Mutex
	timer   Timer
	grace   Timer // of a client that was sent away; nil for none (drain.go)
	stopped bool
	since   time.Time
	pinged  time.Time
}

func (c *conn) startWatch() {
	w := &c.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	w.since = c.srv.clock.Now()
	w.pinged = w.since
	t := c.srv.options.Timeouts
	w.timer = c.srv.clock.AfterFunc(min(t.Login, t.Read, t.Ping), c.check)
}

func (c *conn) stopWatch() {
	w := &c.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
	if w.timer != nil {
		w.timer.Stop()
	}
	if w.grace != nil {
		w.grace.Stop()
	}
}

// check does what is due and sets the timer for what is next.
func (c *conn) check() {
	t := c.srv.options.Timeouts
	w := &c.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped {
		return
	}
	now := c.srv.clock.Now()
	last := time.Unix(0, c.lastRead.Load())
	readAt := last.Add(t.Read)
	if !now.Before(readAt) {
		c.timeOut(ReadTimeout)
		return
	}
	next := readAt.Sub(now)
	if !c.hasSession() {
		loginAt := w.since.Add(t.Login)
		if !now.Before(loginAt) {
			c.timeOut(LoginTimeout)
			return
		}
		next = min(next, loginAt.Sub(now))
	} else {
		w.since = now
		next = min(next, t.Login)
	}
	if last.After(w.pinged) {
		w.pinged = last
	}
	if pingAt := w.pinged.Add(t.Ping); now.Before(pingAt) {
		next = min(next, pingAt.Sub(now))
	} else {
		w.pinged = now
		next = min(next, t.Ping)
		go c.ping()
	}
	w.timer.Reset(next)
}

func (c *conn) timeOut(code Code) {
	c.logger().Info("connection closed", "code", int(code), "reason", code.String())
	c.finish(code, code.String())
}

// ping closes the connection when its peer does not answer in time.
func (c *conn) ping() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	timer := c.srv.clock.AfterFunc(c.srv.options.Timeouts.Pong, cancel)
	defer timer.Stop()
	if err := c.ws.Ping(ctx); err != nil {
		c.logger().Info("peer is gone", "cause", err)
		c.kill()
	}
}
