//go:build js && wasm

package jsbridge

import (
	"errors"
	"fmt"
	"testing"

	"github.com/norunners/vert"
	"github.com/stretchr/testify/assert"

	"imclient/core"
	"imclient/jsbridge/internal/jsonwriter"
)

func TestFailure(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{errors.New("plain"), `{"type":"Error","message":"plain"}`},
		{core.ErrNotConnected, `{"type":"Error","message":"Connection unavailable"}`},
		{closedError("Client"), `{"type":"Error","message":"Client is closed"}`},
		{&core.ArgumentError{Message: "appId is required"}, `{"type":"TypeError","message":"appId is required"}`},
		{&vert.InvalidAssignmentError{}, `{"type":"TypeError","message":"invalid assignment to Go kind: invalid must be a non-nil pointer"}`},
		{&core.TimeoutError{Cmd: "conv", Op: "start"}, `{"type":"Error","message":"Command Timeout [cmd:conv op:start]","name":"COMMAND_TIMEOUT"}`},
		{fmt.Errorf("wrapped: %w", &core.Error{Code: 4303, Reason: "CONVERSATION_NOT_FOUND", Detail: "d", AppCode: 7, AppMsg: "m"}),
			`{"type":"Error","message":"wrapped: CONVERSATION_NOT_FOUND","code":4303,"name":"CONVERSATION_NOT_FOUND","reason":"CONVERSATION_NOT_FOUND","detail":"d","appCode":7,"appMsg":"m"}`},
	} {
		var w jsonwriter.Writer
		failure(&w, "", c.err)
		assert.JSONEq(t, c.want, string(w.Bytes()))
	}
}
