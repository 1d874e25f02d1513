package server

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"imclient/core/wire"

	"github.com/coder/websocket"
)

// conn is one WebSocket connection. One goroutine reads from it and handles what
// it reads, frame by frame.
type conn struct {
	srv      *Server
	ws       *websocket.Conn
	socket   *socket
	remote   string // address of the peer, as far as it can be told
	ip       string // of it
	protocol protocol
	origin   string // of the page; empty for what is none
	queue    queue
	inFlight flight
	watch    watch
	lastRead atomic.Int64 // nanoseconds of the server's clock

	turn    sync.Mutex // held while a command is handled
	retired bool       // no more are

	mu       sync.Mutex
	app      *app // of the first session
	sessions []*session
	ended    bool
}

func newConn(s *Server, remote string) *conn {
	ip, _, err := net.SplitHostPort(remote)
	if err != nil {
		ip = remote
	}
	c := &conn{srv: s, remote: remote, ip: ip}
	c.queue.conn = c
	c.inFlight.init(s.options.Limits.InFlight)
	c.touch()
	return c
}

// logger is made when there is something to log, which most connections never have.
func (c *conn) logger() *slog.Logger { return c.srv.log.With("remote", c.remote) }

func (c *conn) touch() { c.lastRead.Store(c.srv.clock.Now().UnixNano()) }

func (c *conn) onPing(context.Context, []byte) bool {
	c.touch()
	return true
}

// serve reads and handles commands until the connection has ended, and then makes
// its sessions go. It returns earlier when another goroutine has taken over.
func (c *conn) serve() {
	handedOn := false
	defer func() {
		if !handedOn {
			c.end()
			c.srv.dismiss(c)
		}
	}()
	defer c.survive()
	for {
		cmd, size, refusal, err := c.read()
		if err != nil {
			c.readFailed(err)
			return
		}
		c.touch()
		c.takeTurn(cmd, size, refusal)
		// A command that asks the store leaves a stack of 8 KB and more, which a
		// connection that is idle from now on would keep. A new goroutine has 2 KB.
		if handedOn = leavesStack[cmd.GetCmd()]; handedOn {
			go c.serve()
			return
		}
	}
}

// leavesStack: what is rare and asks the store at once. Messages and marks only wait
// in its queue.
var leavesStack = map[wire.CommandType]bool{
	wire.CommandSession: true, wire.CommandConv: true, wire.CommandLogs: true, wire.CommandBlacklist: true,
}

// survive keeps a bug in what reads a connection from taking the others with it.
// Handlers have their own (dispatch.go).
func (c *conn) survive() {
	if p := recover(); p != nil {
		c.srv.metrics.internal.Add(1)
		c.logger().Error("connection panicked", "panic", p, "stack", string(debug.Stack()))
	}
}

// takeTurn handles a command, unless the connection is about to be closed.
func (c *conn) takeTurn(cmd *wire.GenericCommand, size int, refusal error) {
	m := c.srv.metrics
	m.framesIn.Add(1)
	m.bytesIn.Add(int64(size))
	c.turn.Lock()
	defer c.turn.Unlock()
	if !c.retired {
		c.handle(cmd, size, refusal)
	}
}

// errFrameTooLong and errUnparseable end a connection.
var (
	errFrameTooLong = errors.New("frame too long")
	errUnparseable  = errors.New("frame is no command")
)

// read returns the next command, its size in bytes, and what it is to be refused
// with, if anything. It blocks.
func (c *conn) read() (cmd *wire.GenericCommand, size int, refusal, err error) {
	kind, r, err := c.ws.Reader(context.Background())
	if err != nil {
		return nil, 0, nil, err
	}
	if kind != c.protocol.messageType() {
		return nil, 0, nil, errUnparseable
	}
	limit := c.protocol.frameLimit(c.frameLimit())
	frame, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, 0, nil, err
	}
	if int64(len(frame)) > limit {
		return nil, 0, nil, errFrameTooLong
	}
	return c.protocol.decode(frame)
}

// maxLoginFrame bounds frames, in bytes, as long as no client is logged in: what anybody
// may make the server hold is far below what a client may.
const maxLoginFrame = 64 << 10

func (c *conn) frameLimit() int64 {
	limit := int64(c.srv.options.Limits.Frame)
	if !c.hasSession() {
		limit = min(limit, maxLoginFrame)
	}
	return limit
}

// readFailed closes the connection with the code for err and waits for the close
// handshake, which reads what is left.
func (c *conn) readFailed(err error) {
	switch {
	case errors.Is(err, errFrameTooLong):
		c.logger().Info("frame refused", "code", int(FrameTooLong), "reason", FrameTooLong.String())
		c.finish(FrameTooLong, FrameTooLong.String())
	case errors.Is(err, errUnparseable):
		c.logger().Info("frame refused", "code", int(UnparseableRawMessage), "reason", UnparseableRawMessage.String())
		c.finish(UnparseableRawMessage, UnparseableRawMessage.String())
	default:
		c.logger().Debug("connection ended", "cause", err)
		return
	}
	c.queue.wait()
}

// send queues an encoded command; it does not block.
func (c *conn) send(command []byte) { c.sendPriority(command, 0) }

// sendPriority is send of what may be dropped when the connection is slow; 0 for
// what may not.
func (c *conn) sendPriority(command []byte, p priority) {
	frame, err := c.protocol.encode(command)
	if err != nil {
		panic(err) // the command is the server's own
	}
	c.queue.push(frame, p)
}

// heartbeat is how a JSON connection is kept alive, in both directions.
const heartbeat = "{}"

// finish closes the connection once everything queued has been written. It does
// not block. The first call decides the code.
func (c *conn) finish(code Code, reason string) { c.queue.finish(code, reason) }

// kill ends the connection at once, without a close frame.
func (c *conn) kill() { _ = c.socket.Close() }

// end makes the sessions go, whatever the connection ended with.
func (c *conn) end() {
	c.stopWatch()
	c.queue.discard()
	_ = c.ws.CloseNow()
	c.mu.Lock()
	c.ended = true
	sessions := c.sessions
	c.sessions = nil
	c.mu.Unlock()
	for _, s := range sessions {
		s.dropped()
	}
}

// addSession makes s one of the connection's, unless that has ended.
func (c *conn) addSession(s *session) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return false
	}
	c.sessions = append(c.sessions, s)
	return true
}

func (c *conn) removeSession(s *session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, other := range c.sessions {
		if other == s {
			c.sessions = append(c.sessions[:i], c.sessions[i+1:]...)
			return
		}
	}
}

// session finds the client that a command is from. Without a peerId that is the
// first one of the connection.
func (c *conn) session(peerID string) *session {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.sessions {
		if peerID == "" || s.client == peerID {
			return s
		}
	}
	return nil
}

// maxSessions bounds the clients on one connection.
const maxSessions = 1000

func (c *conn) isFull() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.sessions) >= maxSessions
}

func (c *conn) hasSession() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.sessions) > 0
}
