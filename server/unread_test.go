package server_test

import (
	"fmt"
	"sync"
	"testing"

	"imclient/core/wire"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUnreadAtLogin(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	send(t, ann, cid, "one")
	mention := direct(cid, "two")
	mention.GetDirectMessage().SetMentionPids([]string{"bob"})
	ack := sent(t, ann, mention)

	bob := servertest.Login(t, i, "bob")
	unread := bob.Expect(wire.CommandUnread, 0)
	assert.Equal(t, "bob", unread.GetPeerId())
	notified := unread.GetUnreadMessage().GetNotifTime()
	assert.GreaterOrEqual(t, notified+1, ack.GetT(), "the second message of a millisecond is ahead of the clock")
	require.Len(t, unread.GetUnreadMessage().GetConvs(), 1)
	u := unread.GetUnreadMessage().GetConvs()[0]
	assert.Equal(t, cid, u.GetCid())
	assert.EqualValues(t, 2, u.GetUnread())
	assert.True(t, u.GetMentioned())
	assert.Equal(t, ack.GetUid(), u.GetMid())
	assert.Equal(t, ack.GetT(), u.GetTimestamp())
	assert.Equal(t, "ann", u.GetFrom())
	assert.Equal(t, "two", u.GetData())
	assert.False(t, u.HasPatchTimestamp())

	desk := servertest.Login(t, i, "bob")
	desk.Expect(wire.CommandUnread, 0)
	bob.Send(readUpTo(cid, ack.GetUid(), ack.GetT()))
	for _, c := range []*servertest.Client{bob, desk} {
		u := c.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs()[0]
		assert.Zero(t, u.GetUnread())
		assert.True(t, u.HasUnread())
		assert.False(t, u.GetMentioned())
	}
	servertest.Login(t, i, "bob").Quiet()

	open := servertest.OpenCommand(i.AppID, "bob")
	open.GetSessionMessage().SetLastUnreadNotifTime(notified)
	back := servertest.Dial(t, i)
	back.Call(open)
	u = back.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs()[0]
	assert.Zero(t, u.GetUnread(), "what was read elsewhere since is told")
}

func TestReadingUpToAnOlderMessage(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	first := send(t, ann, cid, "one")
	send(t, ann, cid, "two")
	messages(bob, 2)
	bob.Send(readUpTo(cid, first.GetUid(), first.GetT()))
	assert.EqualValues(t, 1, bob.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs()[0].GetUnread())
	all := new(wire.ReadCommand)
	all.SetCids([]string{cid})
	cmd := servertest.Command(wire.CommandRead, 0)
	cmd.SetReadMessage(all)
	bob.Send(cmd)
	assert.Zero(t, bob.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs()[0].GetUnread())
}

// Messages keep coming while clients log in: each is either counted in the
// snapshot or delivered, never both and never neither.
func TestSnapshotMeetsLiveDelivery(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	const rounds, total = 20, 400
	members := []string{}
	for n := range rounds {
		members = append(members, fmt.Sprintf("b%d", n))
	}
	cid := create(t, ann, members...)
	var all sync.WaitGroup
	all.Go(func() {
		for n := range total {
			ann.Request(direct(cid, fmt.Sprint(n)))
		}
	})
	clients := make([]*servertest.Client, rounds)
	for n := range clients {
		clients[n] = servertest.Login(t, i, members[n])
	}
	all.Wait()
	for range total {
		ann.Expect(wire.CommandAck, 0)
	}
	for _, c := range clients {
		next := 0
		frame := c.Next()
		if frame.GetCmd() == wire.CommandUnread {
			u := frame.GetUnreadMessage().GetConvs()[0]
			next = int(u.GetUnread())
			assert.Equal(t, fmt.Sprint(next-1), u.GetData())
			if next < total {
				frame = c.Next()
			}
		}
		for next < total {
			require.Equal(t, fmt.Sprint(next), frame.GetDirectMessage().GetMsg(), servertest.Describe(frame))
			if next++; next < total {
				frame = c.Next()
			}
		}
		c.Quiet()
	}
}

// The same for patches: each is told of once, at login or live.
func TestPatchesMeetLiveDelivery(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	ack := send(t, ann, cid, "0")
	const total = 300
	var all sync.WaitGroup
	all.Go(func() {
		for n := 1; n <= total; n++ {
			item := new(wire.PatchItem)
			item.SetCid(cid)
			item.SetMid(ack.GetUid())
			item.SetData(fmt.Sprint(n))
			m := new(wire.PatchCommand)
			m.AddPatches(item)
			cmd := servertest.Command(wire.CommandPatch, wire.OpModify)
			cmd.SetPatchMessage(m)
			ann.Request(cmd)
		}
	})
	var clients []*servertest.Client
	for range 10 {
		open := servertest.OpenCommand(i.AppID, "bob")
		open.GetSessionMessage().SetLastPatchTime(1)
		c := servertest.Dial(t, i)
		require.Equal(t, wire.OpOpened, c.Call(open).GetOp())
		clients = append(clients, c)
	}
	all.Wait()
	for range total {
		ann.Expect(wire.CommandPatch, wire.OpModified)
	}
	for _, c := range clients {
		c.Expect(wire.CommandUnread, 0)
		last := ""
		for last != fmt.Sprint(total) {
			item := c.Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage().GetPatches()[0]
			require.NotEqual(t, last, item.GetData(), "told of twice")
			last = item.GetData()
		}
		c.Quiet()
	}
}
