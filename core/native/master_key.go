package native

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" // the protocol's
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
)

// MasterKeySigner signs with the app's master key (docs/protocol.md, Session),
// for servers and bots. The key may do anything in the app: never give it to a
// program that runs at a user's.
func MasterKeySigner(appID, masterKey string) Signer {
	return func(_ context.Context, r SignatureRequest) (Signature, error) {
		timestamp := time.Now().UnixMilli()
		nonce := rand.Text()
		mac := hmac.New(sha1.New, []byte(masterKey))
		mac.Write([]byte(signedText(appID, r, timestamp, nonce)))
		return Signature{Signature: hex.EncodeToString(mac.Sum(nil)), Timestamp: timestamp, Nonce: nonce}, nil
	}
}

// signedText is what is signed: fields joined by colons.
func signedText(appID string, r SignatureRequest, timestamp int64, nonce string) string {
	members := strings.Join(slices.Sorted(slices.Values(r.TargetIDs)), ":")
	fields := []string{appID, r.ClientID}
	if r.ConversationID != "" {
		fields = append(fields, r.ConversationID)
	}
	fields = append(fields, members, strconv.FormatInt(timestamp, 10), nonce)
	if r.ConversationID != "" {
		fields = append(fields, r.Action)
	}
	return strings.Join(fields, ":")
}
