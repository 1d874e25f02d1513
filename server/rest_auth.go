package server

import (
	"crypto/md5"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// restApp finds the app of a REST request and checks its key, or the signature in
// its place; master says that it was the master key. It answers the request itself
// when it returns nil. What follows the question mark can be read when it does not: a
// condition that was lost on the way would be one that all rows meet.
func (s *Server) restApp(w http.ResponseWriter, r *http.Request) (a *app, master bool) {
	if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
		s.refuseREST(w, r, http.StatusBadRequest, "the parameters cannot be read, they have to be percent-encoded: "+shorten(err.Error()))
		return nil, false
	}
	a = s.app(r.Header.Get("X-LC-Id"))
	if a == nil {
		s.refuseREST(w, r, http.StatusUnauthorized, "no such app")
		return nil, false
	}
	if sign := r.Header.Get("X-LC-Sign"); sign != "" && r.Header.Get("X-LC-Key") == "" {
		if master, ok := a.hasSign(sign, s.clock.Now()); ok {
			return a, master
		}
		s.refuseREST(w, r, http.StatusUnauthorized, "wrong signature")
		return nil, false
	}
	key, isMaster := strings.CutSuffix(r.Header.Get("X-LC-Key"), ",master")
	switch {
	case isMaster && a.hasMasterKey(key, s.clock.Now()):
		return a, true
	case !isMaster && a.hasKey(key):
		return a, false
	}
	s.refuseREST(w, r, http.StatusUnauthorized, "wrong key")
	return nil, false
}

// restMaster is restApp for calls that take the master key.
func (s *Server) restMaster(w http.ResponseWriter, r *http.Request) *app {
	a, master := s.restApp(w, r)
	if a != nil && !master {
		s.refuseREST(w, r, http.StatusForbidden, "the master key is required")
		return nil
	}
	return a
}

// hasSign checks an X-LC-Sign header: the MD5 of the time, in milliseconds, and
// the key, the time, and "master" when the key is the master key. What was signed
// with the master key is good for as long as other signatures of the app; one
// with the app key opens no more than the key itself, which is public, and the
// clocks of users' devices are often wrong.
func (a *app) hasSign(header string, now time.Time) (master, ok bool) {
	parts := strings.Split(header, ",")
	if len(parts) < 2 || len(parts) > 3 || (len(parts) == 3 && parts[2] != "master") {
		return false, false
	}
	master = len(parts) == 3
	ms, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return false, false
	}
	keys := []string{a.Key}
	if master {
		keys = a.masterKeys(now)
		if age := now.Sub(time.UnixMilli(ms)); age > signatureLife || age < -signatureSkew {
			return false, false
		}
	}
	given := []byte(strings.ToLower(parts[0]))
	for _, key := range keys {
		sum := md5.Sum([]byte(parts[1] + key))
		want := hex.EncodeToString(sum[:])
		ok = (key != "" && subtle.ConstantTimeCompare(given, []byte(want)) == 1) || ok
	}
	return master, ok
}

// requireClient checks that token is the session token of the client client_id.
func (c *restCall) requireClient(token string) error {
	t, err := c.srv.readToken(token)
	if _, internal := asRefusal(err); err != nil && internal {
		return err // a client that is told its token is bad throws it away
	}
	if err != nil || t.App != c.app.ID || t.Client != c.query("client_id") {
		return refuseRESTf(http.StatusUnauthorized, int(SessionTokenExpired), "%s", SessionTokenExpired)
	}
	return nil
}

// restClient is restApp for a client with a session token.
func (s *Server) restClient(w http.ResponseWriter, r *http.Request) (a *app, client string) {
	if a, _ = s.restApp(w, r); a == nil {
		return nil, ""
	}
	t, err := s.readToken(r.Header.Get("X-LC-IM-Session-Token"))
	if _, internal := asRefusal(err); err != nil && internal {
		s.failREST(w, r, err)
		return nil, ""
	}
	if err != nil || t.App != a.ID || t.Client != r.URL.Query().Get("client_id") {
		s.refuseREST(w, r, http.StatusUnauthorized, SessionTokenExpired.String())
		return nil, ""
	}
	return a, t.Client
}

func (s *Server) refuseREST(w http.ResponseWriter, r *http.Request, status int, message string) {
	s.log.Info("request refused", "remote", r.RemoteAddr, "path", shorten(r.URL.Path), "status", status, "error", message)
	code := status
	if message == SessionTokenExpired.String() {
		code = int(SessionTokenExpired)
	}
	writeError(w, status, code, message)
}

// failREST answers a request that failed for reasons of the server's own.
func (s *Server) failREST(w http.ResponseWriter, r *http.Request, err error) {
	s.metrics.internal.Add(1)
	s.log.Error("request failed", "path", shorten(r.URL.Path), "error", err)
	writeError(w, http.StatusInternalServerError, 1, "internal error")
}
