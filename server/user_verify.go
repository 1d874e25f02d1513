package server

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"imclient/server/store"
)

const (
	// verifyTime is how long another server may take to verify a user.
	verifyTime = 5 * time.Second
	// maxVerified bounds its answer, in bytes.
	maxVerified = 64 << 10
)

// verifierOf is who knows an app's users: the program that embeds the server, the
// address that the app has for it, or this server.
func (s *Server) verifierOf(a *app) VerifyUser {
	switch {
	case s.options.VerifyUser != nil:
		return s.options.VerifyUser
	case a.VerifyUserURL != "":
		return func(ctx context.Context, _, token string) (string, error) { return s.verifyElsewhere(ctx, a, token) }
	}
	return s.verifyUser
}

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

// verifyClient follows no redirects: the session token is for one address.
var verifyClient = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// verifyElsewhere asks the app's own server (docs/protocol.md, REST). The request
// is signed as a back end's is, so that the other side knows who asks.
func (s *Server) verifyElsewhere(ctx context.Context, a *app, token string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, verifyTime)
	defer cancel()
	body, err := json.Marshal(map[string]string{"session_token": token})
	if err != nil {
		return "", err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.VerifyUserURL, bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("verify user: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-LC-Id", a.ID)
	r.Header.Set("X-LC-Sign", a.masterSign(s.clock.Now()))
	response, err := verifyClient.Do(r)
	if err != nil {
		return "", fmt.Errorf("verify user: %w", err)
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return "", ErrUnknownUser
	default:
		return "", fmt.Errorf("verify user: %s answers %s", r.URL.Host, response.Status)
	}
	var answer struct {
		ClientID string `json:"client_id"`
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, maxVerified)).Decode(&answer); err != nil {
		return "", fmt.Errorf("verify user: %s answers no JSON object: %w", r.URL.Host, err)
	}
	if answer.ClientID == "" {
		return "", ErrUnknownUser
	}
	return answer.ClientID, nil
}

// masterSign is an X-LC-Sign header that proves the knowledge of the master key.
func (a *app) masterSign(now time.Time) string {
	at := strconv.FormatInt(now.UnixMilli(), 10)
	sum := md5.Sum([]byte(at + a.MasterKey))
	return hex.EncodeToString(sum[:]) + "," + at + ",master"
}
