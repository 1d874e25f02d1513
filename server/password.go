package server

import (
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
)

// passwordRounds is how often the hash is hashed again.
const passwordRounds = 512

// hashPassword hashes as the service did, so that the passwords of users who come
// from there are good here (docs/protocol.md, REST).
func hashPassword(salt, password string) string {
	hash := sha512.Sum512([]byte(salt + password))
	for range passwordRounds {
		hash = sha512.Sum512(hash[:])
	}
	return base64.StdEncoding.EncodeToString(hash[:])
}

func isPassword(hash, salt, password string) bool {
	return subtle.ConstantTimeCompare([]byte(hash), []byte(hashPassword(salt, password))) == 1
}
