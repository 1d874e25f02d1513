package server

import (
	"crypto/subtle"
	"errors"
	"time"
)

// app is one application with who is online in it. It does not change: where its
// keys do, another one with the same hub takes its place.
type app struct {
	App
	hub *hub
	// previousUntil is when PreviousMasterKey is worth nothing any more, in milliseconds
	// since 1970; 0 for never.
	previousUntil int64
}

// checkKeys refuses keys of which the one that every page has would do for the other.
func checkKeys(key, master, previous string) error {
	if key != "" && (key == master || key == previous) {
		return errors.New("the key of clients must not be the master key, which may do everything")
	}
	return nil
}

// hasKey compares in constant time. An app without a key accepts none.
func (a *app) hasKey(key string) bool {
	return a.Key != "" && subtle.ConstantTimeCompare([]byte(key), []byte(a.Key)) == 1
}

func (a *app) hasMasterKey(key string, now time.Time) bool {
	has := 0
	for _, master := range a.masterKeys(now) {
		has |= subtle.ConstantTimeCompare([]byte(key), []byte(master))
	}
	return has == 1
}

// masterKeys are the keys that are good now: none, one, or two while one takes the
// other's place.
func (a *app) masterKeys(now time.Time) []string {
	var keys []string
	if a.MasterKey != "" {
		keys = append(keys, a.MasterKey)
	}
	if a.PreviousMasterKey != "" && (a.previousUntil == 0 || now.UnixMilli() < a.previousUntil) {
		keys = append(keys, a.PreviousMasterKey)
	}
	return keys
}
