package server_test

import (
	"context"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// one's mark changes others' private messages
func TestMarksOfPrivateMessages(t *testing.T) {
	i := servertest.Start(t)
	id, err := i.Any().CreateServiceConversation(context.Background(), i.AppID, `{}`)
	require.NoError(t, err)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	ann.Call(conv(wire.OpAdd, in(id, "ann")))
	bob.Call(conv(wire.OpAdd, in(id, "bob")))
	send(t, bob, id, "private to bob and the app")
	ann.Send(ackUpTo(id, time.Now().UnixMilli()+1000))
	ann.Send(readUpTo(id, "", 0))
	ann.Expect(wire.CommandUnread, 0)
	answer := bob.Call(logsCommand(logs(id)))
	item := answer.GetLogsMessage().GetLogs()[0]
	assert.False(t, item.HasAckAt(), "ann never got bob's message")
	assert.False(t, item.HasReadAt(), "ann never got bob's message")
}

// the largest time
func TestLargestTime(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	send(t, ann, cid, "hello")
	l := logs(cid)
	l.SetT(1<<63 - 1)
	l.SetTIncluded(true)
	assert.Equal(t, []string{"hello"}, history(t, ann, l))
}

// what is read names no newest message
func TestReadConversationAtLogin(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	ack := send(t, ann, cid, "one")
	messages(bob, 1)
	bob.Send(readUpTo(cid, ack.GetUid(), ack.GetT()))
	bob.Expect(wire.CommandUnread, 0)
	open := servertest.OpenCommand(i.AppID, "bob")
	open.GetSessionMessage().SetLastUnreadNotifTime(ack.GetT() - 1000)
	back := servertest.Dial(t, i)
	back.Call(open)
	u := back.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs()[0]
	assert.Zero(t, u.GetUnread())
	assert.False(t, u.HasMid(), "nothing is unread")
}
