package server

import (
	"sync"
	"sync/atomic"
)

// hub knows who is online in an app on this node.
type hub struct {
	messages atomic.Int64 // that have come by since the start
	wills    sync.Mutex   // held while one is set

	mu      sync.RWMutex
	clients map[string][]*session
	rooms   map[string]map[*session]struct{} // chat rooms
	away    map[awayKey]awayRoom             // who dropped out of one
	count   int                              // of sessions
}

func newHub() *hub {
	return &hub{clients: make(map[string][]*session), rooms: make(map[string]map[*session]struct{}), away: make(map[awayKey]awayRoom)}
}

func (h *hub) add(s *session) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clients[s.client] = append(h.clients[s.client], s)
	h.count++
}

// remove is idempotent.
func (h *hub) remove(s *session) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.leaveRoomLocked(s)
	list := h.clients[s.client]
	for i, other := range list {
		if other == s {
			// A new slice: delivery may be reading the old one.
			list = append(append([]*session(nil), list[:i]...), list[i+1:]...)
			h.count--
			break
		}
	}
	if len(list) == 0 {
		delete(h.clients, s.client)
	} else {
		h.clients[s.client] = list
	}
}

// size is how many sessions there are.
func (h *hub) size() int {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.count
}

// sessions returns the devices of a client; the slice is not to be changed.
func (h *hub) sessions(client string) []*session {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.clients[client]
}

// online returns those of clients who are online, in the given order.
func (h *hub) online(clients []string) []string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	var out []string
	for _, client := range clients {
		if len(h.clients[client]) > 0 {
			out = append(out, client)
		}
	}
	return out
}

// presence tells those of clients who are online from the others.
func (h *hub) presence(clients []string) (online, offline []string) {
	online = h.online(clients)
	i := 0
	for _, client := range clients {
		if i < len(online) && online[i] == client {
			i++
		} else {
			offline = append(offline, client)
		}
	}
	return online, offline
}

// all returns everybody who is online.
func (h *hub) all() []string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	out := make([]string, 0, len(h.clients))
	for client := range h.clients {
		out = append(out, client)
	}
	return out
}

// everybody returns all sessions.
func (h *hub) everybody() []*session {
	h.mu.RLock()
	defer h.mu.RUnlock()
	out := make([]*session, 0, len(h.clients))
	for _, sessions := range h.clients {
		out = append(out, sessions...)
	}
	return out
}
