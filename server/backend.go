package server

// Backend is where an app's own server is called by server/webhook. The zero value
// is nowhere.
type Backend struct {
	// URL is the base of the app's functions, such as https://api.example.org: hooks
	// are posted to URL/1.1/functions/NAME. Empty: none are.
	URL string
	// Key is the secret that the app knows the server by. It is sent along and signed
	// with. It must not be empty.
	Key string
	// Names are the hooks that the app has, such as _messageReceived. When none are
	// given all are called, and one that is answered with 404 is taken to be not there
	// for three minutes.
	Names []string
	// Messages is the URL to which messages to service conversations are posted.
	// Empty: they are not.
	Messages string
	// Concurrent bounds the calls that wait for this app at a time; 64 by default.
	// Further ones wait their turn, as long as they may.
	Concurrent int
	// Answer bounds an answer, in bytes; 256 KiB by default.
	Answer int
}
