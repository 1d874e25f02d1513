package server

import (
	"math"
	"slices"
	"time"

	"imclient/server/bus"
)

// A client is in at most one chat room at a time (docs/protocol.md,
// Conversations). Being in a room is a matter of the session, not of the store.

// joinRoom makes s, unless it has ended, enter a room and leave the one it was in. at
// is the store's time, or 0 for one that was in it before its login.
func (h *hub) joinRoom(s *session, room string, at int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !slices.Contains(h.clients[s.client], s) {
		return // it has ended meanwhile
	}
	if s.room == room {
		return // nothing may be missed that was said since it came
	}
	h.leaveRoomLocked(s)
	if h.rooms[room] == nil {
		h.rooms[room] = make(map[*session]struct{})
	}
	h.rooms[room][s] = struct{}{}
	s.room, s.roomAt = room, at
}

// isIn says whether s is in that room.
func (h *hub) isIn(s *session, room string) bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return s.room == room
}

// leaveRoom makes s leave that room, if it is in it.
func (h *hub) leaveRoom(s *session, room string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s.room == room {
		h.leaveRoomLocked(s)
	}
}

// expel makes all sessions of a client leave a room, and forgets those that could
// come back into it.
func (h *hub) expel(client, room string) {
	for _, s := range h.sessions(client) {
		h.leaveRoom(s, room)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for key, a := range h.away {
		if key.client == client && a.room == room {
			delete(h.away, key)
		}
	}
}

// closeRoom makes everybody leave a room, for good.
func (h *hub) closeRoom(room string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.rooms[room] {
		h.leaveRoomLocked(s)
	}
	for key, a := range h.away {
		if a.room == room {
			delete(h.away, key)
		}
	}
}

// forgetAway forgets those who stayed away too long.
func (h *hub) forgetAway(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.forgetAwayLocked(now)
}

func (h *hub) forgetAwayLocked(now time.Time) {
	for key, a := range h.away {
		if !now.Before(a.until) {
			delete(h.away, key)
		}
	}
}

func (h *hub) leaveRoomLocked(s *session) {
	if s.room == "" {
		return
	}
	delete(h.rooms[s.room], s)
	if len(h.rooms[s.room]) == 0 {
		delete(h.rooms, s.room)
	}
	s.room = ""
}

// returnTime is how long a client that lost its connection may come back into
// its room.
const returnTime = 30 * time.Minute

// maxAway bounds how many such clients are remembered.
const maxAway = 1 << 16

// awayKey is a device of a client, so far as it can be told.
type awayKey struct{ client, tag, device string }

type awayRoom struct {
	room  string
	until time.Time
}

func (s *session) awayKey() awayKey { return awayKey{s.client, s.tag, s.device} }

// dropOut has all nodes remember the room of a session whose connection is lost: the
// client may come back on another one.
func (s *session) dropOut() {
	if room := s.app.hub.roomOf(s); room != "" {
		s.srv.order(s.app, room, []string{s.client}, bus.Order{Kind: bus.DropOut, Tag: s.tag, Device: s.device})
	}
}

// comeBack puts a session that was opened again into its room; a new login only
// has all nodes forget it.
func (s *session) comeBack(again bool) {
	now := s.srv.clock.Now()
	a, ok := s.app.hub.returning(s.awayKey())
	if !ok {
		return
	}
	s.srv.order(s.app, a.room, []string{s.client}, bus.Order{Kind: bus.ComeBack, Tag: s.tag, Device: s.device})
	if again && now.Before(a.until) {
		s.app.hub.joinRoom(s, a.room, 0)
	}
}

func (h *hub) roomOf(s *session) string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return s.room
}

// stayAway remembers who may come back into a room.
func (h *hub) stayAway(key awayKey, room string, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.away) >= maxAway {
		h.forgetAwayLocked(now)
	}
	if len(h.away) < maxAway {
		h.away[key] = awayRoom{room, now.Add(returnTime)}
	}
}

// returning returns what is remembered, and forgets it.
func (h *hub) returning(key awayKey) (a awayRoom, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	a, ok = h.away[key]
	delete(h.away, key)
	return a, ok
}

// inRoom returns the sessions in a room.
func (h *hub) inRoom(room string) []*session { return h.inRoomSince(room, math.MaxInt64) }

// inRoomSince returns those who came into it no later than at.
func (h *hub) inRoomSince(room string, at int64) []*session {
	h.mu.RLock()
	defer h.mu.RUnlock()
	out := make([]*session, 0, len(h.rooms[room]))
	for s := range h.rooms[room] {
		if s.roomAt <= at {
			out = append(out, s)
		}
	}
	return out
}

// roomClients returns the ids of the clients in a room, each once.
func (h *hub) roomClients(room string) []string {
	seen := make(map[string]bool)
	var out []string
	for _, s := range h.inRoom(room) {
		if !seen[s.client] {
			seen[s.client] = true
			out = append(out, s.client)
		}
	}
	return out
}
