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

// cutOffTime is how long the bus may be gone before the server wants no new clients, if
// other nodes have it: shorter than that NATS restarts.
var cutOffTime = 10 * time.Second

// checkup is the last look at the store.
type checkup struct {
	mu     sync.Mutex
	at     time.Time
	err    error
	others bool // see beat
}

// look reads and writes the store, if that was not done just now, and says whether other
// nodes are connected. Who comes meanwhile waits for the one who looks.
func (s *Server) look() (others bool, err error) {
	c := &s.checkup
	c.mu.Lock()
	defer c.mu.Unlock()
	if age := s.clock.Now().Sub(c.at); !c.at.IsZero() && age >= 0 && age < healthAge {
		return c.others, c.err
	}
	// Not of the request, which may be given up while others wait.
	ctx, cancel := context.WithTimeout(context.Background(), healthTime)
	defer cancel()
	c.err = s.store.View(ctx, func(v store.Reader) (err error) {
		c.others, err = s.beat.others(v)
		return err
	})
	if c.err == nil {
		_, c.err = s.store.Secret(ctx, "health") // a commit like any other, which changes nothing
	}
	if c.at = s.clock.Now(); c.err != nil {
		s.log.Error("not healthy", "error", c.err)
	}
	return c.others, c.err
}

// health says whether the server can serve (docs/protocol.md, REST): whether the
// store can be read and written.
func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	if _, err := s.look(); err != nil {
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "failing"})
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// ready says whether the server wants new clients: not while it drains, when the store
// fails, or when it did a moment ago. On a full disk the small commit of health still finds
// room where messages find none.
//
// Nor does it want them when the bus is gone for this node and not for others, where
// clients are better off. When it is gone for all of them they are served here as well as
// anywhere; the answer then says so.
func (s *Server) ready(w http.ResponseWriter, _ *http.Request) {
	if s.leaving.Load() {
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "draining"})
		return
	}
	others, err := s.look()
	state := s.bus.State()
	unready := ""
	switch failed := s.metrics.failedAt.Load(); {
	case err != nil, failed > 0 && s.clock.Now().Sub(time.UnixMilli(failed)) < failingTime:
		unready = "failing"
	case state.Err != nil && others && time.Since(state.Since) > cutOffTime:
		unready = "cut off"
	}
	switch {
	case unready != "":
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": unready})
	case state.Err != nil:
		writeJSON(w, http.StatusOK, map[string]string{"status": "ok", "degraded": "cut off from the bus"})
	default:
		writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	}
}
