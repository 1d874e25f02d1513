package server_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// into returns a hook that hands what it is told to a channel.
func into[T any](c chan<- T) func(context.Context, T) error {
	return func(_ context.Context, v T) error {
		c <- v
		return nil
	}
}

func await[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(servertest.Deadline):
		t.Fatal("a hook was not told in time")
		panic("unreachable")
	}
}

// What changes while a hook thinks counts: the hook is asked about those who would
// be added now.
func TestHooksAreAskedAgainWhenThingsChange(t *testing.T) {
	asked := make(chan []string, 10)
	var meanwhile func()
	i := servertest.StartWith(t, server.Options{Hooks: server.Hooks{
		ConversationAdd: func(_ context.Context, m server.MembersChange) (server.Decision, error) {
			asked <- m.Members
			if change := meanwhile; change != nil {
				meanwhile = nil
				change()
			}
			return server.Decision{Reject: len(m.Members) == 2 && m.Members[1] == "mob"}, nil
		},
	}})
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, bob, "ann")
	require.Equal(t, wire.OpBlocked, bob.Call(blockOf(cid, wire.OpBlock, "mob")).GetOp())
	meanwhile = func() { assert.Equal(t, wire.OpUnblocked, bob.Call(blockOf(cid, wire.OpUnblock, "mob")).GetOp()) }
	e := ann.Call(conv(wire.OpAdd, in(cid, "eve", "mob"))).GetErrorMessage()
	assert.EqualValues(t, server.ConversationRejectedByApp, e.GetCode(), "who was blocked before is asked about too")
	assert.Equal(t, []string{"eve"}, <-asked)
	assert.Equal(t, []string{"eve", "mob"}, <-asked)
	assert.EqualValues(t, 2, ann.Call(conv(wire.OpCount, in(cid))).GetConvMessage().GetCount())
	assert.Empty(t, asked)
}

func blockOf(cid string, op wire.OpType, clients ...string) *wire.GenericCommand {
	m := new(wire.BlacklistCommand)
	m.SetSrcCid(cid)
	m.SetToPids(clients)
	cmd := servertest.Command(wire.CommandBlacklist, op)
	cmd.SetBlacklistMessage(m)
	return cmd
}

// The sender is thrown out, and a receiver too, while a hook looks at the message.
func TestMembershipCountsWhenTheMessageIsStored(t *testing.T) {
	var meanwhile atomic.Pointer[func()]
	i := servertest.StartWith(t, server.Options{Hooks: server.Hooks{
		MessageReceived: func(context.Context, server.Message) (server.Verdict, error) {
			if change := meanwhile.Swap(nil); change != nil {
				(*change)()
			}
			return server.Verdict{To: []string{"bob", "dan"}}, nil
		},
	}})
	owner, ann, bob, dan := servertest.Login(t, i, "owner"), servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Login(t, i, "dan")
	cid := create(t, owner, "ann", "bob", "dan")
	for _, c := range []*servertest.Client{ann, bob, dan} {
		joined(c)
	}
	kick := func(client string) {
		f := func() { assert.Equal(t, wire.OpRemoved, owner.Call(conv(wire.OpRemove, in(cid, client))).GetOp()) }
		meanwhile.Store(&f)
	}
	kick("dan")
	send(t, ann, cid, "hello")
	bob.Expect(wire.CommandConv, wire.OpMembersLeft)
	assert.Equal(t, []string{"hello"}, messages(bob, 1))
	dan.Expect(wire.CommandConv, wire.OpLeft)
	dan.Quiet()
	ann.Expect(wire.CommandConv, wire.OpMembersLeft)
	kick("ann")
	ack := ann.Call(direct(cid, "one more")).GetAckMessage()
	assert.EqualValues(t, server.InvalidMessagingTarget, ack.GetCode())
	assert.Empty(t, history(t, owner, logs(cid)), "the owner was no receiver of the first, and the second is not there")
}

func TestHooksThatFail(t *testing.T) {
	for _, refuse := range []bool{false, true} {
		o := server.Options{Apps: []server.App{server.DevelopmentApp}, Hooks: server.Hooks{
			MessageReceived: func(_ context.Context, m server.Message) (server.Verdict, error) {
				switch string(m.Data) {
				case "panic":
					panic("a bug in the hook")
				case "error":
					return server.Verdict{Data: []byte("not this")}, errors.New("the hook's own trouble")
				case "text":
					return server.Verdict{Data: []byte{0xff}}, nil
				case "long":
					return server.Verdict{Data: bytes.Repeat([]byte("x"), 5*1024+1)}, nil
				}
				return server.Verdict{Data: []byte{}}, nil
			},
		}}
		o.Apps[0].RefuseOnHookFailure = refuse
		i, log := startLogged(t, o)
		ann := servertest.Login(t, i, "ann")
		cid := create(t, ann, "bob")
		var want []string
		for n, text := range []string{"panic", "error", "text", "long"} {
			ack := ann.Call(direct(cid, text)).GetAckMessage()
			if refuse {
				assert.EqualValues(t, server.MessageRejectedByApp, ack.GetCode(), text)
			} else {
				assert.False(t, ack.HasCode(), text)
				want = append(want, text)
			}
			assert.EqualValues(t, n+1, i.HookCounts("_messageReceived").Failures, text)
		}
		send(t, ann, cid, "good")
		assert.Equal(t, append(want, ""), history(t, ann, logs(cid)))
		assert.Equal(t, server.HookCounts{Calls: 5, Failures: 4}, i.HookCounts("_messageReceived"))
		assert.Contains(t, log.String(), "a bug in the hook")
	}
}

func TestToldAgain(t *testing.T) {
	clock := newFakeClock()
	tries := make(chan string, 100)
	ids := map[string][]string{} // one client is told of after the other
	i := servertest.StartWith(t, server.Options{Clock: clock, Timeouts: server.Timeouts{Ping: time.Hour}, Hooks: server.Hooks{
		ClientOnline: func(ctx context.Context, o server.ClientOnline) error {
			ids[o.Client] = append(ids[o.Client], server.DeliveryID(ctx))
			tries <- o.Client
			if o.Client == "ann" && len(tries) < 4 {
				return errors.New("not now")
			}
			if o.Client == "bob" {
				return errors.New("never")
			}
			return nil
		},
	}})
	counts := func() server.HookCounts { return i.HookCounts("_clientOnline") }
	for n, id := range []string{"ann", "bob"} {
		idle := clock.running()
		servertest.Login(t, i, id)
		for try, pause := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
			require.Eventually(t, func() bool { return counts().Calls == uint64(4*n+try+1) && clock.running() == idle+2 }, servertest.Deadline, 1)
			clock.advance(pause)
		}
		require.Eventually(t, func() bool { return counts().Calls == uint64(4*n+4) }, servertest.Deadline, 1)
	}
	require.Eventually(t, func() bool {
		return counts() == server.HookCounts{Calls: 8, Failures: 7, Retries: 6, Dropped: 1}
	}, servertest.Deadline, 1)
	for client, tried := range ids {
		assert.Len(t, tried, 4)
		assert.Len(t, tried[0], 22)
		assert.Equal(t, slices.Repeat(tried[:1], 4), tried, "%s is told under one id", client)
	}
	assert.NotEqual(t, ids["ann"][0], ids["bob"][0])
}

// What does not fit into the queue is dropped, the latest first, and nobody waits.
func TestToldTooMuch(t *testing.T) {
	release := make(chan struct{})
	told := make(chan string, 100)
	i := servertest.StartWith(t, server.Options{Limits: server.Limits{HookQueue: 3}, Hooks: server.Hooks{
		MessageSent: func(_ context.Context, m server.SentMessage) error {
			told <- string(m.Data)
			<-release
			return nil
		},
	}})
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	for _, text := range []string{"1", "2", "3", "4", "5"} {
		send(t, ann, cid, text)
	}
	// The acks say that the callbacks have run, or are about to end.
	require.Eventually(t, func() bool { return i.HookCounts("_messageSent").Dropped == 2 }, servertest.Deadline, 1)
	close(release)
	for _, text := range []string{"1", "2", "3"} {
		assert.Equal(t, text, await(t, told), "in their order")
	}
	send(t, ann, cid, "6")
	assert.Equal(t, "6", await(t, told), "there is room again")
}

func TestHowSessionsEnd(t *testing.T) {
	clock := newFakeClock()
	online, offline := make(chan server.ClientOnline, 10), make(chan server.ClientOffline, 10)
	i := servertest.StartWith(t, server.Options{Clock: clock, Timeouts: server.Timeouts{Ping: time.Hour}, Limits: server.Limits{Frame: 1 << 10, Queue: 1 << 16},
		Hooks: server.Hooks{ClientOnline: into(online), ClientOffline: into(offline)}})
	open := func(id, device string, again bool) *servertest.Client {
		c := servertest.Dial(t, i)
		cmd := servertest.OpenCommand(i.AppID, id)
		cmd.GetSessionMessage().SetTag("web")
		cmd.GetSessionMessage().SetDeviceId(device)
		if again {
			cmd.GetSessionMessage().SetR(true)
		}
		require.Equal(t, wire.OpOpened, c.Call(cmd).GetOp())
		assert.Equal(t, server.ClientOnline{App: "dev", Client: id, Tag: "web", SourceIP: "127.0.0.1", Reconnect: again}, await(t, online))
		return c
	}
	ended := func(id string, want server.ClientOffline) {
		t.Helper()
		want.App, want.Client, want.Tag = "dev", id, "web"
		if want.Cause != server.Disconnected {
			want.SourceIP = "127.0.0.1"
		}
		assert.Equal(t, want, await(t, offline))
	}
	open("a", "1", false).Call(servertest.Command(wire.CommandSession, wire.OpClose))
	ended("a", server.ClientOffline{Cause: server.LoggedOut})

	c := open("b", "1", true)
	require.NoError(t, c.WS.CloseNow())
	ended("b", server.ClientOffline{Cause: server.Disconnected})

	open("c", "1", false)
	c = open("c", "2", false)
	ended("c", server.ClientOffline{Cause: server.Displaced, Message: "SESSION_CONFLICT"})
	require.NoError(t, c.WS.CloseNow())
	ended("c", server.ClientOffline{Cause: server.Disconnected})

	open("d", "1", false)
	status, _ := restMaster(t, i, "POST", "/1.2/rtm/clients/d/kick", `{"reason":"spam"}`)
	require.Equal(t, 200, status)
	ended("d", server.ClientOffline{Cause: server.Kicked, Message: "spam"})

	c = open("e", "1", false)
	c.Write(websocket.MessageBinary, []byte{0xff})
	c.Closed()
	ended("e", server.ClientOffline{Cause: server.Disconnected, Message: "UNPARSEABLE_RAW_MESSAGE", Code: server.UnparseableRawMessage})

	c = open("f", "1", false)
	c.Write(websocket.MessageBinary, make([]byte, 1<<10+1))
	c.Closed()
	ended("f", server.ClientOffline{Cause: server.Disconnected, Message: "FRAME_TOO_LONG", Code: server.FrameTooLong})

	c = open("g", "1", false)
	again := servertest.OpenCommand(i.AppID, "g")
	again.GetSessionMessage().SetTag("web")
	again.GetSessionMessage().SetDeviceId("1")
	require.Equal(t, wire.OpOpened, c.Call(again).GetOp())
	ended("g", server.ClientOffline{Cause: server.LoggedOut, Message: "opened again"})
	assert.Equal(t, "g", await(t, online).Client)
	require.NoError(t, c.WS.CloseNow())
	ended("g", server.ClientOffline{Cause: server.Disconnected})

	c = open("h", "1", false)
	clock.advance(7 * time.Minute)
	c.Closed()
	ended("h", server.ClientOffline{Cause: server.Disconnected, Message: "READ_TIMEOUT", Code: server.ReadTimeout})
	assert.Empty(t, online)

	// Who is refused never was online.
	refused(t, servertest.Dial(t, i), server.InvalidLogin, servertest.OpenCommand(i.AppID, string(bytes.Repeat([]byte("x"), 65))))
	open("z", "1", false)
	assert.Empty(t, offline)
}

// Clients of ours join their chat room again after each reconnect: whoever was put back
// into it does not come a second time.
func TestJoiningAChatRoomAgain(t *testing.T) {
	asked := make(chan []string, 10)
	i := servertest.StartWith(t, server.Options{Hooks: server.Hooks{
		ConversationAdd: func(_ context.Context, m server.MembersChange) (server.Decision, error) {
			asked <- m.Members
			return server.Decision{}, nil
		},
	}})
	m := new(wire.ConvCommand)
	m.SetTransient(true)
	room := servertest.Login(t, i, "ann").Call(conv(wire.OpStart, m)).GetConvMessage().GetCid()
	bob := servertest.Login(t, i, "bob")
	for range 3 {
		assert.Equal(t, []string{"bob"}, bob.Call(conv(wire.OpAdd, in(room, "bob"))).GetConvMessage().GetAllowedPids())
	}
	assert.Equal(t, []string{"bob"}, await(t, asked))
	assert.Empty(t, asked)
}
