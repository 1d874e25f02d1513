package server

import (
	"context"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"

	"imclient/server/store"
)

// VerifyUser returns the client id of the user to whom a session token belongs,
// or an error that says why there is none; ErrUnknownUser is the usual one.
type VerifyUser func(ctx context.Context, app, sessionToken string) (clientID string, err error)

// ErrUnknownUser says that a session token belongs to nobody.
var ErrUnknownUser = errors.New("no user with that session token")

// verifyUser looks a session token up among those who signed up here.
func (s *Server) verifyUser(ctx context.Context, app, token string) (string, error) {
	var u *store.User
	err := s.store.View(ctx, func(v store.Reader) (err error) {
		u, err = v.UserByToken(app, token)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return "", ErrUnknownUser
	}
	if err != nil {
		return "", err
	}
	return u.ID, nil
}

// userSign gives a user the signature to log in with (docs/protocol.md, REST).
// The token is in the body, or in the query of the later form of the call.
func (s *Server) userSign(w http.ResponseWriter, r *http.Request) {
	a, _ := s.restApp(w, r)
	if a == nil {
		return
	}
	body := struct {
		SessionToken string `json:"session_token"`
	}{r.URL.Query().Get("session_token")}
	if r.Method == http.MethodPost && !s.readBody(w, r, maxUserBody, &body) {
		return
	}
	if body.SessionToken == "" {
		s.refuseUser(w, r, codeUserNotFound, "session_token is missing")
		return
	}
	verify := s.options.VerifyUser
	if verify == nil {
		verify = s.verifyUser
	}
	client, err := verify(r.Context(), a.ID, body.SessionToken)
	switch {
	case errors.Is(err, ErrUnknownUser):
		s.refuseUser(w, r, codeUserNotFound, ErrUnknownUser.Error())
		return
	case err != nil:
		s.failREST(w, r, err)
		return
	}
	if err := s.askClientSign(r.Context(), a, client, body.SessionToken); err != nil {
		s.refuseUser(w, r, codeHookRefused, err.Error())
		return
	}
	nonce := hex.EncodeToString(randomBytes(8))
	at := s.clock.Now().UnixMilli()
	writeJSON(w, http.StatusOK, map[string]any{
		"client_id": client, "nonce": nonce, "timestamp": at,
		"signature": hex.EncodeToString(a.sign(a.ID + ":" + client + "::" + strconv.FormatInt(at, 10) + ":" + nonce)),
	})
}
