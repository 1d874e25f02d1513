package server_test

import (
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

// strangers rename chat rooms
func TestStrangersDoNotRenameARoom(t *testing.T) {
	i := servertest.Start(t)
	ann, eve := servertest.Login(t, i, "ann"), servertest.Login(t, i, "eve")
	m := start()
	m.SetTransient(true)
	cid := ann.Call(conv(wire.OpStart, m)).GetConvMessage().GetCid()
	up := in(cid)
	up.SetAttr(data(`{"name":"owned"}`))
	refused(t, eve, server.ConversationUpdateRejected, conv(wire.OpUpdate, up))
}

// a blocked client reads the room's history
func TestBlockedReadNoHistoryOfARoom(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	room := start()
	room.SetTransient(true)
	rid := ann.Call(conv(wire.OpStart, room)).GetConvMessage().GetCid()
	ann.Call(blacklist(wire.OpBlock, rid, "bob"))
	send(t, ann, rid, "without bob")
	refused(t, bob, server.BlockedByConversation, direct(rid, "x"))
	answer := bob.Call(logsCommand(logs(rid)))
	assert.Equal(t, wire.CommandError, answer.GetCmd(), "bob reads %d messages", len(answer.GetLogsMessage().GetLogs()))
}
