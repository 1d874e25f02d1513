package server

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
)

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return b
}

// newConversationID returns 24 hex digits, like the ids of the service.
func newConversationID() string { return hex.EncodeToString(randomBytes(12)) }

const temporaryPrefix = "_tmp:"

func newTemporaryID() string { return temporaryPrefix + newMessageID() }

// newMessageID returns 22 characters of base64url: 16 random bytes.
func newMessageID() string { return base64.RawURLEncoding.EncodeToString(randomBytes(16)) }

// newClientID names a client that did not name itself.
func newClientID() string { return "anonymous-" + hex.EncodeToString(randomBytes(12)) }

// dedupMessageID derives the id from the sender's own mark of the message (dt),
// so that a message sent again finds itself, for as long as it is kept and on
// whatever node it arrives.
func dedupMessageID(app, conversation, client, dt string) string {
	h := sha256.New()
	for _, part := range []string{app, conversation, client, dt} {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(part)))
		h.Write(n[:])
		h.Write([]byte(part))
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}
