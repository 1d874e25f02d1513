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

// relay is the network between one participant and the server. Its address
// stays the same over everything.
type relay struct {
	listener net.Listener
	upstream string

	mu      sync.Mutex
	faults  [directions]fault
	changed chan struct{} // closed at the next change of faults
	links   map[*link]struct{}
	closed  bool
}

// link is one connection through a relay.
type link struct {
	relay *relay
	ends  [directions]*net.TCPConn // where the data of each direction goes
	done  chan struct{}
	once  sync.Once
}

func newRelay(upstreamAddress string) (*relay, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &relay{listener: listener, upstream: upstreamAddress, changed: make(chan struct{}), links: map[*link]struct{}{}}
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
	r.faults = [directions]fault{}
	r.tellLocked()
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
		server, err := net.Dial("tcp", r.upstream)
		if err != nil {
			_ = client.Close() // the server is down
			continue
		}
		l := &link{relay: r, done: make(chan struct{})}
		l.ends[upstream], l.ends[downstream] = server.(*net.TCPConn), client.(*net.TCPConn)
		r.mu.Lock()
		if r.closed {
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
			_ = end.SetLinger(0)
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
