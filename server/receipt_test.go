package server_test

import (
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func withReceipt(cid, text string) *wire.GenericCommand {
	cmd := direct(cid, text)
	cmd.GetDirectMessage().SetR(true)
	return cmd
}

func TestReceipts(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	ack := sent(t, ann, withReceipt(cid, "hello"))
	send(t, ann, cid, "no receipt for this")
	messages(bob, 2)

	bob.Send(ackUpTo(cid, ack.GetT()))
	rcp := ann.Expect(wire.CommandRcp, 0)
	assert.Equal(t, ack.GetUid(), rcp.GetRcpMessage().GetId())
	assert.Equal(t, "bob", rcp.GetRcpMessage().GetFrom())
	assert.GreaterOrEqual(t, rcp.GetRcpMessage().GetT(), ack.GetT())
	assert.False(t, rcp.GetRcpMessage().HasRead())
	assert.EqualValues(t, 1, rcp.GetNotificationType())

	bob.Send(readUpTo(cid, ack.GetUid(), ack.GetT()))
	rcp = ann.Expect(wire.CommandRcp, 0)
	assert.True(t, rcp.GetRcpMessage().GetRead())
	bob.Send(readUpTo(cid, ack.GetUid(), ack.GetT()))
	bob.Expect(wire.CommandUnread, 0)
	bob.Expect(wire.CommandUnread, 0)
	ann.Quiet()

	item := ann.Call(logsCommand(logs(cid))).GetLogsMessage().GetLogs()[0]
	assert.NotZero(t, item.GetAckAt())
	assert.NotZero(t, item.GetReadAt())

	marks := ann.Call(conv(wire.OpMaxRead, in(cid))).GetConvMessage()
	assert.Equal(t, ack.GetT(), marks.GetMaxReadTimestamp())
	assert.GreaterOrEqual(t, marks.GetMaxAckTimestamp(), ack.GetT())
	m := in(cid)
	m.SetQueryAllMembers(true)
	tuples := ann.Call(conv(wire.OpMaxRead, m)).GetConvMessage().GetMaxReadTuples()
	require.Len(t, tuples, 2)
	assert.Equal(t, "bob", tuples[1].GetPid())
	assert.Equal(t, ack.GetT(), tuples[1].GetMaxReadTimestamp())
	assert.False(t, tuples[0].HasMaxReadTimestamp())
}

func TestAckForms(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	for _, form := range []func(*wire.AckCommand, *wire.AckCommand){
		func(a, sent *wire.AckCommand) { a.SetMid(sent.GetUid()) },
		func(a, sent *wire.AckCommand) { a.SetTots(sent.GetT()) },
		func(a, sent *wire.AckCommand) { a.SetIds([]string{"unknown", sent.GetUid()}) },
		func(*wire.AckCommand, *wire.AckCommand) {}, // all
	} {
		message := sent(t, ann, withReceipt(cid, "hello"))
		messages(bob, 1)
		a := new(wire.AckCommand)
		a.SetCid(cid)
		form(a, message)
		cmd := servertest.Command(wire.CommandAck, 0)
		cmd.SetAckMessage(a)
		bob.Send(cmd)
		assert.Equal(t, message.GetUid(), ann.Expect(wire.CommandRcp, 0).GetRcpMessage().GetId())
	}
	none := servertest.Command(wire.CommandAck, 0)
	none.SetAckMessage(new(wire.AckCommand))
	none.GetAckMessage().SetCid(cid)
	none.GetAckMessage().SetIds([]string{"unknown"})
	bob.Send(none)
	bob.Quiet()
	ann.Quiet()
}

func TestNoReceiptsAmongMany(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob", "cid")
	joined(bob)
	ack := sent(t, ann, withReceipt(cid, "hello"))
	messages(bob, 1)
	bob.Send(ackUpTo(cid, ack.GetT()))
	bob.Send(readUpTo(cid, ack.GetUid(), ack.GetT()))
	bob.Expect(wire.CommandUnread, 0)
	ann.Quiet()
}

func TestReadMarksOfStrangersAreIgnored(t *testing.T) {
	i := servertest.Start(t)
	ann, stranger := servertest.Login(t, i, "ann"), servertest.Login(t, i, "cid")
	cid := create(t, ann, "bob")
	ack := sent(t, ann, withReceipt(cid, "hello"))
	stranger.Send(ackUpTo(cid, ack.GetT()))
	stranger.Send(readUpTo(cid, ack.GetUid(), ack.GetT()))
	stranger.Send(ackUpTo("none", 1))
	stranger.Send(readUpTo("none", "", 1))
	stranger.Quiet()
	ann.Quiet()
	refused(t, stranger, server.ConversationMembershipRequired, conv(wire.OpMaxRead, in(cid)))
}

func TestRecallAndEdit(t *testing.T) {
	i := servertest.Start(t)
	ann, bob, desk := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	joined(bob)
	joined(desk)
	first, second := send(t, ann, cid, "one"), send(t, ann, cid, "two")
	messages(bob, 2)
	messages(desk, 2)

	patch := func(mid string, change func(*wire.PatchItem)) *wire.GenericCommand {
		item := new(wire.PatchItem)
		item.SetCid(cid)
		item.SetMid(mid)
		change(item)
		m := new(wire.PatchCommand)
		m.AddPatches(item)
		cmd := servertest.Command(wire.CommandPatch, wire.OpModify)
		cmd.SetPatchMessage(m)
		return cmd
	}
	edit := func(item *wire.PatchItem) { item.SetData("ONE") }
	recall := func(item *wire.PatchItem) { item.SetRecall(true) }

	modified := ann.Call(patch(first.GetUid(), edit))
	require.Equal(t, wire.OpModified, modified.GetOp(), servertest.Describe(modified))
	for _, c := range []*servertest.Client{bob, desk} {
		push := c.Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage()
		item := push.GetPatches()[0]
		assert.Equal(t, "ONE", item.GetData())
		assert.Equal(t, first.GetUid(), item.GetMid())
		assert.Equal(t, first.GetT(), item.GetTimestamp())
		assert.Equal(t, "ann", item.GetFrom())
		assert.Equal(t, modified.GetPatchMessage().GetLastPatchTime(), item.GetPatchTimestamp())
		assert.False(t, item.HasRecall())
		assert.False(t, item.HasPatchCode(), "an optional zero counts as set")
	}
	ann.Call(patch(second.GetUid(), recall))
	item := bob.Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage().GetPatches()[0]
	assert.True(t, item.GetRecall())
	assert.Equal(t, `{"_lctype":-127}`, item.GetData())
	assert.Equal(t, []string{"ONE", `{"_lctype":-127}`}, history(t, bob, logs(cid)))

	refused(t, bob, server.MessageOwnershipRequired, patch(first.GetUid(), edit))
	refused(t, ann, server.MessageNotFound, patch("none", edit))
	refused(t, servertest.Login(t, i, "cid"), server.InvalidMessagingTarget, patch(first.GetUid(), edit))
	empty := servertest.Command(wire.CommandPatch, wire.OpModify)
	refused(t, ann, server.ConversationAPIFailed, empty)

	// What was patched while a client was away comes with its login.
	open := servertest.OpenCommand(i.AppID, "bob")
	open.GetSessionMessage().SetLastPatchTime(first.GetT())
	open.GetSessionMessage().SetLastUnreadNotifTime(modified.GetPatchMessage().GetLastPatchTime() + 1)
	back := servertest.Dial(t, i)
	back.Call(open)
	patches := back.Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage().GetPatches()
	require.Len(t, patches, 2)
	assert.Equal(t, first.GetUid(), patches[0].GetMid())
	back.Quiet()
}
