package core

import (
	"errors"
	"strconv"
)

// Errors that callers decide on.
var (
	// ErrClosed is returned for what was asked of a closed Realtime or Client.
	ErrClosed = errors.New("client closed")
	// ErrNotConnected is returned for what was asked while the connection was
	// down; wait for ClientReconnected.
	//
	//lint:ignore ST1005 programs compare this text
	ErrNotConnected = errors.New("Connection unavailable")
	// ErrTimeout is what a *TimeoutError is.
	ErrTimeout = errors.New("command timeout")
	// ErrMalformed is what an answer is that the protocol does not allow.
	ErrMalformed = errors.New("malformed answer from the server")
)

// Error is a refusal by the server, or the end of a connection by a close
// code. errors.Is compares two of them by Code; see Code for the names.
type Error struct {
	Code    Code
	Reason  string // the symbolic name or a text, as the server sent it
	Detail  string // more, for a developer
	AppCode int    // what the application's hook gave as its code; 0 if none
	AppMsg  string // what the hook gave as its message
}

// Error is the reason, else the detail, else the code's own text.
func (e *Error) Error() string {
	switch {
	case e.Reason != "":
		return e.Reason
	case e.Detail != "":
		return e.Detail
	case e.Code.text() != "":
		return e.Code.text()
	case e.Code.String() != "":
		return e.Code.String()
	}
	return "Unknown error: " + strconv.Itoa(int(e.Code))
}

// Name is the symbolic name: the server's reason, else the code's name.
func (e *Error) Name() string {
	if e.Reason != "" {
		return e.Reason
	}
	return e.Code.String()
}

// Is reports whether target is an *Error with the same code.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code
}

// ArgumentError says that a call was made with arguments it does not take.
// Nothing was done.
type ArgumentError struct{ Message string }

// Error says which argument is wrong, and how.
func (e *ArgumentError) Error() string { return e.Message }

// TimeoutError says that the server did not answer a request in
// Options.CommandTimeout. Whether the request took effect is unknown.
type TimeoutError struct{ Cmd, Op string }

// Error names the command that was not answered.
func (e *TimeoutError) Error() string {
	return "Command Timeout [cmd:" + e.Cmd + " op:" + e.Op + "]"
}

// Name is the error's symbolic name.
func (e *TimeoutError) Name() string { return "COMMAND_TIMEOUT" }

// Is reports whether target is ErrTimeout.
func (e *TimeoutError) Is(target error) bool { return target == ErrTimeout }

// SignError says that a Signer failed; Err is what it gave.
type SignError struct{ Err error }

// Error is what the Signer gave as its error, marked as such.
func (e *SignError) Error() string { return "sign error: " + e.Err.Error() }

// Unwrap returns the Signer's own error.
func (e *SignError) Unwrap() error { return e.Err }

// StateError says that a call is not allowed in the state the connection is
// in. Nothing was done.
type StateError struct {
	Call  string
	State State
}

// Error names the call and the state.
func (e *StateError) Error() string {
	if e.State == StateIdle {
		return "no connection established"
	}
	return e.Call + " not allowed: the connection is now " + e.State.String()
}
