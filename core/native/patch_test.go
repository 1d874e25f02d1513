package native_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/native"
	"imclient/server"
	"imclient/server/servertest"
)

func TestMessageThatTheAppChanges(t *testing.T) {
	s := servertest.StartWith(t, server.Options{Hooks: server.Hooks{MessageReceived: func(_ context.Context, m server.Message) (server.Verdict, error) {
		switch {
		case bytes.Equal(m.Data, []byte("no")):
			return server.Verdict{Reject: true, Code: 77, Reason: "not here"}, nil
		case bytes.Equal(m.Data, []byte("damn")):
			return server.Verdict{Data: []byte("****"), Code: -4408, Reason: "be polite"}, nil
		}
		return server.Verdict{}, nil
	}}})
	patched := make(chan native.MessagePatched, 10)
	received := make(chan native.MessageReceived, 10)
	tom := login(t, s, "tom", into(patched))
	login(t, s, "jerry", into(received))
	ours := unite(t, tom, "jerry")

	_, err := ours.Send(within(t), native.Plain("no"))
	var refused *native.Error
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, core.MessageRejectedByApp, refused.Code)
	assert.Equal(t, 77, refused.AppCode)
	assert.Equal(t, "not here", refused.AppMsg)

	sent, err := ours.Send(within(t), native.Plain("damn"))
	require.NoError(t, err)
	changed := receive(t, patched)
	assert.Equal(t, sent.ID, changed.Message.ID)
	assert.Equal(t, "****", changed.Message.Text)
	assert.Equal(t, &native.PatchReason{Code: -4408, Detail: "be polite"}, changed.Reason)
	assert.False(t, changed.Recall)
	assert.Equal(t, "****", receive(t, received).Message.Text)
	assert.Equal(t, "****", ours.LastMessage().Text)
}
