package server

import (
	"net/http"
	"strings"
)

// restApp finds the app of a REST request and checks its key; master says that
// it was the master key. It answers the request itself when it returns nil.
func (s *Server) restApp(w http.ResponseWriter, r *http.Request) (a *app, master bool) {
	a = s.apps[r.Header.Get("X-LC-Id")]
	if a == nil {
		s.refuseREST(w, r, http.StatusUnauthorized, "no such app")
		return nil, false
	}
	key, isMaster := strings.CutSuffix(r.Header.Get("X-LC-Key"), ",master")
	switch {
	case isMaster && a.hasMasterKey(key):
		return a, true
	case !isMaster && a.hasKey(key):
		return a, false
	}
	s.refuseREST(w, r, http.StatusUnauthorized, "wrong key")
	return nil, false
}

// restClient is restApp for a client with a session token.
func (s *Server) restClient(w http.ResponseWriter, r *http.Request) (a *app, client string) {
	if a, _ = s.restApp(w, r); a == nil {
		return nil, ""
	}
	t, err := s.readToken(r.Header.Get("X-LC-IM-Session-Token"))
	if err != nil || t.App != a.ID || t.Client != r.URL.Query().Get("client_id") {
		s.refuseREST(w, r, http.StatusUnauthorized, SessionTokenExpired.String())
		return nil, ""
	}
	return a, t.Client
}

func (s *Server) refuseREST(w http.ResponseWriter, r *http.Request, status int, message string) {
	s.log.Info("request refused", "remote", r.RemoteAddr, "path", r.URL.Path, "status", status, "error", message)
	code := status
	if message == SessionTokenExpired.String() {
		code = int(SessionTokenExpired)
	}
	writeError(w, status, code, message)
}

// failREST answers a request that failed for reasons of the server's own.
func (s *Server) failREST(w http.ResponseWriter, r *http.Request, err error) {
	s.log.Error("request failed", "path", r.URL.Path, "error", err)
	writeError(w, http.StatusInternalServerError, 1, "internal error")
}
