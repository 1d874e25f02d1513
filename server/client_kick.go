package server

import (
	"net/http"
	"unicode/utf8"
)

// maxKickReason is how long the reason may be, in characters.
const maxKickReason = 20

// clientKick ends all sessions of a client (docs/protocol.md, REST). The client is
// told the reason that is given, and does not come back by itself.
func (s *Server) clientKick(w http.ResponseWriter, r *http.Request) {
	a := s.restMaster(w, r)
	if a == nil {
		return
	}
	body := struct{ Reason string }{}
	if r.ContentLength != 0 && !s.readBody(w, r, maxServiceBody, &body) {
		return
	}
	if utf8.RuneCountInString(body.Reason) > maxKickReason {
		s.refuseREST(w, r, http.StatusBadRequest, "reason is longer than 20 characters")
		return
	}
	if body.Reason == "" {
		body.Reason = KickedByApp.String()
	}
	for _, session := range a.hub.sessions(r.PathValue("id")) {
		session.closeWith(KickedByApp, body.Reason)
	}
	writeJSON(w, http.StatusOK, map[string]any{})
}
