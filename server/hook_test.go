package server_test

import (
	"bytes"
	"context"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

func TestMessageHook(t *testing.T) {
	seen := make(chan server.Message, 10)
	i := servertest.StartWith(t, server.Options{Hooks: server.Hooks{MessageReceived: func(_ context.Context, m server.Message) (server.Verdict, error) {
		seen <- m
		switch {
		case bytes.Contains(m.Data, []byte("refuse")):
			return server.Verdict{Reject: true, Code: 77, Reason: "not here"}, nil
		case bytes.Contains(m.Data, []byte("damn")):
			return server.Verdict{Data: bytes.ReplaceAll(m.Data, []byte("damn"), []byte("***")), Code: -4408, Reason: "be polite"}, nil
		case bytes.Contains(m.Data, []byte("colour")):
			return server.Verdict{Data: []byte("color")}, nil
		}
		return server.Verdict{}, nil
	}}})
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	phone := servertest.Login(t, i, "ann")
	id := create(t, ann, "bob")
	joined(bob)
	joined(phone)

	ack := ann.Call(direct(id, "refuse this")).GetAckMessage()
	assert.EqualValues(t, server.MessageRejectedByApp, ack.GetCode())
	assert.Equal(t, "MESSAGE_REJECTED_BY_APP", ack.GetReason())
	assert.EqualValues(t, 77, ack.GetAppCode())
	assert.Equal(t, "not here", ack.GetAppMsg())
	asked := <-seen
	assert.NotZero(t, asked.Timestamp)
	asked.Timestamp = 0
	assert.Equal(t, server.Message{App: "dev", Conversation: id, From: "ann", To: []string{"bob"}, Data: []byte("refuse this"),
		SourceIP: "127.0.0.1"}, asked)

	sent := send(t, ann, id, "damn it")
	patch := ann.Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage().GetPatches()[0]
	assert.Equal(t, sent.GetUid(), patch.GetMid())
	assert.Equal(t, "*** it", patch.GetData())
	assert.EqualValues(t, -4408, patch.GetPatchCode())
	assert.Equal(t, "be polite", patch.GetPatchReason())
	assert.Equal(t, sent.GetT(), patch.GetTimestamp())
	assert.NotZero(t, patch.GetPatchTimestamp())
	for _, c := range []*servertest.Client{bob, phone} {
		assert.Equal(t, []string{"*** it"}, messages(c, 1))
		c.Quiet()
	}
	send(t, ann, id, "colour")
	patch = ann.Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage().GetPatches()[0]
	assert.False(t, patch.HasPatchCode())
	assert.False(t, patch.HasPatchReason())
	send(t, ann, id, "hello")
	ann.Quiet()
	assert.Equal(t, []string{"*** it", "color", "hello"}, history(t, bob, logs(id)))

	assert.Equal(t, []string{"color", "hello"}, messages(bob, 2))
	transient := direct(id, "damn")
	transient.GetDirectMessage().SetTransient(true)
	sent = ann.Call(transient).GetAckMessage()
	assert.Equal(t, []string{"***"}, messages(bob, 1))
	assert.Equal(t, sent.GetUid(), ann.Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage().GetPatches()[0].GetMid())
}
