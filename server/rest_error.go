package server

import (
	"errors"
	"fmt"
	"net/http"
)

// restError is a refusal with a code that is not one of the protocol's.
type restError struct {
	status, code int
	message      string
}

// Error implements error.
func (e *restError) Error() string { return e.message }

func refuseRESTf(status, code int, format string, args ...any) error {
	return &restError{status, code, shorten(fmt.Sprintf(format, args...))}
}

// answerError answers with what is the caller's error, and hides what is not.
func (s *Server) answerError(w http.ResponseWriter, r *http.Request, err error) {
	var refusal *Error
	var own *restError
	var status, code int
	switch {
	case errors.As(err, &own):
		status, code = own.status, own.code
	case errors.As(err, &refusal):
		status, code = restStatus(refusal.Code), int(refusal.Code)
		err = refusal
	default:
		s.failREST(w, r, err)
		return
	}
	s.log.Info("request refused", "remote", r.RemoteAddr, "path", shorten(r.URL.Path), "status", status, "error", err)
	writeError(w, status, code, err.Error())
}

// restStatus is the HTTP status that goes with a code of the protocol.
func restStatus(code Code) int {
	switch code {
	case ConversationNotFound, MessageNotFound:
		return http.StatusNotFound
	}
	return http.StatusBadRequest
}
