package server

import (
	"bufio"
	"net"
	"net/http"
	"sync"
	"time"
)

// socket is the network connection below a WebSocket. While it is corked, writes
// are gathered, so that several frames leave in one system call. A write fails
// when nothing moves for too long, however long all of it takes.
type socket struct {
	net.Conn
	timeout time.Duration

	mu     sync.Mutex
	corked bool
	buffer []byte
}

// maxGathered is how much is gathered before it is written all the same, and how
// much has to get away before the timeout.
const maxGathered = 64 << 10

func (s *socket) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.corked {
		return s.writeLocked(b)
	}
	s.buffer = append(s.buffer, b...)
	if len(s.buffer) >= maxGathered {
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
	err := s.flushLocked()
	s.buffer = nil // an idle connection keeps no buffer
	return err
}

func (s *socket) flushLocked() error {
	if len(s.buffer) == 0 {
		return nil
	}
	_, err := s.writeLocked(s.buffer)
	s.buffer = s.buffer[:0]
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
	return h.socket, bufio.NewReadWriter(rw.Reader, bufio.NewWriter(h.socket)), nil
}
