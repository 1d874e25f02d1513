package main

import (
	"errors"
	"net"
	"sync"
	"time"
)

// direction is which way data goes through a relay.
type direction int

const (
	upstream direction = iota
	downstream
	directions
)

// fault is what happens to the data of one direction. The zero value lets it
// pass.
type fault struct {
	Latency time.Duration // each piece comes so much later
	Rate    int           // bytes a second
	Slice   int           // bytes in one piece
	// Truncate cuts the connection after so many bytes, most often in the middle of
	// a frame.
	Truncate int
	// Hold lets nothing pass until the fault is healed, as when a network is gone.
	Hold bool
	// HalfClose ends this direction and leaves the other one open.
	HalfClose bool
}

// relay is the network between one participant and the server, or between a node and
// what it needs. Its address stays the same over everything.
type relay struct {
	listener net.Listener
	dial     func() (net.Conn, error)

	mu      sync.Mutex
	severed bool
	faults  [directions]fault
	changed chan struct{} // closed at the next change of faults
	links   map[*link]struct{}
	closed  bool
}

// link is one connection through a relay.
type link struct {
	relay *relay
	ends  [directions]end // where the data of each direction goes
	done  chan struct{}
	once  sync.Once
}

// end is a connection over TCP or a socket of this machine.
type end interface {
	net.Conn
	CloseWrite() error
}

func newRelay(upstreamAddress string) (*relay, error) {
	return newRelayTo(func() (net.Conn, error) { return net.Dial("tcp", upstreamAddress) })
}

// newRelayTo is a relay that asks at each connection where it goes to.
func newRelayTo(dial func() (net.Conn, error)) (*relay, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &relay{listener: listener, dial: dial, changed: make(chan struct{}), links: map[*link]struct{}{}}
	go r.accept()
	return r, nil
}

func (r *relay) address() string { return r.listener.Addr().String() }

// add sets the fault of a direction, in the place of the one it had.
func (r *relay) add(d direction, f fault) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.faults[d] = f
	r.tellLocked()
}

// heal ends all faults. What was held goes on.
func (r *relay) heal() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.faults, r.severed = [directions]fault{}, false
	r.tellLocked()
}

// sever resets all connections and lets no new ones come about until it is healed.
func (r *relay) sever() {
	r.mu.Lock()
	r.severed = true
	r.mu.Unlock()
	r.cut()
}

func (r *relay) tellLocked() {
	close(r.changed)
	r.changed = make(chan struct{})
}

// cut resets all connections; new ones are possible.
func (r *relay) cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for l := range r.links {
		l.reset()
	}
}

func (r *relay) close() {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	_ = r.listener.Close()
	r.cut()
}

func (r *relay) accept() {
	for {
		client, err := r.listener.Accept()
		if err != nil {
			return
		}
		server, err := r.dial()
		if err != nil {
			_ = client.Close() // the server is down
			continue
		}
		l := &link{relay: r, done: make(chan struct{})}
		l.ends[upstream], l.ends[downstream] = server.(end), client.(end)
		r.mu.Lock()
		if r.closed || r.severed {
			l.reset()
		}
		r.links[l] = struct{}{}
		r.mu.Unlock()
		go l.pump(upstream)
		go l.pump(downstream)
	}
}

// reset ends the connection on both sides without a farewell.
func (l *link) reset() {
	l.once.Do(func() {
		close(l.done)
		for _, end := range l.ends {
			if tcp, ok := end.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
			_ = end.Close()
		}
	})
}

// errCut says that a fault has ended the connection.
var errCut = errors.New("cut by a fault")

// pump takes the data of one direction through.
func (l *link) pump(d direction) {
	from, to := l.ends[1-d], l.ends[d]
	buffer := make([]byte, 16<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 && err == nil {
			err = l.pass(d, buffer[:n])
		}
		if err == nil {
			continue
		}
		if errors.Is(err, errHalfClosed) {
			_ = to.CloseWrite()
			return // the other direction goes on
		}
		l.reset()
		l.relay.mu.Lock()
		delete(l.relay.links, l)
		l.relay.mu.Unlock()
		return
	}
}

var errHalfClosed = errors.New("half-closed by a fault")

// pass lets data through as the direction's fault has it, and waits with it as
// long as the fault says.
func (l *link) pass(d direction, data []byte) error {
	for len(data) > 0 {
		f, changed := l.fault(d)
		switch {
		case f.Hold:
			select {
			case <-changed:
				continue
			case <-l.done:
				return errCut
			}
		case f.HalfClose:
			return errHalfClosed
		}
		piece := data
		if f.Slice > 0 {
			piece = piece[:min(f.Slice, len(piece))]
		}
		pause := f.Latency
		if f.Rate > 0 {
			piece = piece[:min(f.Rate, len(piece))]
			pause += time.Duration(len(piece)) * time.Second / time.Duration(f.Rate)
		}
		cut := f.Truncate > 0 && l.truncates(d, len(piece))
		if cut {
			piece = piece[:len(piece)/2]
		}
		if pause > 0 {
			select {
			case <-time.After(pause):
			case <-l.done:
				return errCut
			}
		}
		if _, err := l.ends[d].Write(piece); err != nil {
			return err
		}
		if cut {
			return errCut
		}
		data = data[len(piece):]
	}
	return nil
}

func (l *link) fault(d direction) (fault, <-chan struct{}) {
	l.relay.mu.Lock()
	defer l.relay.mu.Unlock()
	return l.relay.faults[d], l.relay.changed
}

// truncates counts bytes towards the end that a fault has set; then the fault is
// over.
func (l *link) truncates(d direction, bytes int) bool {
	l.relay.mu.Lock()
	defer l.relay.mu.Unlock()
	f := &l.relay.faults[d]
	if f.Truncate -= bytes; f.Truncate > 0 {
		return false
	}
	f.Truncate = 0
	return true
}
