package server

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"

	"imclient/server/store"
)

// sessionToken is what a session token says. The token carries it with a MAC
// under a key that is kept in the store: tokens outlive a restart, any node can
// check them, and nothing needs to be kept for each but those that were revoked
// before their time: at a logout, or when the client was thrown out.
type sessionToken struct {
	App     string `json:"a"`
	Client  string `json:"c"`
	Tag     string `json:"t,omitempty"`
	Device  string `json:"d,omitempty"`
	ID      string `json:"i,omitempty"` // the same in all tokens since one login
	Issued  int64  `json:"n,omitempty"` // milliseconds since 1970
	Expires int64  `json:"e"`           // milliseconds since 1970
}

func (s *Server) signToken(t sessionToken) string {
	payload, err := json.Marshal(t)
	if err != nil {
		panic(err) // a struct of texts and a number
	}
	text := base64.RawURLEncoding.EncodeToString(payload)
	return text + "." + base64.RawURLEncoding.EncodeToString(s.tokenMAC(text))
}

func (s *Server) tokenMAC(text string) []byte {
	mac := hmac.New(sha256.New, s.tokenKey)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// readToken returns SESSION_TOKEN_EXPIRED for a token that is forged, malformed,
// too old or revoked; a client can do nothing but log in again in either case. It
// blocks while the store is read.
func (s *Server) readToken(token string) (sessionToken, error) {
	t, err := s.verifyToken(token)
	if err != nil {
		return t, err
	}
	if !s.isFresh(t) {
		return t, refusef(SessionTokenExpired, "session token expired")
	}
	revoked := false
	err = s.store.View(context.Background(), func(v store.Reader) error {
		one, err := v.RevokedAt(t.App, t.Client, or(t.ID, "none"))
		if err != nil {
			return err
		}
		all, err := v.RevokedAt(t.App, t.Client, "")
		revoked = one > 0 || t.Issued < all
		return err
	})
	if err == nil && revoked {
		err = refusef(SessionTokenExpired, "session token revoked")
	}
	return t, err
}

// revoke notes that the tokens of these logins are worthless; an empty one stands
// for all of the client's up to now. done is called like that of an update.
func (s *Server) revoke(app, client string, logins []string, done func(error)) {
	s.store.Update(func(tx store.Tx) error {
		until := tx.Now() + s.options.Timeouts.SessionToken.Milliseconds()
		for _, login := range logins {
			if err := tx.RevokeToken(app, client, login, until); err != nil {
				return err
			}
		}
		return nil
	}, done)
}

func (s *Server) isFresh(t sessionToken) bool { return s.clock.Now().UnixMilli() < t.Expires }

// verifyToken is readToken for a token of any age.
func (s *Server) verifyToken(token string) (sessionToken, error) {
	var t sessionToken
	text, signature, ok := strings.Cut(token, ".")
	mac, err := base64.RawURLEncoding.DecodeString(signature)
	if !ok || err != nil || !hmac.Equal(mac, s.tokenMAC(text)) {
		return t, refusef(SessionTokenExpired, "unknown session token")
	}
	payload, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(payload, &t) != nil {
		return t, refusef(SessionTokenExpired, "unknown session token")
	}
	return t, nil
}

// newToken gives a session its token and the seconds it is good for.
func (s *session) newToken() (token string, ttl int32) {
	life, now := s.srv.options.Timeouts.SessionToken, s.srv.clock.Now()
	return s.srv.signToken(sessionToken{
		App: s.app.ID, Client: s.client, Tag: s.tag, Device: s.device, ID: s.login,
		Issued: now.UnixMilli(), Expires: now.Add(life).UnixMilli(),
	}), int32(life.Seconds())
}
