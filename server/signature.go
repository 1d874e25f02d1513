package server

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"imclient/server/store"
)

// Signatures says which operations of an app's clients have to be signed with
// the app's master key (docs/protocol.md, Session).
type Signatures struct {
	// Login is for session/open without a session token.
	Login bool
	// Conversation is for creating a conversation, and adding and removing members.
	Conversation bool
	// Blacklist is for blocking and unblocking.
	Blacklist bool
	// History lets who has a signature read the history of a conversation over REST
	// without the master key; nobody else can.
	History bool
}

// signed is the body of a command that may carry a signature.
type signed interface {
	GetS() string
	GetT() int64
	GetN() string
}

// What a signature is good for: from its timestamp on, and for clocks that run
// ahead.
const (
	signatureLife = 6 * time.Hour
	signatureSkew = 15 * time.Minute
)

// maxSeconds divides timestamps in seconds from those in milliseconds.
const maxSeconds = 1e11

// requireSignature refuses with code a command without a good signature. The
// texts are what may have been signed, without timestamp and nonce, which stand
// before the action.
func (r *request) requireSignature(a *app, m signed, code Code, actions []string, texts ...string) error {
	if a = r.srv.app(a.ID); a == nil {
		return refuse(AppNotAvailable) // switched off since the session was opened
	}
	if m.GetS() == "" {
		return refusef(code, "the app requires a signature")
	}
	if !r.srv.isRecent(m.GetT()) {
		return refusef(code, "the signature's timestamp is not of the last six hours")
	}
	given, err := hex.DecodeString(m.GetS())
	if err != nil {
		return refusef(code, "the signature is not in hex")
	}
	stamp := ":" + strconv.FormatInt(m.GetT(), 10) + ":" + m.GetN()
	good := false
	for _, text := range texts {
		for _, action := range actions {
			good = a.hasSigned(given, text+stamp+action, r.srv.clock.Now()) || good
		}
	}
	if !good {
		return refusef(code, "the signature does not match")
	}
	return nil
}

// isRecent says whether what was signed at that time is still good.
func (s *Server) isRecent(t int64) bool {
	age := s.clock.Now().Sub(signedAt(t))
	return age <= signatureLife && age >= -signatureSkew
}

// sign is the HMAC-SHA1 of text under the app's master key.
func (a *app) sign(text string) []byte { return signWith(a.MasterKey, text) }

func signWith(key, text string) []byte {
	mac := hmac.New(sha1.New, []byte(key))
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// hasSigned says whether a signature is that of text under a master key that is good now.
func (a *app) hasSigned(given []byte, text string, now time.Time) bool {
	good := false
	for _, key := range a.masterKeys(now) {
		good = hmac.Equal(given, signWith(key, text)) || good
	}
	return good
}

// requireLoginSignature is for the login of a client.
func (r *request) requireLoginSignature(a *app, client string) error {
	if !a.Signatures.Login {
		return nil
	}
	m := r.cmd.GetSessionMessage()
	if err := r.requireSignature(a, m, SignatureFailed, []string{""}, a.ID+":"+client+":"); err != nil {
		return err
	}
	return r.srv.store.View(context.Background(), func(v store.Reader) error {
		kicked, err := v.RevokedAt(a.ID, client, "")
		if err == nil && signedAt(m.GetT()).UnixMilli() < kicked {
			err = refusef(SignatureFailed, "the client was thrown out after this was signed")
		}
		return err
	})
}

// signedAt is the time of a signature; what is in seconds counts as the last
// millisecond of its second.
func signedAt(t int64) time.Time {
	if t < maxSeconds {
		return time.UnixMilli(t*1000 + 999)
	}
	return time.UnixMilli(t)
}

// requireConversationSignature is for creating a conversation, without an
// action, or changing its members.
func (r *request) requireConversationSignature(cid, action string) error {
	a, m := r.session.app, r.cmd.GetConvMessage()
	if !a.Signatures.Conversation {
		return nil
	}
	text := a.ID + ":" + r.session.client
	if action != "" {
		text, action = text+":"+cid, ":"+action
	}
	return r.requireSignature(a, m, ConversationSignatureFailed, []string{action}, r.memberTexts(text, m.GetM())...)
}

// requireBlacklistSignature is for blocking and unblocking; both the long and the
// short names of the actions are in use.
func (r *request) requireBlacklistSignature(actions ...string) error {
	a, m := r.session.app, r.cmd.GetBlacklistMessage()
	if !a.Signatures.Blacklist {
		return nil
	}
	for i := range actions {
		actions[i] = ":" + actions[i]
	}
	text := a.ID + ":" + r.session.client + ":" + m.GetSrcCid()
	return r.requireSignature(a, m, BlacklistSignatureFailed, actions, r.memberTexts(text, m.GetToPids())...)
}

// memberTexts adds the members to a text. Some SDKs sign the list that they
// send, which has the caller in it, others the list that the program gave.
func (r *request) memberTexts(text string, m []string) []string {
	self := r.session.client
	texts := make([]string, 0, 3)
	for _, list := range [][]string{slices.Clone(m), without(m, self), append(without(m, self), self)} {
		slices.Sort(list)
		texts = append(texts, text+":"+strings.Join(list, ":"))
	}
	return texts
}
