package server

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestReasonsAreComplete(t *testing.T) {
	assert.Equal(t, "INTERNAL_ERROR", Code(1).String())
	for code, reason := range reasons {
		assert.Equal(t, reason, code.String())
		assert.Regexp(t, "^[A-Z_]+$", reason)
	}
}

func TestErrorsCompareByCode(t *testing.T) {
	err := refusef(InvalidLogin, "client id is too long")
	assert.ErrorIs(t, err, refuse(InvalidLogin))
	assert.NotErrorIs(t, err, refuse(FrameTooLong))
	assert.Equal(t, "4103 INVALID_LOGIN: client id is too long", err.Error())
	refusal, internal := asRefusal(assert.AnError)
	assert.True(t, internal)
	assert.Equal(t, &Error{Code: InternalError}, refusal, "the client learns nothing of what went wrong inside")
}
