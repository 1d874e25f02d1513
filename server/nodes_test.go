package server_test

import (
	"context"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

// twoNodes share the store and the bus.
func twoNodes(t *testing.T, o server.Options) (one, two *servertest.Instance) {
	t.Helper()
	nodes := servertest.Nodes(t, o, 2)
	return servertest.StartWith(t, nodes[0]), servertest.StartWith(t, nodes[1])
}

// One device at a time has a tag, whatever nodes they are on.
func TestTagConflictBetweenNodes(t *testing.T) {
	one, two := twoNodes(t, server.Options{})
	old := servertest.Dial(t, one)
	token := old.Call(tagged(one.AppID, "ann", "phone", "d1")).GetSessionMessage().GetSt()
	desk := servertest.Dial(t, one)
	desk.Call(tagged(one.AppID, "ann", "desk", "d1"))
	fresh := servertest.Dial(t, two)
	newToken := fresh.Call(tagged(two.AppID, "ann", "phone", "d2")).GetSessionMessage().GetSt()
	closed := old.Expect(wire.CommandSession, wire.OpClosed)
	assert.EqualValues(t, server.SessionConflict, closed.GetSessionMessage().GetCode())
	for _, node := range []*servertest.Instance{one, two} {
		refused(t, servertest.Dial(t, node), server.SessionConflict, reopen(one.AppID, "ann", token))
	}
	desk.Quiet()
	// The winner may come back on the other node, and that ends what is left of its
	// old connection.
	back := servertest.Dial(t, one)
	assert.Equal(t, wire.OpOpened, back.Call(reopen(one.AppID, "ann", newToken)).GetOp())
	closed = fresh.Expect(wire.CommandSession, wire.OpClosed)
	assert.EqualValues(t, server.SessionConflict, closed.GetSessionMessage().GetCode())
	back.Quiet()
}

// A claim outlives the process.
func TestTagConflictAfterARestart(t *testing.T) {
	i := servertest.Start(t)
	old := servertest.Dial(t, i)
	token := old.Call(tagged(i.AppID, "ann", "phone", "d1")).GetSessionMessage().GetSt()
	fresh := servertest.Dial(t, i)
	fresh.Call(tagged(i.AppID, "ann", "phone", "d2"))
	old.Expect(wire.CommandSession, wire.OpClosed)
	i.Restart()
	refused(t, servertest.Dial(t, i), server.SessionConflict, reopen(i.AppID, "ann", token))
	// A logout frees the tag for those who come back.
	fresh = servertest.Dial(t, i)
	fresh.Call(tagged(i.AppID, "ann", "phone", "d2"))
	fresh.Call(servertest.Command(wire.CommandSession, wire.OpClose))
	other := tagged(i.AppID, "ann", "phone", "d3")
	other.GetSessionMessage().SetR(true)
	assert.Equal(t, wire.OpOpened, servertest.Dial(t, i).Call(other).GetOp())
}

func TestPresenceOnOtherNodes(t *testing.T) {
	one, two := twoNodes(t, server.Options{})
	ann, bob := servertest.Login(t, one, "ann"), servertest.Login(t, two, "bob")
	m := new(wire.SessionCommand)
	m.SetSessionPeerIds([]string{"cid", "bob", "ann"})
	query := servertest.Command(wire.CommandSession, wire.OpQuery)
	query.SetSessionMessage(m)
	assert.Equal(t, []string{"bob", "ann"}, ann.Call(query).GetSessionMessage().GetOnlineSessionPeerIds())
	answer := backend(t, two, "POST", "/1.2/rtm/clients/check-online", `{"client_ids":["ann","cid"]}`)
	assert.Equal(t, []any{"ann"}, answer["results"])
	stats := backend(t, one, "GET", "/1.2/rtm/stats", "")["result"].(map[string]any)
	assert.Equal(t, 2.0, stats["online_user_count"])

	// Chat rooms
	room := start()
	room.SetTransient(true)
	cid := ann.Call(conv(wire.OpStart, room)).GetConvMessage().GetCid()
	assert.Equal(t, wire.OpAdded, bob.Call(conv(wire.OpAdd, in(cid, "bob"))).GetOp())
	for _, c := range []*servertest.Client{ann, bob} {
		assert.EqualValues(t, 2, c.Call(conv(wire.OpCount, in(cid))).GetConvMessage().GetCount())
		assert.ElementsMatch(t, []string{"ann", "bob"}, c.Call(conv(wire.OpMembers, in(cid))).GetConvMessage().GetM())
	}
	send(t, ann, cid, "across")
	assert.Equal(t, []string{"across"}, messages(bob, 1))
	backend(t, one, "POST", "/1.2/rtm/chatrooms/"+cid+"/blacklists", `{"client_ids":["bob"]}`)
	online := func() any {
		return backend(t, two, "GET", "/1.2/rtm/chatrooms/"+cid+"/members/online-count", "")["result"]
	}
	servertest.Until(t, "bob is out of the room", func() bool { return online() == 1.0 })
	backend(t, two, "DELETE", "/1.2/rtm/chatrooms/"+cid, "")
	servertest.Until(t, "the room is empty", func() bool { return len(one.Server().InRoom(one.AppID, cid)) == 0 })
}

func TestKickOnOtherNodes(t *testing.T) {
	one, two := twoNodes(t, server.Options{})
	ann := servertest.Dial(t, one)
	token := ann.Open(one.AppID, "ann").GetSessionMessage().GetSt()
	backend(t, two, "POST", "/1.2/rtm/clients/ann/kick", `{"reason":"enough"}`)
	closed := ann.Expect(wire.CommandSession, wire.OpClosed).GetSessionMessage()
	assert.EqualValues(t, server.KickedByApp, closed.GetCode())
	assert.Equal(t, "enough", closed.GetReason())
	refused(t, servertest.Dial(t, two), server.SessionTokenExpired, reopen(one.AppID, "ann", token))
}

// Hooks hear who is online on whatever node.
func TestHooksKnowOtherNodes(t *testing.T) {
	sent := make(chan server.SentMessage, 1)
	pushed := make(chan server.Push, 1)
	one, two := twoNodes(t, server.Options{Hooks: server.Hooks{
		MessageSent: func(_ context.Context, m server.SentMessage) error { sent <- m; return nil },
		Push:        func(_ context.Context, p server.Push) error { pushed <- p; return nil },
	}})
	ann, bob := servertest.Login(t, one, "ann"), servertest.Login(t, two, "bob")
	cid := create(t, ann, "bob", "cid")
	joined(bob)
	send(t, ann, cid, "hello")
	m := <-sent
	assert.Equal(t, []string{"bob"}, m.Online)
	assert.Equal(t, []string{"cid"}, m.Offline)
	assert.Equal(t, []string{"cid"}, (<-pushed).To)
}

// The last will message of a client counts, whatever node it was left on.
func TestWillsOnOtherNodes(t *testing.T) {
	one, two := twoNodes(t, server.Options{})
	phone, desk, bob := servertest.Login(t, one, "ann"), servertest.Login(t, two, "ann"), servertest.Login(t, one, "bob")
	cid := create(t, phone, "bob")
	joined(bob)
	joined(desk)
	for _, leave := range []struct {
		device, other *servertest.Client
		text          string
	}{{phone, desk, "first"}, {desk, phone, "second"}} {
		will := direct(cid, leave.text)
		will.GetDirectMessage().SetWill(true)
		leave.device.Call(will)
		// The other node drops its will before it passes this on.
		send(t, leave.device, cid, "left a will")
		for _, c := range []*servertest.Client{leave.other, bob} {
			assert.Equal(t, []string{"left a will"}, messages(c, 1))
		}
	}
	_ = phone.WS.CloseNow()
	_ = desk.WS.CloseNow()
	assert.Equal(t, []string{"second"}, messages(bob, 1))
	bob.Quiet()
}
