package store

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// UniqueID is the published id of a member set: the MD5 of the sorted ids, put
// together without a separator. Different sets can have the same one.
func UniqueID(sorted []string) string {
	sum := md5.Sum([]byte(strings.Join(sorted, "")))
	return hex.EncodeToString(sum[:])
}

// UniqueKey tells member sets apart for certain.
func UniqueKey(sorted []string) string {
	h := sha256.New()
	for _, id := range sorted {
		var n [4]byte
		binary.BigEndian.PutUint32(n[:], uint32(len(id)))
		h.Write(n[:])
		h.Write([]byte(id))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// UniqueKeyOfID is the key of a conversation that came from elsewhere and of whose
// first members only the published id is known. It is looked for after UniqueKey.
func UniqueKeyOfID(uniqueID string) string { return "id:" + uniqueID }
