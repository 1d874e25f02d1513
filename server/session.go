package server

import (
	"sync"
	"time"

	"imclient/core/wire"
)

// session is one client on one connection, from open to close.
type session struct {
	srv    *Server
	app    *app
	conn   *conn
	id     uint64 // unique among the nodes, never reused
	client string
	tag    string
	login  string // names the login that the session goes back to
	config int64
	again  bool // it came back by itself

	since  time.Time // of the login
	room   string    // guarded by hub.mu
	roomAt int64     // likewise: the store's time when it came into it; 0 for before the login
	device string    // likewise, once the session is in the hub
	// tokenDevice says that device is a device token, which may change.
	tokenDevice bool

	mu      sync.Mutex
	state   sessionState
	waiting []push // what arrived while the session was opening
	// patched is the time of the last patch that the login has told of already.
	patched int64
	will    *willMessage // what is sent for the client when it drops out
	wasTold bool         // hooks were told of the login
	// claimedAt is when the session took its tag, and lostAt when another one did.
	claimedAt, lostAt int64
	// at is the time of the snapshot that the login has told of, and ahead what
	// store.Reader.Ahead says of it: a message that is in it is not delivered. Such
	// messages can arrive late, because the snapshot sees a commit before its callback
	// publishes, on whatever node, and before a gap is filled.
	at    int64
	ahead map[string]int64
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
	timestamp    int64 // of a message
	patchedAt    int64 // of an edit or recall
	broadcastAt  int64 // of a broadcast
	recovered    bool  // see bus.Event
	priority     priority
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
			s.conn.logger().Warn("too much arrived while the session was opening", "client", s.client)
			s.waiting = nil
			s.state = ended
			s.conn.kill()
			return
		}
		s.waiting = append(s.waiting, p)
	case live:
		s.deliverLocked(p)
	case ended:
	}
}

func (s *session) deliverLocked(p push) {
	if p.seq > 0 && (p.timestamp < s.at || p.seq <= s.ahead[p.conversation]) {
		return
	}
	if p.patchedAt > 0 && (p.patchedAt <= s.patched || p.recovered && p.patchedAt <= s.at) {
		return
	}
	if p.broadcastAt > 0 && p.broadcastAt <= s.at {
		return
	}
	s.conn.sendPriority(wire.AppendPeerID(p.frame, s.client), p.priority)
}

// toldUpTo says what is in the snapshot that the login tells of.
func (s *session) toldUpTo(at int64, ahead map[string]int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at, s.ahead = at, ahead
}

// goLive sends what an opening session is told first, then what has arrived
// meanwhile, and from now on what arrives. It says whether the session had not
// ended before.
func (s *session) goLive(first []*wire.GenericCommand, patched int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state != opening {
		return false
	}
	for _, cmd := range first {
		s.conn.send(encode(cmd))
	}
	s.patched = patched
	for _, p := range s.waiting {
		s.deliverLocked(p)
	}
	s.waiting = nil
	s.state = live
	s.tellOnline()
	return true
}

// leave ends the session in the hub and on its connection, and tells hooks why. It
// is idempotent and says whether it was this call that ended it.
func (s *session) leave(cause OfflineCause, message string) bool {
	s.mu.Lock()
	was := s.state
	s.state = ended
	s.waiting = nil
	wasTold := s.wasTold
	s.mu.Unlock()
	if was == ended {
		return false
	}
	s.app.hub.remove(s)
	s.conn.removeSession(s)
	if wasTold {
		s.tellOffline(cause, message)
	}
	return true
}

// dropped is leave for a session whose connection is gone.
func (s *session) dropped() {
	s.mu.Lock()
	will := s.will
	s.mu.Unlock()
	s.dropOut()
	_, reason := s.conn.queue.closed()
	if s.leave(Disconnected, reason) && will != nil {
		s.srv.sendWill(s, will)
	}
}

// closeWith tells the client why its session ends; the connection stays, because
// others may use it.
func (s *session) closeWith(code Code, reason string) {
	cause := Displaced
	if code == KickedByApp {
		cause = Kicked
	}
	if !s.leave(cause, reason) {
		return
	}
	m := new(wire.SessionCommand)
	m.SetCode(int32(code))
	m.SetReason(reason)
	cmd := newPush(wire.CommandSession, wire.OpClosed)
	cmd.SetPeerId(s.client)
	cmd.SetSessionMessage(m)
	s.conn.send(encode(cmd))
}
