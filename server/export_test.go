package server

import (
	"net/http"
	"regexp"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server/bus"
	"imclient/server/store"

	"github.com/prometheus/client_golang/prometheus"
)

// PanicOn makes a command panic, in its handler or in the store's callback.
// It changes all servers: tests that use it do not run in parallel.
func PanicOn(t testing.TB, cmd wire.CommandType, op wire.OpType, inCallback bool) {
	at := operation{cmd, op}
	old, had := handlers[at]
	handlers[at] = func(r *request) error {
		if !inCallback {
			panic("boom")
		}
		return r.commit(func(store.Tx) error { return nil }, func() { panic("boom") })
	}
	t.Cleanup(func() {
		delete(handlers, at)
		if had {
			handlers[at] = old
		}
	})
}

// Deliver takes an event as if it came from the bus.
func (s *Server) Deliver(e bus.Event) { s.sequence.deliver(e) }

// ForgetSequences has the server remember so many conversations at most.
func (s *Server) ForgetSequences(most int) {
	s.sequence.mu.Lock()
	defer s.sequence.mu.Unlock()
	s.sequence.last.size = most
}

// RESTPatterns are the calls of back ends, such as "GET /1.2/rtm/conversations".
func (s *Server) RESTPatterns() []string { return s.restCalls(http.NewServeMux()).patterns() }

// ConversationPatterns are those of them that are about conversations and members.
func (s *Server) ConversationPatterns() []string {
	m := newRESTMux(s)
	s.conversationCalls(m)
	return m.patterns()
}

func (m *restMux) patterns() (patterns []string) {
	for path, methods := range m.paths {
		for method := range methods {
			patterns = append(patterns, method+" "+path)
		}
	}
	return patterns
}

// MetricNames are the names of all that the server counts, also of what has not
// happened yet.
func MetricNames(s *Server) (names []string) {
	descs := make(chan *prometheus.Desc, 10000)
	s.metrics.registry.Describe(descs)
	close(descs)
	for d := range descs {
		names = append(names, regexp.MustCompile(`fqName: "([^"]+)"`).FindStringSubmatch(d.String())[1])
	}
	return names
}

// InRoom returns who is in a chat room on this node.
func (s *Server) InRoom(app, room string) []string { return s.app(app).hub.roomClients(room) }

// FailCommits tells the server what its store does of a commit that failed.
func FailCommits(s *Server, err error) { s.metrics.committed(store.Commit{Updates: 1, Err: err}) }

// SetCutOffTime sets, for all servers of a test, how long the bus may be gone for one of
// them; five times in it they say whether it is.
func SetCutOffTime(t testing.TB, d time.Duration) {
	cutOff, beat := cutOffTime, beatTime
	cutOffTime, beatTime = d, d/5
	t.Cleanup(func() { cutOffTime, beatTime = cutOff, beat })
}

// ForgetFailures has servers forget that commits have failed.
func ForgetFailures(servers ...*Server) {
	for _, s := range servers {
		s.metrics.failedAt.Store(0)
	}
}
