package natstest

import (
	"net"
	"net/url"
	"sync"
	"testing"
)

// Relay stands between one node and NATS, or another server, and fails when it is told
// to. Its methods may be called from any goroutine.
type Relay struct {
	Address  string // where it is, as host:port
	URL      string // of NATS by way of it
	target   string
	listener net.Listener

	mu      sync.Mutex
	change  *sync.Cond
	cut     bool
	stalled bool
	conns   map[net.Conn]bool
	running sync.WaitGroup
}

// StartRelay runs a relay to a server until the test ends.
func StartRelay(t testing.TB, s *Server) *Relay {
	t.Helper()
	target, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return RelayTo(t, target.Host)
}

// RelayTo runs a relay to a server at that address until the test ends.
func RelayTo(t testing.TB, address string) *Relay {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := listener.Addr().String()
	r := &Relay{Address: at, URL: "nats://" + at, target: address, listener: listener, conns: make(map[net.Conn]bool)}
	r.change = sync.NewCond(&r.mu)
	r.running.Go(r.accept)
	t.Cleanup(func() {
		r.Cut()
		_ = listener.Close()
		r.running.Wait()
	})
	return r
}

// Cut ends the connections and lets no other come about.
func (r *Relay) Cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cut, r.stalled = true, false
	for c := range r.conns {
		_ = c.Close()
	}
	r.change.Broadcast()
}

// Stall lets nothing through any more, and ends nothing.
func (r *Relay) Stall() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stalled = true
}

// Mend ends Cut and Stall.
func (r *Relay) Mend() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cut, r.stalled = false, false
	r.change.Broadcast()
}

func (r *Relay) accept() {
	for {
		near, err := r.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", r.target)
		if err != nil || !r.add(near, far) {
			_ = near.Close()
			continue
		}
		r.running.Go(func() { r.forward(near, far) })
		r.running.Go(func() { r.forward(far, near) })
	}
}

func (r *Relay) add(near, far net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cut {
		_ = far.Close()
		return false
	}
	r.conns[near], r.conns[far] = true, true
	return true
}

// forward passes on what it may, until one side ends.
func (r *Relay) forward(from, to net.Conn) {
	defer func() {
		_, _ = from.Close(), to.Close()
		r.mu.Lock()
		delete(r.conns, from)
		r.mu.Unlock()
	}()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		r.mu.Lock()
		for r.stalled && !r.cut {
			r.change.Wait()
		}
		cut := r.cut
		r.mu.Unlock()
		if cut {
			return
		}
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
