package server

import (
	"cmp"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

// The operators' console is a page (web/console) and the calls here, which exist for
// it alone; what it changes goes through the REST API. All of them take the master
// key. What is online is what is online on this node.

const (
	// consolePath is of the console's own pages: those of other origins get nothing
	// of it (http.go).
	consolePath = "/console/"
	consoleAPI  = consolePath + "api/"
)

// consoleCalls registers the calls of the console.
func (s *Server) consoleCalls(m *restMux, mux *http.ServeMux) {
	mux.HandleFunc("GET "+consoleAPI+"apps", s.consoleApps)
	m.handle("GET "+consoleAPI+"status", masterKey, (*restCall).consoleStatus)
	m.handle("GET "+consoleAPI+"clients", masterKey, (*restCall).consoleClients)
	m.handle("GET "+consoleAPI+"conversations", masterKey, (*restCall).consoleConversations)
	m.handle("GET "+consoleAPI+"conversations/{id}", masterKey, (*restCall).consoleConversation)
	m.handle("GET "+consoleAPI+"conversations/{id}/messages", masterKey, (*restCall).consoleMessages)
	mux.HandleFunc(consoleAPI, notSupported)
}

// consoleApps answers with the apps whose master key is given: it is all that an
// operator has to enter.
func (s *Server) consoleApps(w http.ResponseWriter, r *http.Request) {
	key, isMaster := strings.CutSuffix(r.Header.Get("X-LC-Key"), ",master")
	ids := []string{}
	for id, a := range *s.apps.Load() {
		if a.hasMasterKey(key, s.clock.Now()) && isMaster {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		s.refuseREST(w, r, http.StatusUnauthorized, "wrong key")
		return
	}
	slices.Sort(ids)
	writeJSON(w, http.StatusOK, map[string]any{"apps": ids})
}

// consoleStatus answers with figures. messages counts since the start of the node;
// the page makes a rate of it.
func (c *restCall) consoleStatus() (any, error) {
	s := c.srv
	s.mu.Lock()
	connections := len(s.conns)
	s.mu.Unlock()
	clients, sessions, rooms := c.app.hub.figures()
	version := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
	}
	return map[string]any{
		"app": c.app.ID, "connections": connections, "clients": clients, "sessions": sessions, "rooms": rooms,
		"messages": c.app.hub.messages.Load(), "now": s.clock.Now().UnixMilli(), "startedAt": s.startedAt.UnixMilli(),
		"version": version, "go": runtime.Version(),
	}, nil
}

func (h *hub) figures() (clients, sessions, rooms int) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, list := range h.clients {
		sessions += len(list)
	}
	return len(h.clients), sessions, len(h.rooms)
}

// maxConsolePage bounds what one answer lists.
const maxConsolePage = 100

// device is a session as the console shows it.
type device struct {
	Device   string `json:"device,omitempty"`
	Tag      string `json:"tag,omitempty"`
	Address  string `json:"address"`
	Protocol string `json:"protocol"`
	Since    int64  `json:"since"`
	Room     string `json:"room,omitempty"`
}

type onlineClient struct {
	ID      string   `json:"id"`
	Devices []device `json:"devices"`
}

// consoleClients lists who is online, in the order of the ids: those that contain
// search, after the client named after.
func (c *restCall) consoleClients() (any, error) {
	limit, err := c.queryLimit(maxConsolePage/2, maxConsolePage)
	if err != nil {
		return nil, err
	}
	list, next := c.app.hub.page(c.query("search"), c.query("after"), limit)
	answer := map[string]any{"clients": list}
	if next {
		answer["next"] = list[len(list)-1].ID
	}
	return answer, nil
}

func (h *hub) page(search, after string, limit int) (list []onlineClient, more bool) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	ids := make([]string, 0, len(h.clients))
	for id := range h.clients {
		if id > after && strings.Contains(id, search) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	if more = len(ids) > limit; more {
		ids = ids[:limit]
	}
	list = []onlineClient{}
	for _, id := range ids {
		client := onlineClient{ID: id}
		for _, s := range h.clients[id] {
			client.Devices = append(client.Devices, device{
				Device: s.device, Tag: s.tag, Address: s.conn.ip, Protocol: s.conn.protocol.name, Since: s.since.UnixMilli(), Room: s.room,
			})
		}
		slices.SortFunc(client.Devices, func(a, b device) int { return cmp.Compare(a.Since, b.Since) })
		list = append(list, client)
	}
	return list, more && limit > 0
}
