package server

import (
	"context"
	"net/http"
	"time"

	"imclient/server/store"
)

// healthTime is how long reading and writing may take.
const healthTime = 5 * time.Second

// health says whether the server can serve (docs/protocol.md, REST): whether the
// store can be read and written.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), healthTime)
	defer cancel()
	err := s.store.View(ctx, func(store.Reader) error { return nil })
	if err == nil {
		_, err = s.store.Secret(ctx, "health") // a commit like any other, which changes nothing
	}
	if err != nil {
		s.log.Error("not healthy", "error", err)
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "failing"})
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}
