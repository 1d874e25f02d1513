package core_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

// catching is a client that catches up, with conversations of these ids.
func catching(t *testing.T, limits core.CatchUp, ids ...string) (*coretest.Host, *core.Client, []*core.Conversation) {
	h, _ := coretest.New(t, core.Options{})
	limits.On = true
	tom := h.LoginWith(core.ClientOptions{ID: "tom", CatchUp: limits})
	var list []*core.Conversation
	for _, id := range ids {
		list = append(list, h.Conversation(tom, id, "tom", "jerry"))
	}
	h.TakeEvents()
	return h, tom, list
}

// at is a time after the start of every test.
func at(ms int64) int64 { return coretest.Start.UnixMilli() + ms }

func from(id string, ms int64) core.Message {
	return core.Message{ID: id, From: "jerry", Text: id, Timestamp: at(ms)}
}

func push(h *coretest.Host, id string, ms int64) {
	h.Push(coretest.Direct("tom", "c1", "jerry", id, id, at(ms)))
}

// interrupt lets the connection break and come back; it returns what is asked of
// the history.
func interrupt(h *coretest.Host) []*wire.GenericCommand {
	h.Sent()
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	open := h.One(wire.CommandSession, wire.OpOpen)
	h.Reply(open, coretest.Opened("tom", "t", 3600, h.Now()))
	return logsOf(h)
}

func logsOf(h *coretest.Host) (list []*wire.GenericCommand) {
	for _, cmd := range h.Sent() {
		if cmd.GetCmd() == wire.CommandLogs {
			list = append(list, cmd)
		}
	}
	return list
}

// told lists the messages since the last call, those that were filled in with a
// plus, and commits them.
func told(h *coretest.Host) (list []string) {
	for i := 0; i < len(h.Events); i++ {
		switch e := h.Events[i].(type) {
		case *core.MessageReceived:
			id := e.Message.ID
			if e.Message.Filled {
				id += "+"
			}
			list = append(list, id)
			e.Conversation.Commit(e.Message)
		case *core.HistoryGap:
			list = append(list, e.Conversation.ID()+" from "+strconv.FormatInt(e.From-at(0), 10)+" to "+strconv.FormatInt(e.To-at(0), 10))
		}
	}
	h.TakeEvents()
	return list
}

func TestCatchUp(t *testing.T) {
	h, _, convs := catching(t, core.CatchUp{}, "c1")
	c := convs[0]
	push(h, "m1", 10)
	push(h, "m2", 20)
	assert.Equal(t, []string{"m1", "m2"}, told(h))
	assert.Equal(t, 2, c.Unread())

	asked := interrupt(h)
	require.Len(t, asked, 1)
	q := asked[0].GetLogsMessage()
	assert.Equal(t, at(20), q.GetT())
	assert.Equal(t, "m2", q.GetMid())
	assert.Equal(t, wire.DirectionNew, q.GetDirection())
	assert.EqualValues(t, 100, q.GetL())

	h.Push(coretest.Unread("tom", "c1", 4, "m4", at(40)))
	assert.Equal(t, 4, c.Unread(), "the count does not wait")
	push(h, "m5", 50)
	push(h, "m6", 60)
	assert.Empty(t, told(h), "live messages wait")
	h.Reply(asked[0], coretest.Logs(from("m3", 30), from("m4", 40), from("m5", 50)))
	assert.Equal(t, []string{"m3+", "m4+", "m5+", "m6"}, told(h))
	assert.Equal(t, 6, c.Unread(), "the server's four, and the two that came then")
	assert.Equal(t, "m6", c.LastMessage().ID)
	push(h, "m7", 70)
	assert.Equal(t, []string{"m7"}, told(h))
	assert.Equal(t, 7, c.Unread())
}

func TestCatchUpIsOffUnlessAskedFor(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	push(h, "m1", 10)
	assert.Empty(t, interrupt(h))
	push(h, "m2", 20)
	assert.Equal(t, []string{"m1", "m2"}, told(h))
}

// What was stored after the row came may have an earlier time: a commit takes a while.
// No time before the server's at the login is given to what is stored later.
func TestCatchUpFromTheBeginning(t *testing.T) {
	for _, row := range []struct {
		name        string
		after, from time.Duration
	}{
		{"soon after the login", 5 * time.Second, 0},
		{"later", time.Minute, 45 * time.Second},
	} {
		t.Run(row.name, func(t *testing.T) {
			h, _ := coretest.New(t, core.Options{})
			tom := h.LoginWith(core.ClientOptions{ID: "tom", CatchUp: core.CatchUp{On: true}})
			h.Advance(row.after)
			h.Conversation(tom, "c1", "tom", "jerry")
			asked := interrupt(h)
			require.Len(t, asked, 1)
			assert.Equal(t, at(row.from.Milliseconds()), asked[0].GetLogsMessage().GetT())
			assert.False(t, asked[0].GetLogsMessage().HasMid())
		})
	}
}

func TestCatchUpAfterARelease(t *testing.T) {
	h, tom, convs := catching(t, core.CatchUp{}, "c1")
	h.Advance(time.Minute)
	push(h, "m1", 60_000)
	assert.Equal(t, []string{"m1"}, told(h))
	convs[0].Read(func(error) {})
	require.True(t, tom.Release(convs[0].Handle()))
	h.Advance(2 * time.Second)
	h.Sent()
	h.Conversation(tom, "c1", "tom", "jerry")
	asked := interrupt(h)
	require.Len(t, asked, 1)
	assert.Equal(t, "m1", asked[0].GetLogsMessage().GetMid(), "what was told before is not told again")
	h.Reply(asked[0], coretest.Logs(from("m1", 60_000), from("m2", 61_000)))
	assert.Equal(t, []string{"m2+"}, told(h))
}

func TestOwnMessagesAreNotFilledIn(t *testing.T) {
	h, _, convs := catching(t, core.CatchUp{}, "c1")
	convs[0].Send(core.Outgoing{Text: "hi"}, func(core.Sent, error) {})
	h.Reply(h.One(wire.CommandDirect, 0), ack("own", at(10)))
	asked := interrupt(h)
	other := from("other", 20)
	other.From = "tom"
	h.Reply(asked[0], coretest.Logs(from("own", 10), other))
	assert.Equal(t, []string{"other+"}, told(h), "but those of another device are")
	assert.Zero(t, convs[0].Unread())
}

func pageOf(n, first int) *wire.GenericCommand {
	var list []core.Message
	for i := range n {
		list = append(list, from("m"+strconv.Itoa(first+i), int64(first+i)))
	}
	return coretest.Logs(list...)
}

func TestCatchUpInPages(t *testing.T) {
	h, _, _ := catching(t, core.CatchUp{Messages: 150}, "c1")
	asked := interrupt(h)
	h.Reply(asked[0], pageOf(100, 1))
	push(h, "live", 1000)
	assert.Len(t, told(h), 100)
	asked = logsOf(h)
	require.Len(t, asked, 1)
	assert.Equal(t, "m100", asked[0].GetLogsMessage().GetMid())
	assert.EqualValues(t, 50, asked[0].GetLogsMessage().GetL())
	h.Reply(asked[0], pageOf(50, 101))
	got := told(h)
	assert.Len(t, got, 52)
	assert.Equal(t, []string{"m150+", "c1 from 150 to 1000", "live"}, got[49:], "what is too much is told")
	assert.Empty(t, logsOf(h))

	asked = interrupt(h)
	require.Len(t, asked, 1)
	assert.Equal(t, "live", asked[0].GetLogsMessage().GetMid(), "and not asked for again")
}

func TestCatchUpInManyConversations(t *testing.T) {
	h, _, _ := catching(t, core.CatchUp{Conversations: 6}, "c1", "c2", "c3", "c4", "c5", "c6", "c7")
	for i, id := range []string{"c7", "c2"} {
		h.Push(coretest.Direct("tom", id, "jerry", id, id, at(int64(10+i))))
	}
	told(h)
	asked := interrupt(h)
	assert.Equal(t, []string{"c6 from 0 to 1000"}, told(h), "the one in which nothing happened")
	var order []string
	for len(asked) > 0 {
		assert.LessOrEqual(t, len(asked), 4)
		order = append(order, asked[0].GetLogsMessage().GetCid())
		h.Reply(asked[0], coretest.Logs())
		asked = append(asked[1:], logsOf(h)...)
	}
	assert.Equal(t, []string{"c2", "c7", "c1", "c3", "c4", "c5"}, order)
	assert.Empty(t, told(h))
}

// TestCatchUpIsInterrupted loses the connection again in the middle. What was
// pushed meanwhile is in the next page, and in the next count.
func TestCatchUpIsInterrupted(t *testing.T) {
	h, _, convs := catching(t, core.CatchUp{}, "c1")
	c := convs[0]
	asked := interrupt(h)
	h.Push(coretest.Unread("tom", "c1", 1, "m1", at(10)))
	push(h, "m2", 20)
	again := interrupt(h)
	require.Len(t, again, 1)
	assert.Equal(t, asked[0].GetLogsMessage(), again[0].GetLogsMessage())
	h.Push(coretest.Unread("tom", "c1", 3, "m3", at(30)))
	h.Reply(again[0], coretest.Logs(from("m1", 10), from("m2", 20), from("m3", 30)))
	assert.Equal(t, []string{"m1+", "m2+", "m3+"}, told(h))
	assert.Equal(t, 3, c.Unread())
	push(h, "m4", 40)
	assert.Equal(t, []string{"m4"}, told(h))
	assert.Equal(t, 4, c.Unread())
}

func TestCatchUpFails(t *testing.T) {
	for code, gap := range map[core.Code]bool{
		core.InternalError: true, core.ConversationLogRejected: false, core.ConversationNotFound: false,
	} {
		h, _, _ := catching(t, core.CatchUp{}, "c1")
		asked := interrupt(h)
		push(h, "live", 2000)
		h.Refuse(asked[0], code, "")
		if gap {
			assert.Equal(t, []string{"c1 from 0 to 1000", "live"}, told(h))
		} else {
			assert.Equal(t, []string{"live"}, told(h))
		}
	}

	h, _, _ := catching(t, core.CatchUp{}, "c1")
	interrupt(h)
	h.Advance(20 * time.Second)
	assert.Equal(t, []string{"c1 from 0 to 1000"}, told(h), "no answer in time")
}

func TestCatchUpOfAClosedClient(t *testing.T) {
	h, tom, convs := catching(t, core.CatchUp{}, "c1")
	asked := interrupt(h)
	push(h, "live", 2000)
	assert.False(t, tom.Release(convs[0].Handle()), "something is on its way")
	tom.Close(func(error) {})
	h.Reply(asked[0], coretest.Logs(from("m1", 10)))
	assert.Empty(t, told(h))
}

func TestCatchUpOfChatRooms(t *testing.T) {
	h, tom, _ := catching(t, core.CatchUp{})
	var rooms []*core.Conversation
	tom.Query(core.Query{}, func(found []*core.Conversation, err error) { rooms = found })
	h.Reply(h.One(wire.CommandConv, wire.OpQuery), coretest.Results(`{"objectId":"in","tr":true}`, `{"objectId":"out","tr":true}`))
	rooms[0].Join(func(error) {})
	h.Reply(h.One(wire.CommandConv, wire.OpAdd), added("tom"))
	again := comeBack(t, h)
	assert.Equal(t, "in", again.GetConvMessage().GetCid(), "only what the client is in")
	h.Push(coretest.Direct("tom", "in", "jerry", "m2", "m2", at(20)))
	assert.Empty(t, told(h))
	h.Reply(again, added("tom"))
	asked := h.One(wire.CommandLogs, 0)
	assert.Equal(t, "in", asked.GetLogsMessage().GetCid(), "once it is in it again")
	h.Reply(asked, coretest.Logs(from("m1", 10), from("m2", 20)))
	assert.Equal(t, []string{"m1+", "m2+"}, told(h))
}

// TestACountThatOvertakesAMessage has a message that is still in the
// application's pipeline when the server's count comes, which has it already.
func TestACountThatOvertakesAMessage(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	push(h, "m1", 10)
	interrupt(h)
	h.Push(coretest.Unread("tom", "c1", 1, "m1", at(10)))
	assert.Equal(t, []string{"m1"}, told(h))
	assert.Equal(t, 1, c.Unread())
	push(h, "m2", 20)
	assert.Equal(t, []string{"m2"}, told(h))
	assert.Equal(t, 2, c.Unread())
}
