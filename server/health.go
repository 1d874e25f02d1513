package server

import (
	"context"
	"net/http"
	"sync"
	"time"

	"imclient/server/store"
)

const (
	// healthTime is how long reading and writing may take.
	healthTime = 5 * time.Second
	// healthAge is how long an answer is good for: anybody may ask, and each look is
	// a commit.
	healthAge = time.Second
	// failingTime is how long a node wants no new clients after a commit has failed.
	failingTime = 10 * time.Second
)

// cutOffTime is how long other nodes may be out of reach before the server wants no
// new clients: shorter than that NATS restarts.
var cutOffTime = 10 * time.Second

// checkup is the last look at the store.
type checkup struct {
	mu  sync.Mutex
	at  time.Time
	err error
}

// look reads and writes the store, if that was not done just now. Who comes meanwhile
// waits for the one who looks.
func (s *Server) look() error {
	c := &s.checkup
	c.mu.Lock()
	defer c.mu.Unlock()
	if age := s.clock.Now().Sub(c.at); !c.at.IsZero() && age >= 0 && age < healthAge {
		return c.err
	}
	// Not of the request, which may be given up while others wait.
	ctx, cancel := context.WithTimeout(context.Background(), healthTime)
	defer cancel()
	c.err = s.store.View(ctx, func(store.Reader) error { return nil })
	if c.err == nil {
		_, c.err = s.store.Secret(ctx, "health") // a commit like any other, which changes nothing
	}
	if c.at = s.clock.Now(); c.err != nil {
		s.log.Error("not healthy", "error", c.err)
	}
	return c.err
}

// health says whether the server can serve (docs/protocol.md, REST): whether the
// store can be read and written.
func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	if s.look() != nil {
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "failing"})
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// ready says whether the server wants new clients: not while it drains, when it cannot
// reach the other nodes, when the store fails, or when it did a moment ago. On a full
// disk the small commit of health still finds room where messages find none.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	status := ""
	if failed := s.metrics.failedAt.Load(); failed > 0 && s.clock.Now().Sub(time.UnixMilli(failed)) < failingTime {
		status = "failing"
	}
	if state := s.bus.State(); state.Err != nil && time.Since(state.Since) > cutOffTime {
		status = "cut off"
	}
	if s.leaving.Load() {
		status = "draining"
	}
	if status == "" {
		s.health(w, r)
		return
	}
	writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": status})
}
