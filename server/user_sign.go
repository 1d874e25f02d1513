package server

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// VerifyUser returns the client id of the user to whom a session token belongs,
// or an error that says why there is none; ErrUnknownUser is the usual one.
type VerifyUser func(ctx context.Context, app, sessionToken string) (clientID string, err error)

// ErrUnknownUser says that a session token belongs to nobody.
var ErrUnknownUser = errors.New("no user with that session token")

// userSign gives a user the signature to log in with (docs/protocol.md, REST).
// The token is in the body, or in the query of the later form of the call.
func (c *restCall) userSign() (any, error) {
	body := struct {
		SessionToken string `json:"session_token"`
	}{c.query("session_token")}
	if c.r.Method == http.MethodPost {
		if err := c.body(&body); err != nil {
			return nil, err
		}
	}
	if body.SessionToken == "" {
		return nil, refuseUser(codeUserNotFound, "session_token is missing")
	}
	client, err := c.srv.verifierOf(c.app)(c.r.Context(), c.app.ID, body.SessionToken)
	if errors.Is(err, ErrUnknownUser) {
		return nil, refuseUser(codeUserNotFound, ErrUnknownUser.Error())
	}
	if err == nil && (client == "" || !isClientID(client)) {
		err = fmt.Errorf("verify user: %q is no client id", shorten(client))
	}
	if err != nil {
		return nil, err
	}
	if err := c.srv.askClientSign(c.r.Context(), c.app, client, body.SessionToken); err != nil {
		return nil, refuseUser(codeHookRefused, err.Error())
	}
	nonce := hex.EncodeToString(randomBytes(8))
	at := c.srv.clock.Now().UnixMilli()
	return map[string]any{
		"client_id": client, "nonce": nonce, "timestamp": at,
		"signature": hex.EncodeToString(c.app.sign(c.app.ID + ":" + client + "::" + strconv.FormatInt(at, 10) + ":" + nonce)),
	}, nil
}
