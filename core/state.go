package core

// State is what the connection of a Realtime is doing.
type State uint8

// States of the connection. The first connection is not retried when it fails
// (StateIdle again, the logins fail); an established one that is lost is
// retried with back-off as long as a client is logged in.
const (
	StateIdle         State = iota // nobody has logged in; no connection
	StateConnecting                // the first connection is being made
	StateConnected                 // commands flow
	StateDisconnected              // lost; waiting for the next attempt
	StateReconnecting              // an attempt is being made
	StateOffline                   // paused; waiting for Resume
	StateClosed                    // Close was called; final
)

var stateNames = [...]string{"idle", "connecting", "connected", "disconnected", "reconnecting", "offline", "closed"}

// String names the state, for logs and messages.
//
//go:noinline
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return "unknown"
}
