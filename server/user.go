package server

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"imclient/server/store"
)

// The codes of the user calls, which are the storage service's and not the
// protocol's.
const (
	codeHookRefused     = 142
	codeNoUsername      = 200
	codeNoPassword      = 201
	codeUsernameTaken   = 202
	codeWrongPassword   = 210
	codeUserNotFound    = 211
	maxUserBody         = 64 << 10
	userSaltBytes       = 24
	userTokenBytes      = 24
	maxUsernameOrSecret = 1024
)

// credentials are what a sign-up or login gives.
type credentials struct {
	username, password string
	attributes         map[string]any
}

// readCredentials answers the request itself when it returns false.
func (s *Server) readCredentials(w http.ResponseWriter, r *http.Request) (c credentials, ok bool) {
	if !s.readBody(w, r, maxUserBody, &c.attributes) {
		return c, false
	}
	c.username, _ = c.attributes["username"].(string)
	c.password, _ = c.attributes["password"].(string)
	switch {
	case c.username == "" || len(c.username) > maxUsernameOrSecret:
		s.refuseUser(w, r, codeNoUsername, "username is missing or too long")
	case c.password == "" || len(c.password) > maxUsernameOrSecret:
		s.refuseUser(w, r, codeNoPassword, "password is missing or too long")
	default:
		return c, true
	}
	return c, false
}

func (s *Server) refuseUser(w http.ResponseWriter, r *http.Request, code int, message string) {
	s.log.Info("request refused", "remote", r.RemoteAddr, "path", r.URL.Path, "code", code, "error", message)
	writeError(w, http.StatusBadRequest, code, message)
}

// readBody reads a JSON body of at most limit bytes; it answers the request
// itself when it returns false.
func (s *Server) readBody(w http.ResponseWriter, r *http.Request, limit int64, v any) bool {
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, limit))
	dec.UseNumber()
	if err := dec.Decode(v); err != nil {
		s.refuseREST(w, r, http.StatusBadRequest, "the body is not the JSON object that is expected")
		return false
	}
	return true
}

// signUp makes a user (docs/protocol.md, REST).
func (s *Server) signUp(w http.ResponseWriter, r *http.Request) {
	a, _ := s.restApp(w, r)
	if a == nil {
		return
	}
	c, ok := s.readCredentials(w, r)
	if !ok {
		return
	}
	for _, key := range []string{"username", "password", "salt", "sessionToken", "objectId", "createdAt", "updatedAt", "ACL"} {
		delete(c.attributes, key)
	}
	attributes, err := marshal(c.attributes)
	if err != nil {
		s.failREST(w, r, err)
		return
	}
	salt := hex.EncodeToString(randomBytes(userSaltBytes))
	u := &store.User{App: a.ID, ID: newConversationID(), Username: c.username, Salt: salt, Password: hashPassword(salt, c.password),
		SessionToken: base64.RawURLEncoding.EncodeToString(randomBytes(userTokenBytes)), Attributes: attributes}
	done := make(chan error, 1)
	s.store.Update(func(tx store.Tx) error {
		u.CreatedAt = tx.Now()
		u.UpdatedAt = u.CreatedAt
		return tx.CreateUser(u)
	}, func(err error) { done <- err })
	switch err := <-done; {
	case errors.Is(err, store.ErrExists):
		s.refuseUser(w, r, codeUsernameTaken, "the username is taken")
	case err != nil:
		s.failREST(w, r, err)
	default:
		writeJSON(w, http.StatusCreated, map[string]any{
			"objectId": u.ID, "username": u.Username, "sessionToken": u.SessionToken, "createdAt": isoDate(u.CreatedAt),
		})
	}
}

// logIn answers with the user whose password is given.
func (s *Server) logIn(w http.ResponseWriter, r *http.Request) {
	a, _ := s.restApp(w, r)
	if a == nil {
		return
	}
	c, ok := s.readCredentials(w, r)
	if !ok {
		return
	}
	var u *store.User
	err := s.store.View(r.Context(), func(v store.Reader) (err error) {
		u, err = v.UserByName(a.ID, c.username)
		return err
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		s.refuseUser(w, r, codeUserNotFound, "no such user")
	case err != nil:
		s.failREST(w, r, err)
	case !isPassword(u.Password, u.Salt, c.password):
		s.refuseUser(w, r, codeWrongPassword, "wrong password")
	default:
		s.writeUser(w, r, u)
	}
}

// currentUser answers with the user whose session token is given.
func (s *Server) currentUser(w http.ResponseWriter, r *http.Request) {
	a, _ := s.restApp(w, r)
	if a == nil {
		return
	}
	var u *store.User
	err := s.store.View(r.Context(), func(v store.Reader) (err error) {
		u, err = v.UserByToken(a.ID, r.Header.Get("X-LC-Session"))
		return err
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		s.refuseUser(w, r, codeUserNotFound, "no user with that session token")
	case err != nil:
		s.failREST(w, r, err)
	default:
		s.writeUser(w, r, u)
	}
}

func (s *Server) writeUser(w http.ResponseWriter, r *http.Request, u *store.User) {
	row, err := userRow(u)
	if err != nil {
		s.failREST(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, row)
}

// userRow is a user as the user's own client and the app see it.
func userRow(u *store.User) (map[string]any, error) {
	row := map[string]any{}
	dec := json.NewDecoder(strings.NewReader(u.Attributes))
	dec.UseNumber()
	if err := dec.Decode(&row); err != nil {
		return nil, err
	}
	row["objectId"] = u.ID
	row["username"] = u.Username
	row["sessionToken"] = u.SessionToken
	row["createdAt"] = isoDate(u.CreatedAt)
	row["updatedAt"] = isoDate(u.UpdatedAt)
	return row, nil
}
