package server

import (
	"context"
	"time"

	"imclient/core/wire"
)

// Drain says how fast clients are sent away.
type Drain struct {
	// Delay is how long /readyz fails before anything else happens, so that load
	// balancers notice.
	Delay time.Duration
	// Rate is how many are told a second, so that they do not all come back at once;
	// 0 for no bound.
	Rate int
	// Window is the time in which all have been told, whatever the rate.
	Window time.Duration
	// Grace is how long one that was told may take to leave by itself.
	Grace time.Duration
}

// Drain sends the clients elsewhere: /readyz fails from now on, new sockets are
// refused, and each client is told to fetch the route again and connect anew
// (docs/protocol.md, Serials). A connection that is still there after the grace is
// closed with 1001, once what its client has sent is answered. REST and the
// route still work, because SDKs ask for the route before they leave.
//
// It blocks until the connections are gone or ctx ends. Shutdown is next.
func (s *Server) Drain(ctx context.Context, d Drain) {
	s.leaving.Store(true)
	s.beat.leave()
	if d.Delay > 0 && !s.pauseFor(ctx, d.Delay) {
		return
	}
	s.draining.Store(true)
	conns := s.connections()
	s.log.Info("sending clients away", "connections", len(conns))
	pace := d.Window
	if d.Rate > 0 {
		pace = min(pace, time.Duration(len(conns))*time.Second/time.Duration(d.Rate))
	}
	for i, c := range conns {
		timer := s.clock.AfterFunc(time.Duration(i)*(pace/time.Duration(len(conns))), func() { c.sendAway(d.Grace) })
		defer timer.Stop()
	}
	gone := make(chan struct{})
	go func() {
		s.open.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-ctx.Done():
	}
}

// pauseFor waits for d and says whether ctx has not ended.
func (s *Server) pauseFor(ctx context.Context, d time.Duration) bool {
	over := make(chan struct{})
	timer := s.clock.AfterFunc(d, func() { close(over) })
	defer timer.Stop()
	select {
	case <-over:
		return true
	case <-ctx.Done():
		return false
	}
}

// sendAway asks the client to connect anew, and closes the connection if it is
// still there after the grace. Between the two the client needs time: the
// JavaScript SDK fails when the close comes before the route.
func (c *conn) sendAway(grace time.Duration) {
	c.send(encode(newPush(wire.CommandGoaway, 0)))
	w := &c.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.stopped {
		w.grace = c.srv.clock.AfterFunc(grace, func() { go c.retire() })
	}
}

// retire closes the connection once the commands that have arrived are answered.
// Those that come later are not handled. It blocks until the close is queued.
func (c *conn) retire() {
	c.turn.Lock()
	c.retired = true
	c.turn.Unlock()
	c.inFlight.wait()
	c.finish(closeGoingAway, "server is shutting down")
}
