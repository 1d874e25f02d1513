package core_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

func unreadPush(tuples ...*wire.UnreadTuple) *wire.GenericCommand {
	unread := new(wire.UnreadCommand)
	unread.SetConvs(tuples)
	unread.SetNotifTime(1)
	push := coretest.Command(wire.CommandUnread, 0, "tom")
	push.SetUnreadMessage(unread)
	return push
}

func tuple(id string, count int32, mid string, at int64, mentioned bool) *wire.UnreadTuple {
	u := new(wire.UnreadTuple)
	u.SetCid(id)
	u.SetUnread(count)
	if mid != "" {
		u.SetMid(mid)
		u.SetFrom("jerry")
		u.SetData("hi")
		u.SetTimestamp(at)
	}
	if mentioned {
		u.SetMentioned(true)
	}
	return u
}

func TestUnreadCountsFromTheServer(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	known := h.Conversation(tom, "known", "tom", "jerry")
	h.TakeEvents()
	h.Push(unreadPush(tuple("a", 3, "m1", 10, true), tuple("known", 1, "m2", 20, false), tuple("b", 2, "", 0, false)))
	assert.Empty(t, coretest.EventsOf[*core.UnreadUpdated](h))
	query := h.One(wire.CommandConv, wire.OpQuery)
	assert.Equal(t, `{"objectId":{"$in":["a","b"]}}`, query.GetConvMessage().GetWhere().GetData(), "one query for all")
	h.Reply(query, coretest.Results(coretest.Row("a", "tom")))
	updates := coretest.EventsOf[*core.UnreadUpdated](h)
	require.Len(t, updates, 1)
	a := tom.Conversation("a")
	assert.ElementsMatch(t, []*core.Conversation{a, known}, updates[0].Conversations, "b does not exist")
	assert.Equal(t, 3, a.Unread())
	assert.True(t, a.Mentioned())
	assert.Equal(t, "hi", a.LastMessage().Text)
	assert.EqualValues(t, 20, known.LastMessageAt())

	h.TakeEvents()
	h.Push(unreadPush(tuple("known", 1, "", 0, false)))
	assert.Empty(t, h.TakeEvents(), "the same count is no news")
	h.Push(unreadPush(tuple("known", 0, "", 0, false)))
	assert.Len(t, coretest.EventsOf[*core.UnreadUpdated](h), 1, "read on another device")
	assert.Zero(t, known.Unread())
}

func TestRead(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	a, b := h.Conversation(tom, "a", "tom", "jerry"), h.Conversation(tom, "b", "tom", "jerry")
	h.Push(unreadPush(tuple("a", 3, "m1", 10, true), tuple("b", 1, "m2", 20, false)))
	h.TakeEvents()
	tom.MarkRead([]*core.Conversation{a, b, a, nil})
	assert.Equal(t, []core.Event{&core.UnreadUpdated{Client: tom, Conversations: []*core.Conversation{a, b}}}, h.TakeEvents())
	assert.Zero(t, a.Unread())
	assert.False(t, a.Mentioned())
	marks := h.One(wire.CommandRead, 0).GetReadMessage().GetConvs()
	require.Len(t, marks, 2)
	assert.Equal(t, "a", marks[0].GetCid())
	assert.Equal(t, "m1", marks[0].GetMid())
	assert.EqualValues(t, 10, marks[0].GetTimestamp())

	a.Read(func(err error) { assert.NoError(t, err) })
	assert.Empty(t, h.TakeEvents())
	assert.Empty(t, h.Sent(), "at most once a second")
	h.Advance(time.Second)
	h.One(wire.CommandRead, 0)

	h.Cut(1006, "")
	a.Read(func(err error) { assert.NoError(t, err) })
	h.Advance(time.Second)
	h.Accept()
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "t", 60, 1))
	h.One(wire.CommandRead, 0)
}

func rcp(conversation, id string, read bool, at int64) *wire.GenericCommand {
	body := new(wire.RcpCommand)
	body.SetCid(conversation)
	body.SetId(id)
	body.SetT(at)
	if read {
		body.SetRead(true)
	}
	push := coretest.Command(wire.CommandRcp, 0, "tom")
	push.SetRcpMessage(body)
	return push
}

func TestReceipts(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	h.TakeEvents()
	h.Push(rcp("c1", "m1", false, 10))
	h.Push(rcp("c1", "m0", false, 9))
	h.Push(rcp("c1", "m1", true, 12))
	h.Push(rcp("other", "m1", true, 12))
	assert.Equal(t, []core.Event{
		&core.ReceiptUpdated{Conversation: c, MessageID: "m1", At: 10},
		&core.ReceiptUpdated{Conversation: c, MessageID: "m0", At: 9},
		&core.ReceiptUpdated{Conversation: c, MessageID: "m1", Read: true, At: 12},
	}, h.TakeEvents())
	assert.EqualValues(t, 10, c.LastDeliveredAt(), "marks never go back")
	assert.EqualValues(t, 12, c.LastReadAt())
	assert.Empty(t, h.Sent())

	c.FetchReceipts(func(err error) { assert.NoError(t, err) })
	cmd := h.One(wire.CommandConv, wire.OpMaxRead)
	conv := new(wire.ConvCommand)
	conv.SetMaxReadTimestamp(12)
	conv.SetMaxAckTimestamp(15)
	reply := coretest.Command(wire.CommandConv, wire.OpMaxRead, "")
	reply.SetConvMessage(conv)
	h.Reply(cmd, reply)
	assert.Equal(t, []core.Event{&core.ReceiptUpdated{Conversation: c, At: 15}}, h.TakeEvents())
}

func TestCountsFromBeforeTheReadMark(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	a := h.Conversation(tom, "a", "tom", "jerry")
	h.Push(unreadPush(tuple("a", 3, "m1", 10, true)))
	h.Cut(1006, "")
	a.Read(func(err error) { assert.NoError(t, err) })
	h.TakeEvents()
	h.Advance(time.Second)
	h.Accept()
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "token", 3600, coretest.Start.UnixMilli()))
	h.TakeEvents()
	h.Push(unreadPush(tuple("a", 3, "m1", 10, true)))
	assert.Empty(t, coretest.EventsOf[*core.UnreadUpdated](h), "counted before the mark came")
	assert.Zero(t, a.Unread())
	assert.False(t, a.Mentioned())
	h.Push(unreadPush(tuple("a", 4, "m2", 20, false)))
	assert.Equal(t, 4, a.Unread(), "there is news")
	h.Push(unreadPush(tuple("a", 0, "m2", 20, false)))
	assert.Zero(t, a.Unread())
}
