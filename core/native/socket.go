package native

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"

	"imclient/core"
)

const (
	// readLimit bounds one received frame. The largest honest answer is a full
	// page of conversations with full member lists.
	readLimit = 32 << 20
	// keptBuffer is the largest read buffer kept between two frames.
	keptBuffer = 1 << 20
	// sendLimit bounds the bytes that wait to be written to one socket. A peer
	// that takes so little is given up, like one that is gone: the core
	// connects anew and what was not answered fails.
	sendLimit = 16 << 20
	// writeTimeout is how long one frame may take to be written.
	writeTimeout = 30 * time.Second
	// closeGrace is how long a socket that is being closed has for flushing
	// its queue and for the closing handshake.
	closeGrace = time.Second
)

const abnormalClosure = 1006

var errSendQueue = errors.New("the peer does not read: too many bytes wait to be sent")

// socket is one WebSocket connection: a goroutine that dials and reads, and
// one that writes while the socket is open.
type socket struct {
	id     core.SocketID
	host   *host
	ctx    context.Context
	cancel context.CancelCauseFunc
	wake   chan struct{} // holds one token for the writer

	mu      sync.Mutex
	queue   []outFrame
	queued  int // bytes in queue
	hungUp  bool
	code    websocket.StatusCode
	reason  string
	opening bool
}

type outFrame struct {
	data []byte
	kind websocket.MessageType
}

func newSocket(h *host, id core.SocketID) *socket {
	s := &socket{id: id, host: h, wake: make(chan struct{}, 1), opening: true}
	s.ctx, s.cancel = context.WithCancelCause(context.Background())
	return s
}

// run dials and reads until the connection ends, and reports both.
func (s *socket) run(url, subprotocol string) {
	code, reason := s.serve(url, subprotocol)
	s.host.closed(s.id, code, reason)
}

func (s *socket) serve(url, subprotocol string) (code int, reason string) {
	conn, response, err := websocket.Dial(s.ctx, url, &websocket.DialOptions{
		HTTPClient:   s.host.http,
		HTTPHeader:   http.Header{"User-Agent": {s.host.userAgent}},
		Subprotocols: []string{subprotocol},
	})
	defer s.cancel(nil)
	if err != nil {
		if response != nil && response.Body != nil {
			_ = response.Body.Close()
		}
		return abnormalClosure, s.cause(err).Error()
	}
	defer func() { _ = conn.CloseNow() }()
	if conn.Subprotocol() != subprotocol {
		_ = conn.Close(websocket.StatusProtocolError, "sub-protocol not agreed on")
		return abnormalClosure, "the server does not speak " + subprotocol
	}
	conn.SetReadLimit(readLimit)
	// Not as the context of each read: that costs an AfterFunc for every part of a
	// frame.
	stop := context.AfterFunc(s.ctx, func() { _ = conn.CloseNow() })
	defer stop()

	s.mu.Lock()
	s.opening = false
	s.mu.Unlock()
	written := make(chan struct{})
	go func() {
		defer close(written)
		s.write(conn)
	}()
	s.host.opened(s.id)
	code, reason = s.read(conn)
	s.cancel(nil)
	<-written
	return code, reason
}

// read hands every frame to the core and waits until the core is done with it:
// the buffer is used again, and a busy core holds the connection back.
func (s *socket) read(conn *websocket.Conn) (code int, reason string) {
	var buffer bytes.Buffer
	for {
		kind, r, err := conn.Reader(context.Background())
		if err == nil {
			buffer.Reset()
			_, err = buffer.ReadFrom(r)
		}
		if err != nil {
			var end websocket.CloseError
			if errors.As(err, &end) {
				return int(end.Code), end.Reason
			}
			return abnormalClosure, s.cause(err).Error()
		}
		s.host.frame(s.id, buffer.Bytes(), kind == websocket.MessageText)
		if buffer.Cap() > keptBuffer {
			buffer = bytes.Buffer{}
		}
	}
}

// cause prefers the reason why this side ended the connection to what the
// connection says of it.
func (s *socket) cause(err error) error {
	if cause := context.Cause(s.ctx); cause != nil {
		return cause
	}
	return err
}

// write sends what is queued until the socket ends.
func (s *socket) write(conn *websocket.Conn) {
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-s.wake:
		}
		queue, hungUp := s.take()
		for _, frame := range queue {
			ctx, cancel := context.WithTimeout(s.ctx, writeTimeout)
			err := conn.Write(ctx, frame.kind, frame.data)
			cancel()
			if err != nil {
				s.cancel(err)
				return
			}
		}
		if hungUp {
			_ = conn.Close(s.code, s.reason)
			return
		}
	}
}

func (s *socket) take() (queue []outFrame, hungUp bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	queue, s.queue, s.queued = s.queue, nil, 0
	return queue, s.hungUp
}

// send queues a copy of data.
func (s *socket) send(data []byte, text bool) {
	kind := websocket.MessageBinary
	if text {
		kind = websocket.MessageText
	}
	s.mu.Lock()
	if s.hungUp {
		s.mu.Unlock()
		return
	}
	s.queue = append(s.queue, outFrame{data: bytes.Clone(data), kind: kind})
	s.queued += len(data)
	full := s.queued > sendLimit
	s.mu.Unlock()
	if full {
		s.cancel(errSendQueue)
		return
	}
	s.signal()
}

// hangup closes the socket after what is queued; one that is still connecting
// is given up at once.
func (s *socket) hangup(code int, reason string) {
	s.mu.Lock()
	again, opening := s.hungUp, s.opening
	if !again {
		s.hungUp, s.code, s.reason = true, websocket.StatusCode(code), reason
	}
	s.mu.Unlock()
	switch {
	case again:
	case opening:
		s.cancel(nil)
	default:
		s.signal()
		grace := time.AfterFunc(closeGrace, func() { s.cancel(nil) })
		context.AfterFunc(s.ctx, func() { grace.Stop() })
	}
}

func (s *socket) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}
