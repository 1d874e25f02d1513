package server

import "crypto/subtle"

// app is one application with who is online in it. It does not change: where its
// keys do, another one with the same hub takes its place.
type app struct {
	App
	hub *hub
}

// hasKey compares in constant time. An app without a key accepts none.
func (a *app) hasKey(key string) bool {
	return a.Key != "" && subtle.ConstantTimeCompare([]byte(key), []byte(a.Key)) == 1
}

func (a *app) hasMasterKey(key string) bool {
	return a.MasterKey != "" && subtle.ConstantTimeCompare([]byte(key), []byte(a.MasterKey)) == 1
}
