package server

// A client is in at most one chat room at a time (docs/protocol.md,
// Conversations). Being in a room is a matter of the session, not of the store.

// joinRoom makes s enter a room and leave the one it was in.
func (h *hub) joinRoom(s *session, room string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.leaveRoomLocked(s)
	if h.rooms[room] == nil {
		h.rooms[room] = make(map[*session]struct{})
	}
	h.rooms[room][s] = struct{}{}
	s.room = room
}

// leaveRoom makes s leave that room, if it is in it.
func (h *hub) leaveRoom(s *session, room string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s.room == room {
		h.leaveRoomLocked(s)
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

// inRoom returns the sessions in a room.
func (h *hub) inRoom(room string) []*session {
	h.mu.RLock()
	defer h.mu.RUnlock()
	out := make([]*session, 0, len(h.rooms[room]))
	for s := range h.rooms[room] {
		out = append(out, s)
	}
	return out
}

// roomClients returns the ids of at most limit clients in a room.
func (h *hub) roomClients(room string, limit int) []string {
	seen := make(map[string]bool)
	var out []string
	for _, s := range h.inRoom(room) {
		if !seen[s.client] && len(out) < limit {
			seen[s.client] = true
			out = append(out, s.client)
		}
	}
	return out
}
