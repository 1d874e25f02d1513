package server_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTwoPeopleChat(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)

	ack := send(t, ann, cid, "hello")
	assert.Len(t, ack.GetUid(), 22)
	push := bob.Expect(wire.CommandDirect, 0)
	assert.False(t, push.HasI())
	assert.Equal(t, "bob", push.GetPeerId())
	assert.EqualValues(t, 2, push.GetService())
	d := push.GetDirectMessage()
	assert.Equal(t, "hello", d.GetMsg())
	assert.Equal(t, "ann", d.GetFromPeerId())
	assert.Equal(t, cid, d.GetCid())
	assert.Equal(t, ack.GetUid(), d.GetId())
	assert.Equal(t, ack.GetT(), d.GetTimestamp())
	for name, present := range map[string]bool{
		"transient": d.HasTransient(), "binaryMsg": d.HasBinaryMsg(), "patchTimestamp": d.HasPatchTimestamp(),
		"mentionAll": d.HasMentionAll(), "offline": d.HasOffline(),
	} {
		assert.False(t, present, "an optional zero counts as set: %s", name)
	}
	send(t, bob, cid, "hi")
	assert.Equal(t, []string{"hi"}, messages(ann, 1))
	ann.Quiet()
	bob.Quiet()
	assert.Equal(t, []string{"hello", "hi"}, history(t, bob, logs(cid)))
}

func TestBinaryAndMentions(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	cmd := servertest.Command(wire.CommandDirect, 0)
	d := new(wire.DirectCommand)
	d.SetCid(cid)
	d.SetBinaryMsg([]byte{0, 1, 255})
	d.SetMentionAll(true)
	d.SetMentionPids([]string{"bob"})
	cmd.SetDirectMessage(d)
	sent(t, ann, cmd)
	got := bob.Expect(wire.CommandDirect, 0).GetDirectMessage()
	assert.Equal(t, []byte{0, 1, 255}, got.GetBinaryMsg())
	assert.False(t, got.HasMsg())
	assert.True(t, got.GetMentionAll())
	assert.Equal(t, []string{"bob"}, got.GetMentionPids())

	item := bob.Call(logsCommand(logs(cid))).GetLogsMessage().GetLogs()[0]
	assert.True(t, item.GetBin())
	assert.Equal(t, base64.StdEncoding.EncodeToString([]byte{0, 1, 255}), item.GetData())
	assert.True(t, item.GetMentionAll())
}

func TestOtherDevicesOfTheSender(t *testing.T) {
	i := servertest.Start(t)
	ann, desk := servertest.Login(t, i, "ann"), servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	joined(desk)
	send(t, ann, cid, "hello")
	assert.Equal(t, "ann", desk.Expect(wire.CommandDirect, 0).GetDirectMessage().GetFromPeerId())
	ann.Quiet()
}

func TestMessageRefusals(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "cid")
	refused(t, bob, server.InvalidMessagingTarget, direct(cid, "not a member"))
	refused(t, bob, server.InvalidMessagingTarget, direct("000000000000000000000000", "no conversation"))
	refused(t, bob, server.InvalidMessagingTarget, direct("", "none at all"))
	refused(t, bob, server.InvalidMessagingTarget, servertest.Command(wire.CommandDirect, 0))
	refused(t, ann, server.FrameTooLong, direct(cid, strings.Repeat("x", 5*1024+1)))
	pushData := direct(cid, strings.Repeat("x", 5*1024-10))
	pushData.GetDirectMessage().SetPushData(`{"alert":"hello"}`)
	refused(t, ann, server.FrameTooLong, pushData)
	send(t, ann, cid, strings.Repeat("x", 5*1024))
	ann.Quiet()
}

func TestSameMessageTwice(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	message := func(text string) *wire.GenericCommand {
		cmd := direct(cid, text)
		cmd.GetDirectMessage().SetDt("one and the same")
		return cmd
	}
	first := sent(t, ann, message("hello"))
	i.Restart()
	ann, bob = servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	bob.Expect(wire.CommandUnread, 0)
	again := sent(t, ann, message("hello"))
	assert.Equal(t, first.GetUid(), again.GetUid())
	assert.Equal(t, first.GetT(), again.GetT())
	other := sent(t, bob, message("another's with the same mark"))
	assert.NotEqual(t, first.GetUid(), other.GetUid())
	bob.Quiet()
	assert.Equal(t, []string{"hello", "another's with the same mark"}, history(t, ann, logs(cid)))
}

func TestTransientMessages(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	cmd := direct(cid, "typing")
	cmd.GetDirectMessage().SetTransient(true)
	assert.NotEmpty(t, sent(t, ann, cmd).GetUid())
	got := bob.Expect(wire.CommandDirect, 0).GetDirectMessage()
	assert.True(t, got.GetTransient())
	assert.Empty(t, history(t, bob, logs(cid)))

	stranger := servertest.Login(t, i, "cid")
	cmd = direct(cid, "typing")
	cmd.GetDirectMessage().SetTransient(true)
	refused(t, stranger, server.InvalidMessagingTarget, cmd)
}

func TestWillMessage(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	will := direct(cid, "I am gone")
	will.GetDirectMessage().SetWill(true)
	ack := sent(t, ann, will)
	bob.Quiet()
	require.NoError(t, ann.WS.CloseNow())
	got := bob.Expect(wire.CommandDirect, 0).GetDirectMessage()
	assert.Equal(t, ack.GetUid(), got.GetId())
	assert.Equal(t, "I am gone", got.GetMsg())

	ann = servertest.Login(t, i, "ann")
	sent(t, ann, will)
	ann.Call(servertest.Command(wire.CommandSession, wire.OpClose))
	bob.Quiet() // who logs out is not gone by accident
}

func TestAcksAndMessagesKeepTheirOrder(t *testing.T) {
	i := servertest.Start(t)
	const senders, each = 4, 100
	receiver := servertest.Login(t, i, "r")
	members := []string{"r"}
	clients := make([]*servertest.Client, senders)
	for n := range clients {
		id := fmt.Sprintf("s%d", n)
		members = append(members, id)
		clients[n] = servertest.Login(t, i, id)
	}
	cid := create(t, receiver, members...)
	var all sync.WaitGroup
	for n, c := range clients {
		joined(c)
		all.Go(func() {
			for k := range each {
				c.Request(direct(cid, fmt.Sprintf("%d:%d", n, k)))
			}
		})
	}
	all.Wait()
	got := messages(receiver, senders*each)
	last := map[string]int{}
	for _, text := range got {
		sender, _, _ := strings.Cut(text, ":")
		assert.Equal(t, fmt.Sprintf("%s:%d", sender, last[sender]), text, "a sender's messages keep their order")
		last[sender]++
	}
	m := logs(cid)
	m.SetL(1000)
	assert.Equal(t, got, history(t, receiver, m), "and everybody sees the order of the history")
	for _, c := range clients {
		acks, pushes := int32(0), 0
		for range senders * each {
			frame := c.Next()
			if frame.GetCmd() == wire.CommandAck {
				acks++
				assert.Equal(t, acks+1, frame.GetI(), "acks come in the order of the messages")
			} else {
				pushes++
			}
		}
		assert.EqualValues(t, each, acks)
		assert.Equal(t, (senders-1)*each, pushes)
	}
}

func TestChatRoom(t *testing.T) {
	i := servertest.Start(t)
	ann, bob, desk := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Login(t, i, "ann")
	m := new(wire.ConvCommand)
	m.SetTransient(true)
	cid := ann.Call(conv(wire.OpStart, m)).GetConvMessage().GetCid()
	count := func() int32 { return bob.Call(conv(wire.OpCount, in(cid))).GetConvMessage().GetCount() }
	assert.EqualValues(t, 1, count())
	assert.Equal(t, []string{"bob"}, bob.Call(conv(wire.OpAdd, in(cid, "bob"))).GetConvMessage().GetAllowedPids())
	assert.EqualValues(t, 2, count())

	send(t, ann, cid, "hello")
	assert.Equal(t, []string{"hello"}, messages(bob, 1))
	desk.Call(conv(wire.OpAdd, in(cid, "ann")))
	assert.EqualValues(t, 2, count(), "clients are counted, not devices")
	assert.ElementsMatch(t, []string{"ann", "bob"}, bob.Call(conv(wire.OpMembers, in(cid))).GetConvMessage().GetM())
	send(t, ann, cid, "once more")
	assert.Equal(t, []string{"once more"}, messages(bob, 1))
	desk.Quiet() // a sender's other devices are not told of what is said in a room
	assert.Equal(t, []string{"hello", "once more"}, history(t, bob, logs(cid)))
	refused(t, ann, server.NormalConversationRequired, conv(wire.OpAdd, in(cid, "bob")))

	bob.Call(conv(wire.OpRemove, in(cid, "bob")))
	send(t, ann, cid, "anybody?")
	bob.Quiet()
	require.Len(t, query(t, bob, where(`{"tr":true}`)), 1)
}

func TestComingBackIntoAChatRoom(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Dial(t, i)
	token := bob.Open(i.AppID, "bob").GetSessionMessage().GetSt()
	m := new(wire.ConvCommand)
	m.SetTransient(true)
	cid := ann.Call(conv(wire.OpStart, m)).GetConvMessage().GetCid()
	enter := func() { bob.Call(conv(wire.OpAdd, in(cid, "bob"))) }
	inside := func() bool { return ann.Call(conv(wire.OpCount, in(cid))).GetConvMessage().GetCount() == 2 }
	lose := func() {
		require.NoError(t, bob.WS.CloseNow())
		require.Eventually(t, func() bool { return !inside() }, servertest.Deadline, 1)
		bob = servertest.Dial(t, i)
	}
	enter()
	lose()
	bob.Call(reopen(i.AppID, "bob", token))
	assert.True(t, inside(), "a session that is opened again is in its room")
	lose()
	bob.Open(i.AppID, "bob")
	assert.False(t, inside(), "a new login is not")
	enter()
	bob.Call(servertest.Command(wire.CommandSession, wire.OpClose))
	bob.Call(reopen(i.AppID, "bob", token))
	assert.False(t, inside(), "neither is who logged out")
}

func TestTemporaryConversation(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	m := new(wire.ConvCommand)
	m.SetM([]string{"ann", "bob"})
	m.SetTempConv(true)
	m.SetTempConvTTL(100)
	started := ann.Call(conv(wire.OpStart, m)).GetConvMessage()
	assert.True(t, strings.HasPrefix(started.GetCid(), "_tmp:"))
	assert.EqualValues(t, 100, started.GetTempConvTTL())
	joined(ann)
	joined(bob)
	again := bob.Call(conv(wire.OpStart, m)).GetConvMessage()
	assert.Equal(t, started.GetCid(), again.GetCid(), "one for each set of members, while it lives")
	send(t, ann, again.GetCid(), "psst")
	assert.Equal(t, []string{"psst"}, messages(bob, 1))

	ask := new(wire.ConvCommand)
	ask.SetTempConvIds([]string{again.GetCid()})
	rows := query(t, bob, ask)
	require.Len(t, rows, 1)
	assert.Equal(t, true, rows[0]["temp"])
	assert.InDelta(t, 100, rows[0]["ttl"], 10)
	assert.Empty(t, query(t, bob, where(`{}`)))
	refused(t, bob, server.NormalConversationRequired, conv(wire.OpAdd, in(again.GetCid(), "cid")))
}
