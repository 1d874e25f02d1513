package server

import (
	"bufio"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// socket is the network connection below a WebSocket. While it is corked, writes
// are gathered, so that several frames leave in one system call. A write fails
// when nothing moves for too long, however long all of it takes.
type socket struct {
	net.Conn
	timeout time.Duration
	early   []byte // arrived before the connection was a WebSocket

	mu     sync.Mutex
	corked bool
	buffer *[]byte // one of gathered; nil while nothing is
}

var gathered = sync.Pool{New: func() any { return new([]byte) }}

// maxGathered is how much is gathered before it is written all the same, and how
// much has to get away before the timeout.
const maxGathered = 64 << 10

func (s *socket) Read(b []byte) (int, error) {
	if len(s.early) > 0 {
		n := copy(b, s.early)
		if s.early = s.early[n:]; len(s.early) == 0 {
			s.early = nil
		}
		return n, nil
	}
	return s.Conn.Read(b)
}

func (s *socket) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.corked {
		return s.writeLocked(b)
	}
	if s.buffer == nil {
		s.buffer = gathered.Get().(*[]byte)
	}
	*s.buffer = append(*s.buffer, b...)
	if len(*s.buffer) >= maxGathered {
		return len(b), s.flushLocked()
	}
	return len(b), nil
}

func (s *socket) cork() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.corked = true
}

// uncork writes what was gathered. It blocks like a write.
func (s *socket) uncork() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.corked = false
	return s.flushLocked()
}

// flushLocked gives the buffer back: an idle connection keeps none.
func (s *socket) flushLocked() error {
	if s.buffer == nil {
		return nil
	}
	_, err := s.writeLocked(*s.buffer)
	if cap(*s.buffer) <= 2*maxGathered {
		*s.buffer = (*s.buffer)[:0]
		gathered.Put(s.buffer)
	}
	s.buffer = nil
	return err
}

func (s *socket) writeLocked(b []byte) (written int, err error) {
	for len(b) > 0 && err == nil {
		if err = s.SetWriteDeadline(time.Now().Add(s.timeout)); err != nil {
			break
		}
		var n int
		n, err = s.Conn.Write(b[:min(len(b), maxGathered)])
		written, b = written+n, b[n:]
	}
	return written, err
}

// The buffers that a WebSocket keeps, in bytes: the first one holds a few frames of
// the usual length, longer ones are read past it; the second one takes a control
// frame, so that one leaves in one piece. All others are written corked.
const (
	readBuffer  = 1 << 10
	writeBuffer = 128
)

// hijacker hands out the socket of a request and remembers it.
type hijacker struct {
	http.ResponseWriter
	timeout time.Duration
	socket  *socket
}

// Hijack implements http.Hijacker.
func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	h.socket = &socket{Conn: conn, timeout: h.timeout}
	// What net/http has read already comes first; its buffers are not kept.
	if n := rw.Reader.Buffered(); n > 0 {
		early, _ := rw.Reader.Peek(n)
		h.socket.early = slices.Clone(early)
	}
	return h.socket, bufio.NewReadWriter(bufio.NewReaderSize(h.socket, readBuffer), bufio.NewWriterSize(h.socket, writeBuffer)), nil
}
