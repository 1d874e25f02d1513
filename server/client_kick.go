package server

import (
	"net/http"
	"unicode/utf8"
)

// maxKickReason is how long the reason may be, in characters.
const maxKickReason = 20

// clientKick ends all sessions of a client (docs/protocol.md, REST). The client is
// told the reason that is given, and does not come back by itself: its session
// tokens are worthless, and so are the signatures that were made for its login.
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
	client := r.PathValue("id")
	sessions := a.hub.sessions(client)
	revoked := make(chan error, 1)
	s.revoke(a.ID, client, append(logins(sessions), ""), func(err error) { revoked <- err })
	if err := <-revoked; err != nil {
		s.failREST(w, r, err)
		return
	}
	for _, session := range sessions {
		session.closeWith(KickedByApp, body.Reason)
	}
	writeJSON(w, http.StatusOK, map[string]any{})
}

// logins names what the tokens of the sessions go back to.
func logins(sessions []*session) []string {
	list := make([]string, len(sessions))
	for i, s := range sessions {
		list[i] = s.login
	}
	return list
}
