package server_test

import (
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

// signature bypass
func TestTemporaryRoomNeedsSignature(t *testing.T) {
	app := server.DevelopmentApp
	app.Signatures = server.Signatures{Conversation: true}
	i := servertest.StartWith(t, server.Options{Apps: []server.App{app}})
	ann := servertest.Login(t, i, "ann")
	m := start()
	m.SetTempConv(true)
	m.SetTransient(true)
	answer := ann.Call(conv(wire.OpStart, m))
	assert.Equal(t, wire.CommandError, answer.GetCmd(), servertest.Describe(answer))
	rows := query(t, ann, where(`{"tr":true}`))
	assert.Empty(t, rows, "a chat room was created unsigned")
}
