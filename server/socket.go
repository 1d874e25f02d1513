package server

import (
	"bufio"
	"net"
	"net/http"
	"sync"
)

// socket is the network connection below a WebSocket. While it is corked, writes
// are gathered, so that several frames leave in one system call.
type socket struct {
	net.Conn

	mu     sync.Mutex
	corked bool
	buffer []byte
}

// maxGathered is how much is gathered before it is written all the same.
const maxGathered = 64 << 10

func (s *socket) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.corked {
		return s.Conn.Write(b)
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
	_, err := s.Conn.Write(s.buffer)
	s.buffer = s.buffer[:0]
	return err
}

// hijacker hands out the socket of a request and remembers it.
type hijacker struct {
	http.ResponseWriter
	socket *socket
}

// Hijack implements http.Hijacker.
func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	h.socket = &socket{Conn: conn}
	return h.socket, bufio.NewReadWriter(rw.Reader, bufio.NewWriter(h.socket)), nil
}
