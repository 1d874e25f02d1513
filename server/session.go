package server

import (
	"sync"

	"imclient/core/wire"
)

// The bits of configBitmap (docs/protocol.md, Session).
const (
	configPatch         = 1 << 0 // told of edits and recalls
	configTemporary     = 1 << 1 // told of temporary conversations
	configTransientAck  = 1 << 3 // transient messages are acknowledged
	configPartialFailed = 1 << 5 // member operations may succeed in part
)

// session is one client on one connection, from open to close.
type session struct {
	srv    *Server
	app    *app
	conn   *conn
	id     uint64 // unique on the node, never reused
	client string
	tag    string
	device string
	config int64

	room string // guarded by hub.mu

	mu      sync.Mutex
	state   sessionState
	waiting []push       // what arrived while the session was opening
	will    *willMessage // what is sent for the client when it drops out
}

// sessionState is written by session.go only.
type sessionState int

const (
	// opening: in the hub, so that nothing is missed, but the answer to
	// session/open and the unread snapshot are not out yet. Pushes wait.
	opening sessionState = iota
	live
	ended
)

// push is a frame for one session. Seq is above 0 for a message.
type push struct {
	frame        []byte // without peerId
	conversation string
	seq          int64
}

// maxWaiting bounds what may arrive while a session is opening.
const maxWaiting = 10000

// push queues p; it does not block.
func (s *session) push(p push) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch s.state {
	case opening:
		if len(s.waiting) == maxWaiting {
			s.conn.log.Warn("too much arrived while the session was opening", "client", s.client)
			s.waiting = nil
			s.state = ended
			s.conn.kill()
			return
		}
		s.waiting = append(s.waiting, p)
	case live:
		s.conn.send(wire.AppendPeerID(p.frame, s.client))
	case ended:
	}
}

// goLive sends what an opening session is told first, then what has arrived
// meanwhile, and from now on what arrives. A message is left out when its seq is
// not above the one in counted: it is in the unread count of its conversation
// already.
func (s *session) goLive(first []*wire.GenericCommand, counted map[string]int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state != opening {
		return
	}
	for _, cmd := range first {
		s.conn.send(encode(cmd))
	}
	for _, p := range s.waiting {
		if p.seq == 0 || p.seq > counted[p.conversation] {
			s.conn.send(wire.AppendPeerID(p.frame, s.client))
		}
	}
	s.waiting = nil
	s.state = live
}

// leave ends the session in the hub and on its connection. It is idempotent and
// says whether it was this call that ended it.
func (s *session) leave() bool {
	s.mu.Lock()
	was := s.state
	s.state = ended
	s.waiting = nil
	s.mu.Unlock()
	if was == ended {
		return false
	}
	s.app.hub.remove(s)
	s.conn.removeSession(s)
	return true
}

// dropped is leave for a session whose connection is gone.
func (s *session) dropped() {
	s.mu.Lock()
	will := s.will
	s.mu.Unlock()
	s.app.hub.dropOut(s, s.srv.clock.Now())
	if s.leave() && will != nil {
		s.srv.sendWill(s, will)
	}
}

// closeWith tells the client why its session ends; the connection stays, because
// others may use it.
func (s *session) closeWith(code Code) {
	if !s.leave() {
		return
	}
	m := new(wire.SessionCommand)
	m.SetCode(int32(code))
	m.SetReason(code.String())
	cmd := newPush(wire.CommandSession, wire.OpClosed)
	cmd.SetPeerId(s.client)
	cmd.SetSessionMessage(m)
	s.conn.send(encode(cmd))
}
