package servertest

import (
	"fmt"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"imclient/server"
	"imclient/server/store"
	"imclient/server/store/sqlite"
)

// nodesVariable names the environment variable that says how many nodes a server of the
// tests is: 1, which is the default, or more of them on PostgreSQL and NATS.
const nodesVariable = "IMSERVER_TEST_NODES"

// NodeCount is how many nodes a server is that StartWith runs.
func NodeCount() int {
	text := os.Getenv(nodesVariable)
	if text == "" {
		return 1
	}
	count, err := strconv.Atoi(text)
	switch {
	case err != nil || count < 1:
		panic(fmt.Sprintf("%s is no number of nodes: %q", nodesVariable, text))
	case count > 1 && (!OnPostgres() || !OnNATS()):
		panic(fmt.Sprintf("%s needs %s=postgres and %s=nats", nodesVariable, storeVariable, busVariable))
	}
	return count
}

// node is one server of an instance.
type node struct {
	options server.Options
	prepare func(*server.Options) error // before each start; nil for nothing
	server  *server.Server              // nil while it does not run
	store   store.Store
	own     bool // the store is the node's
	bus     *markedBus
}

func (n *node) start(m *marks) error {
	o := n.options
	if n.prepare != nil {
		if err := n.prepare(&o); err != nil {
			return err
		}
	}
	if n.bus = nil; o.Bus != nil {
		n.bus = &markedBus{Bus: o.Bus, marks: m}
		o.Bus = n.bus
	}
	if n.store, n.own = o.Store, o.Store == nil; n.own {
		open := o.OpenStore
		if open == nil {
			open = func(now func() time.Time, observe func(store.Commit)) (store.Store, error) {
				return sqlite.Open(o.DataDir, sqlite.Options{Now: now, Observe: observe})
			}
		}
		o.OpenStore = func(now func() time.Time, observe func(store.Commit)) (opened store.Store, err error) {
			opened, err = open(now, observe)
			n.store = opened
			return opened, err
		}
	}
	s, err := server.New(o)
	if err != nil {
		if o.Bus != nil {
			_ = o.Bus.Close()
		}
		return err
	}
	n.server = s
	return nil
}

// sharedStore is a test's own store, which all nodes of a server use and the last closes.
type sharedStore struct {
	store.Store
	mu    sync.Mutex
	users int
}

func (s *sharedStore) Close() error {
	s.mu.Lock()
	s.users--
	last := s.users <= 0
	s.mu.Unlock()
	if !last {
		return nil
	}
	return s.Store.Close()
}

// spread has the nodes serve in turn: each connection of a client goes to the node after
// the one that took the last, and so does each request.
func spread(nodes []*server.Server) http.Handler {
	var sockets, requests atomic.Uint64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		turn := &requests
		if r.Header.Get("Upgrade") != "" {
			turn = &sockets
		}
		n := (turn.Add(1) - 1) % uint64(len(nodes))
		nodes[n].Handler().ServeHTTP(w, r)
	})
}

// Server is the server that runs now, nil while it is stopped. It is for a look into one
// process, and there is to be one only: StartOne.
func (i *Instance) Server() *server.Server {
	if len(i.nodes) > 1 {
		i.failed(fmt.Errorf("the server is %d nodes: which is meant?", len(i.nodes)))
	}
	return i.nodes[0].server
}

// Servers are all nodes that run.
func (i *Instance) Servers() (list []*server.Server) {
	for _, n := range i.nodes {
		if n.server != nil {
			list = append(list, n.server)
		}
	}
	return list
}

// Any is one of the nodes, each in turn, for what a program does that embeds the server.
func (i *Instance) Any() *server.Server {
	return i.nodes[(i.turn.Add(1)-1)%uint64(len(i.nodes))].server
}

// HookCounts are the counts of one hook, of all nodes that run.
func (i *Instance) HookCounts(name string) (sum server.HookCounts) {
	for _, s := range i.Servers() {
		c := s.HookCounts()[name]
		sum.Calls += c.Calls
		sum.Failures += c.Failures
		sum.Retries += c.Retries
		sum.Dropped += c.Dropped
	}
	return sum
}
