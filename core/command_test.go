package core_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

func online(ids ...string) *wire.GenericCommand {
	session := new(wire.SessionCommand)
	session.SetOnlineSessionPeerIds(ids)
	reply := coretest.Command(wire.CommandSession, wire.OpQueryResult, "")
	reply.SetSessionMessage(session)
	return reply
}

func TestAnswersFindTheirRequests(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	var got []string
	for _, id := range []string{"a", "b"} {
		tom.Ping([]string{id}, func(ids []string, err error) {
			require.NoError(t, err)
			got = append(got, ids...)
		})
	}
	sent := h.Sent()
	require.Len(t, sent, 2)
	assert.Equal(t, "tom", sent[0].GetPeerId())
	h.Reply(sent[1], online("b"))
	h.Reply(sent[0], online("a"))
	assert.Equal(t, []string{"b", "a"}, got)
	h.Reply(sent[0], online("a"))
	assert.Len(t, got, 2, "a second answer is ignored")
}

func TestPingAsksForTwenty(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	var ids []string
	for i := range 30 {
		ids = append(ids, strconv.Itoa(i))
	}
	tom.Ping(ids, func([]string, error) {})
	assert.Len(t, h.One(wire.CommandSession, wire.OpQuery).GetSessionMessage().GetSessionPeerIds(), 20)
	called := false
	tom.Ping(nil, func(ids []string, err error) { called = true; assert.NoError(t, err); assert.Empty(t, ids) })
	assert.True(t, called)
	assert.Empty(t, h.Sent())
}

func TestTimeouts(t *testing.T) {
	h, _ := coretest.New(t, core.Options{CommandTimeout: 5 * time.Second})
	tom := h.Login("tom")
	var got []string
	ask := func(id string) {
		tom.Ping([]string{id}, func(_ []string, err error) {
			if assert.ErrorIs(t, err, core.ErrTimeout) {
				assert.EqualError(t, err, "Command Timeout [cmd:session op:query]")
			}
			got = append(got, id)
		})
	}
	ask("a")
	h.Advance(2 * time.Second)
	ask("b")
	h.Advance(3*time.Second - 1)
	assert.Empty(t, got)
	h.Advance(1)
	assert.Equal(t, []string{"a"}, got)
	h.Advance(2*time.Second - 1)
	assert.Equal(t, []string{"a"}, got)
	h.Advance(1)
	assert.Equal(t, []string{"a", "b"}, got)
	ask("c")
	h.Advance(5 * time.Second)
	assert.Equal(t, []string{"a", "b", "c"}, got)
}

func TestEqualRequestsShareOneCommand(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom, jerry := h.Login("tom"), h.Login("jerry")
	answers := 0
	ask := func(c *core.Client) {
		c.Ping([]string{"a"}, func(ids []string, err error) {
			assert.NoError(t, err)
			answers++
		})
	}
	ask(tom)
	ask(tom)
	request := h.One(wire.CommandSession, wire.OpQuery)
	ask(jerry)
	h.One(wire.CommandSession, wire.OpQuery)
	h.Reply(request, online("a"))
	assert.Equal(t, 2, answers)
	ask(tom)
	h.One(wire.CommandSession, wire.OpQuery)

	c := h.Conversation(tom, "c1", "tom", "jerry")
	for range 2 {
		c.Send(core.Outgoing{Text: "same", Dt: "dt"}, func(core.Sent, error) {})
	}
	assert.Len(t, h.Sent(), 2, "messages are never shared")
}

func TestWritesAreSharedWhenNothingCameBetween(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	other := h.Conversation(tom, "c2", "tom", "jerry")
	spike := []string{"spike"}
	done := 0
	member := func(_ core.MemberResult, err error) {
		require.NoError(t, err)
		done++
	}
	simple := func(err error) { member(core.MemberResult{}, err) }
	allowed := func(op wire.OpType) *wire.GenericCommand {
		reply := coretest.Command(wire.CommandConv, op, "tom")
		conv := new(wire.ConvCommand)
		conv.SetAllowedPids(spike)
		reply.SetConvMessage(conv)
		return reply
	}
	blocked := coretest.Command(wire.CommandBlacklist, wire.OpBlocked, "tom")
	blocked.SetBlacklistMessage(new(wire.BlacklistCommand))
	for _, tt := range []struct {
		name  string
		start func()
		cmd   wire.CommandType
		op    wire.OpType
		reply *wire.GenericCommand
	}{
		{"add", func() { c.Add(spike, member) }, wire.CommandConv, wire.OpAdd, allowed(wire.OpAdded)},
		{"remove", func() { c.Remove(spike, member) }, wire.CommandConv, wire.OpRemove, allowed(wire.OpRemoved)},
		{"mute", func() { c.Mute(simple) }, wire.CommandConv, wire.OpMute, allowed(wire.OpUpdated)},
		{"unmute", func() { c.Unmute(simple) }, wire.CommandConv, wire.OpUnmute, allowed(wire.OpUpdated)},
		{"silence", func() { c.Silence(spike, member) }, wire.CommandConv, wire.OpAddShutup, allowed(wire.OpShutupAdded)},
		{"unsilence", func() { c.Unsilence(spike, member) }, wire.CommandConv, wire.OpRemoveShutup, allowed(wire.OpShutupRemoved)},
		{"block", func() { c.Block(spike, member) }, wire.CommandBlacklist, wire.OpBlock, blocked},
		{"unblock", func() { c.Unblock(spike, member) }, wire.CommandBlacklist, wire.OpUnblock, blocked},
		{"role", func() { c.SetRole("jerry", core.RoleManager, simple) }, wire.CommandConv, wire.OpMemberInfoUpdate, allowed(wire.OpMemberInfoUpdated)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			done = 0
			tt.start()
			c.Count(func(int, error) {}) // a read changes nothing
			tt.start()
			sent := h.Sent()
			require.Len(t, sent, 2)
			assert.Equal(t, tt.op, sent[0].GetOp())
			h.Reply(sent[0], tt.reply)
			assert.Equal(t, 2, done)

			tt.start()
			assert.Equal(t, tt.op, h.One(tt.cmd, tt.op).GetOp(), "what was answered is done again")
			other.Remove([]string{"jerry"}, func(core.MemberResult, error) {})
			tt.start()
			assert.Len(t, h.Sent(), 2, "and so is what was done before something else")
		})
	}
	for range 2 {
		c.SetAttributes(`{"n":{"__op":"Increment","amount":1}}`, func(error) {})
	}
	assert.Len(t, h.Sent(), 2, "an increment counts each time")
}

func TestCommandsThatWriteAreNotShared(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	spike := []string{"spike"}
	member := func(core.MemberResult, error) {}
	c.Add(spike, member)
	c.Remove(spike, member)
	c.Add(spike, member)
	for range 2 {
		c.Mute(func(error) {})
		c.Block(spike, member)
		c.Update(core.Patch{MessageID: "m1", Timestamp: 1, Text: "a"}, func(int64, error) {})
	}
	assert.Len(t, h.Sent(), 9)

	counts := 0
	count := func() { c.Count(func(int, error) { counts++ }) }
	count()
	count()
	assert.Len(t, h.Sent(), 1, "reads are shared")
	c.Add(spike, member)
	count()
	count()
	sent := h.Sent()
	require.Len(t, sent, 2, "a read is not answered from before what was written")
	h.Refuse(sent[1], core.InternalError, "")
	assert.Equal(t, 2, counts)
}

func TestSettledRequestsAreLetGo(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	timedOut := false
	c.Count(func(_ int, err error) { timedOut = errors.Is(err, core.ErrTimeout) })
	h.Sent()
	for range 300 {
		c.Send(core.Outgoing{Text: "x", Transient: true}, func(core.Sent, error) {})
		h.Reply(h.One(wire.CommandDirect, 0), ack("m", 10))
	}
	assert.Less(t, rt.KeptRequests(), 100)
	h.Advance(time.Minute)
	assert.True(t, timedOut, "the one that waits still has its time")
}

func TestALostConnectionFailsAllRequests(t *testing.T) {
	h, _ := coretest.New(t, core.Options{NoResend: true})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	var errs []error
	tom.Ping([]string{"a"}, func(_ []string, err error) { errs = append(errs, err) })
	c.Send(core.Outgoing{Text: "hi"}, func(_ core.Sent, err error) { errs = append(errs, err) })
	c.History(core.HistoryQuery{}, func(_ []*core.Message, err error) { errs = append(errs, err) })
	h.Cut(4107, "READ_TIMEOUT")
	require.Len(t, errs, 3)
	for _, err := range errs {
		assert.ErrorIs(t, err, &core.Error{Code: core.ReadTimeout})
	}
	h.Advance(time.Hour)
	assert.Len(t, errs, 3)
}

func TestTextFrames(t *testing.T) {
	h, rt := coretest.New(t, core.Options{NoBinary: true})
	tom := h.Login("tom")
	assert.Equal(t, []string{"lc.proto2base64.3"}, h.Protocols)
	tom.Ping([]string{"a"}, func([]string, error) {})
	h.One(wire.CommandSession, wire.OpQuery)
	for _, frame := range []string{"", "!", "AAA", "CA=x", "====", "CA4="} {
		rt.SocketFrame(h.Socket, []byte(frame), true)
	}
	assert.Equal(t, core.StateConnected, rt.State())
}
