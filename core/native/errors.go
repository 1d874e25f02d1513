package native

import (
	"fmt"

	"imclient/core"
)

// Error is a refusal by the server, or the end of a connection by a close code
// (docs/protocol.md, Errors). errors.Is compares two of them by their Code;
// package core has a constant for each.
type Error = core.Error

// ArgumentError is the error of an argument that cannot be used. Nothing was
// done.
type ArgumentError = core.ArgumentError

// StateError is the error of a call that the connection's state does not
// allow. Nothing was done.
type StateError = core.StateError

// TimeoutError is the error of a command that the server did not answer in
// Options.CommandTimeout. Whether it took effect is not known.
type TimeoutError = core.TimeoutError

// SignError is the error of an operation whose Signer failed.
type SignError = core.SignError

// Errors to compare with errors.Is.
var (
	// ErrClosed: the client or the Realtime is closed.
	ErrClosed = core.ErrClosed
	// ErrNotConnected: there is no connection now. ClientReconnected tells when
	// there is one again.
	ErrNotConnected = core.ErrNotConnected
	// ErrTimeout is what every TimeoutError is.
	ErrTimeout = core.ErrTimeout
	// ErrConversationNotFound: the server knows no such conversation.
	ErrConversationNotFound error = &core.Error{Code: core.ConversationNotFound}
)

// PanicError is what calls fail with after a defect in the client itself: the
// Realtime is closed, the program lives on.
type PanicError struct {
	Value any    // what was panicked with
	Stack []byte // where
}

// Error implements error.
func (e *PanicError) Error() string { return fmt.Sprintf("internal error: %v", e.Value) }
