package server

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// sessionToken is what a session token says. The token carries it with a MAC
// under a key that is kept in the store: tokens outlive a restart, any node can
// check them, and nothing needs to be kept for each.
type sessionToken struct {
	App     string `json:"a"`
	Client  string `json:"c"`
	Tag     string `json:"t,omitempty"`
	Device  string `json:"d,omitempty"`
	Expires int64  `json:"e"` // milliseconds since 1970
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

// readToken returns SESSION_TOKEN_EXPIRED for a token that is forged, malformed
// or too old; a client can do nothing but log in again in either case.
func (s *Server) readToken(token string) (sessionToken, error) {
	t, err := s.verifyToken(token)
	if err == nil && !s.isFresh(t) {
		err = refusef(SessionTokenExpired, "session token expired")
	}
	return t, err
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
	life := s.srv.options.Timeouts.SessionToken
	return s.srv.signToken(sessionToken{
		App: s.app.ID, Client: s.client, Tag: s.tag, Device: s.device,
		Expires: s.srv.clock.Now().Add(life).UnixMilli(),
	}), int32(life.Seconds())
}
