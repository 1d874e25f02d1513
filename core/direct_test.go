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

func ack(id string, at int64) *wire.GenericCommand { return coretest.Ack(id, at) }

func TestSend(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	var sent core.Sent
	c.Send(core.Outgoing{
		Text: "hi", Receipt: true, Will: true, PushData: `{"alert":"x"}`,
		MentionAll: true, MentionList: []string{"jerry"},
	}, func(s core.Sent, err error) {
		require.NoError(t, err)
		sent = s
	})
	cmd := h.One(wire.CommandDirect, 0)
	direct := cmd.GetDirectMessage()
	assert.Equal(t, "hi", direct.GetMsg())
	assert.Equal(t, "c1", direct.GetCid())
	assert.Len(t, direct.GetDt(), 32)
	assert.True(t, direct.GetR())
	assert.True(t, direct.GetWill())
	assert.True(t, direct.GetMentionAll())
	assert.Equal(t, []string{"jerry"}, direct.GetMentionPids())
	assert.Equal(t, `{"alert":"x"}`, direct.GetPushData())
	assert.False(t, direct.HasTransient())
	assert.False(t, cmd.HasPriority())
	h.Reply(cmd, ack("m1", 1700000000123))
	assert.Equal(t, core.Sent{ID: "m1", Timestamp: 1700000000123}, sent)
	require.NotNil(t, c.LastMessage())
	assert.Equal(t, "hi", c.LastMessage().Text)
	assert.EqualValues(t, 1700000000123, c.LastMessageAt())

	c.Send(core.Outgoing{Binary: []byte{1, 2}, IsBinary: true, Transient: true, Dt: "mine", Priority: 1}, func(core.Sent, error) {})
	cmd = h.One(wire.CommandDirect, 0)
	assert.Equal(t, []byte{1, 2}, cmd.GetDirectMessage().GetBinaryMsg())
	assert.False(t, cmd.GetDirectMessage().HasMsg())
	assert.Equal(t, "mine", cmd.GetDirectMessage().GetDt())
	assert.EqualValues(t, 1, cmd.GetPriority())
	h.Reply(cmd, ack("m2", 1700000000999))
	assert.Equal(t, "m1", c.LastMessage().ID, "a transient message is not the last")
}

func TestSendIsRefused(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	var got error
	c.Send(core.Outgoing{Text: "hi"}, func(_ core.Sent, err error) { got = err })
	body := new(wire.AckCommand)
	body.SetCode(4402)
	body.SetReason("MESSAGE_REJECTED_BY_APP")
	body.SetAppCode(7)
	body.SetAppMsg("rude")
	body.SetUid("m1")
	reply := coretest.Command(wire.CommandAck, 0, "")
	reply.SetAckMessage(body)
	h.Reply(h.One(wire.CommandDirect, 0), reply)
	assert.Equal(t, &core.Error{Code: core.MessageRejectedByApp, Reason: "MESSAGE_REJECTED_BY_APP", AppCode: 7, AppMsg: "rude"}, got)

	c.Send(core.Outgoing{Text: "hi"}, func(_ core.Sent, err error) { got = err })
	h.Reply(h.One(wire.CommandDirect, 0), coretest.Command(wire.CommandAck, 0, ""))
	assert.ErrorIs(t, got, core.ErrMalformed)

	for _, o := range []core.Outgoing{{Priority: 4}, {PushData: "x"}} {
		c.Send(o, func(_ core.Sent, err error) { got = err })
		var argument *core.ArgumentError
		assert.ErrorAs(t, got, &argument)
	}
	assert.Empty(t, h.Sent())
}

func received(h *coretest.Host) []string {
	var ids []string
	for _, e := range coretest.EventsOf[*core.MessageReceived](h) {
		ids = append(ids, e.Message.ID)
	}
	return ids
}

func TestReceiveAndCommit(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	h.TakeEvents()
	push := coretest.Direct("tom", "c1", "jerry", "m1", "hello", 100)
	push.GetDirectMessage().SetMentionPids([]string{"tom"})
	push.GetDirectMessage().SetPatchTimestamp(101)
	h.Push(push)
	events := coretest.EventsOf[*core.MessageReceived](h)
	require.Len(t, events, 1)
	m := events[0].Message
	assert.Same(t, c, events[0].Conversation)
	assert.EqualExportedValues(t, &core.Message{
		ID: "m1", ConversationID: "c1", From: "jerry", Timestamp: 100, PatchTimestamp: 101,
		Text: "hello", MentionList: []string{"tom"},
	}, m)
	assert.Zero(t, c.Unread(), "nothing counts before it is committed")
	h.TakeEvents()
	c.Commit(m)
	assert.Equal(t, []core.Event{&core.UnreadUpdated{Client: tom, Conversations: []*core.Conversation{c}}}, h.TakeEvents())
	assert.Equal(t, 1, c.Unread())
	assert.True(t, c.Mentioned())
	assert.Same(t, m, c.LastMessage())
	assert.EqualValues(t, 100, c.LastMessageAt())

	h.Push(coretest.Direct("tom", "c1", "tom", "m2", "from my other device", 200))
	own := coretest.EventsOf[*core.MessageReceived](h)[0].Message
	h.TakeEvents()
	c.Commit(own)
	assert.Empty(t, h.TakeEvents(), "own messages are not unread")
	assert.Equal(t, 1, c.Unread())
	assert.Same(t, own, c.LastMessage())
}

func TestTheLastMessageDoesNotGoBack(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	h.TakeEvents()
	h.Push(coretest.Direct("tom", "c1", "jerry", "m1", "slow", 10))
	m := coretest.EventsOf[*core.MessageReceived](h)[0].Message
	h.Sent()
	c.Send(core.Outgoing{Text: "own"}, func(core.Sent, error) {})
	h.Reply(h.One(wire.CommandDirect, 0), ack("m2", 20))
	c.Commit(m)
	assert.Equal(t, "m2", c.LastMessage().ID)
	assert.Equal(t, 1, c.Unread())

	c.Send(core.Outgoing{Text: "own"}, func(core.Sent, error) {})
	sending := h.One(wire.CommandDirect, 0)
	h.Push(coretest.Direct("tom", "c1", "jerry", "m4", "newer", 40))
	c.Commit(coretest.EventsOf[*core.MessageReceived](h)[1].Message)
	h.Reply(sending, ack("m3", 30))
	assert.Equal(t, "m4", c.LastMessage().ID)
}

func TestBinaryMessage(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	push := coretest.Direct("tom", "c1", "jerry", "m1", "", 100)
	push.GetDirectMessage().ClearMsg()
	push.GetDirectMessage().SetBinaryMsg([]byte{0, 255})
	h.Push(push)
	m := coretest.EventsOf[*core.MessageReceived](h)[0].Message
	assert.True(t, m.IsBinary)
	assert.Equal(t, []byte{0, 255}, m.Binary)
}

func TestPushesAreRoutedByPeerID(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom, jerry := h.Login("tom"), h.Login("jerry")
	forTom, forJerry := h.Conversation(tom, "c1", "tom", "jerry"), h.Conversation(jerry, "c1", "tom", "jerry")
	assert.NotSame(t, forTom, forJerry)
	assert.NotEqual(t, forTom.Handle(), forJerry.Handle())
	where := func(peerID string) *core.Conversation {
		h.TakeEvents()
		h.Push(coretest.Direct(peerID, "c1", "x", "m-"+peerID, "hi", 1))
		events := coretest.EventsOf[*core.MessageReceived](h)
		if len(events) == 0 {
			return nil
		}
		return events[0].Conversation
	}
	assert.Same(t, forTom, where("tom"))
	assert.Same(t, forJerry, where("jerry"))
	assert.Same(t, forTom, where(""), "without an id it is for the first client")
	assert.Nil(t, where("nobody"))

	other := coretest.Direct("tom", "c1", "x", "m9", "hi", 1)
	other.SetService(1)
	h.TakeEvents()
	h.Push(other)
	assert.Empty(t, received(h), "another service's push")
}

func TestOrderWhileTheConversationIsFetched(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	h.Conversation(tom, "known", "tom", "jerry")
	for i := range 3 {
		h.Push(coretest.Direct("tom", "new", "jerry", "m"+strconv.Itoa(i), "hi", int64(i)))
	}
	h.Push(coretest.Direct("tom", "known", "jerry", "k", "hi", 9))
	assert.Equal(t, []string{"k"}, received(h), "other conversations do not wait")
	query := h.Sent()
	require.Len(t, query, 2) // the row, and the ack of k
	h.Reply(query[0], coretest.Results(coretest.Row("new", "tom", "jerry")))
	assert.Equal(t, []string{"k", "m0", "m1", "m2"}, received(h))
}

func TestAConversationThatCannotBeFetched(t *testing.T) {
	t.Run("is tried again", func(t *testing.T) {
		h, _ := coretest.New(t, core.Options{})
		h.Login("tom")
		h.Push(coretest.Direct("tom", "new", "jerry", "m1", "hi", 1))
		h.Refuse(h.One(wire.CommandConv, wire.OpQuery), core.InternalError, "")
		h.Push(coretest.Direct("tom", "new", "jerry", "m2", "hi", 2))
		h.Advance(time.Second)
		h.Reply(h.One(wire.CommandConv, wire.OpQuery), coretest.Results(coretest.Row("new", "tom")))
		assert.Equal(t, []string{"m1", "m2"}, received(h))
	})
	t.Run("is given up", func(t *testing.T) {
		h, _ := coretest.New(t, core.Options{})
		h.Login("tom")
		h.Push(coretest.Direct("tom", "new", "jerry", "m1", "hi", 1))
		for range 4 {
			h.Refuse(h.One(wire.CommandConv, wire.OpQuery), core.InternalError, "")
			h.Advance(5 * time.Second)
		}
		assert.Empty(t, h.Sent())
		assert.Empty(t, received(h))
	})
	t.Run("does not exist", func(t *testing.T) {
		h, _ := coretest.New(t, core.Options{})
		h.Login("tom")
		h.Push(coretest.Direct("tom", "gone", "jerry", "m1", "hi", 1))
		h.Reply(h.One(wire.CommandConv, wire.OpQuery), coretest.Results())
		assert.Empty(t, received(h))
		assert.NotEmpty(t, h.Warnings)
	})
	t.Run("is asked for again after a re-open", func(t *testing.T) {
		h, _ := coretest.New(t, core.Options{})
		h.Login("tom")
		h.Push(coretest.Direct("tom", "new", "jerry", "m1", "hi", 1))
		h.Sent()
		h.Cut(1006, "")
		h.Advance(time.Second)
		h.Accept()
		h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "t", 60, 1))
		h.Reply(h.One(wire.CommandConv, wire.OpQuery), coretest.Results(coretest.Row("new", "tom")))
		assert.Equal(t, []string{"m1"}, received(h))
	})
}

func TestMessagesAreDeliveredOnce(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	h.Conversation(tom, "c1", "tom", "jerry")
	h.Conversation(tom, "c2", "tom", "jerry")
	for i := range 256 {
		h.Push(coretest.Direct("tom", "c1", "jerry", "m"+strconv.Itoa(i), "hi", int64(i)))
	}
	h.Push(coretest.Direct("tom", "c1", "jerry", "m0", "hi", 0))
	h.Push(coretest.Direct("tom", "c2", "jerry", "m0", "hi", 0))
	assert.Len(t, received(h), 257)
	h.Push(coretest.Direct("tom", "c1", "jerry", "m256", "hi", 0))
	h.Push(coretest.Direct("tom", "c1", "jerry", "m0", "hi", 0))
	assert.Len(t, received(h), 259, "the window has an end")
	h.Push(coretest.Direct("tom", "c1", "jerry", "m0", "hi", 0))
	assert.Len(t, received(h), 259)
}

func acks(h *coretest.Host) [][3]any {
	var list [][3]any
	for _, c := range h.Sent() {
		if c.GetCmd() == wire.CommandAck {
			a := c.GetAckMessage()
			list = append(list, [3]any{a.GetCid(), a.GetFromts(), a.GetTots()})
		}
	}
	return list
}

func TestAcksAreBatched(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	h.Conversation(tom, "c1", "tom", "jerry")
	h.Conversation(tom, "c2", "tom", "jerry")
	push := func(conversation string, at int64) {
		h.Push(coretest.Direct("tom", conversation, "jerry", conversation+strconv.Itoa(int(at)), "hi", at))
	}
	push("c1", 10)
	assert.Equal(t, [][3]any{{"c1", int64(10), int64(10)}}, acks(h), "the first at once")
	push("c1", 12)
	push("c1", 11)
	push("c2", 5)
	assert.Empty(t, acks(h))
	h.Advance(time.Second)
	assert.Equal(t, [][3]any{{"c1", int64(11), int64(12)}, {"c2", int64(5), int64(5)}}, acks(h))
	h.Advance(time.Second)
	assert.Empty(t, acks(h))
	push("c1", 20)
	assert.Len(t, acks(h), 1)

	own := coretest.Direct("tom", "c1", "tom", "own", "hi", 30)
	h.Push(own)
	transient := coretest.Direct("tom", "c1", "jerry", "transient", "hi", 31)
	transient.GetDirectMessage().SetTransient(true)
	h.Push(transient)
	h.Advance(2 * time.Second)
	assert.Empty(t, acks(h), "own and transient messages are not acked")

	push("c1", 40)
	push("c1", 41)
	h.Sent()
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "t", 60, 1))
	assert.Equal(t, [][3]any{{"c1", int64(10), int64(41)}, {"c2", int64(5), int64(5)}}, acks(h),
		"what could not be sent is sent later, and again what may have been lost")
}

func TestChatRoomMessagesAreNotAcked(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	h.Login("tom")
	h.Push(coretest.Direct("tom", "room", "jerry", "m1", "hi", 1))
	h.Reply(h.One(wire.CommandConv, wire.OpQuery), coretest.Results(`{"objectId":"room","tr":true}`))
	assert.Equal(t, []string{"m1"}, received(h))
	assert.Empty(t, h.Sent())
}
