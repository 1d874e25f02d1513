package server

import (
	"errors"
	"fmt"
	"strings"
)

// Error is a refusal as the client sees it.
type Error struct {
	Code Code
	// Detail says more to a developer; it may be empty.
	Detail string
	// AppCode and AppMessage are a hook's own; AppCode may be 0.
	AppCode    int
	AppMessage string
}

// Error implements error.
func (e *Error) Error() string {
	if e.Detail == "" {
		return fmt.Sprintf("%d %s", e.Code, e.Code)
	}
	return fmt.Sprintf("%d %s: %s", e.Code, e.Code, e.Detail)
}

// Is says that two errors with the same code are the same.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code
}

func refuse(code Code) error { return &Error{Code: code} }

func refusef(code Code, format string, args ...any) error {
	return &Error{Code: code, Detail: shorten(fmt.Sprintf(format, args...))}
}

// maxDetail bounds what of a client's own text goes into an answer or a log, in
// bytes.
const maxDetail = 256

func shorten(text string) string {
	if len(text) <= maxDetail {
		return text
	}
	return strings.ToValidUTF8(text[:maxDetail], "") + "…"
}

// asRefusal returns what a client is told about err. internal says that err is
// not for the client's eyes: it is logged, and the client learns only that there
// was one.
func asRefusal(err error) (refusal *Error, internal bool) {
	if errors.As(err, &refusal) {
		return refusal, false
	}
	return &Error{Code: InternalError}, true
}
