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

// back lets a lost connection come back and opens the session again.
func back(h *coretest.Host, id string) {
	h.Advance(time.Second)
	h.Accept()
	for _, cmd := range h.Sent() {
		if cmd.GetCmd() == wire.CommandSession && cmd.GetPeerId() == id {
			h.Reply(cmd, coretest.Opened(id, "token-"+id, 3600, h.Now()))
		}
	}
}

func TestWhatIsSentAgain(t *testing.T) {
	name := "name"
	for what, test := range map[string]struct {
		start func(*core.Client, *core.Conversation, func(error))
		again bool
	}{
		"a message": {func(_ *core.Client, c *core.Conversation, done func(error)) {
			c.Send(core.Outgoing{Text: "hi"}, func(_ core.Sent, err error) { done(err) })
		}, true},
		"a transient message": {func(_ *core.Client, c *core.Conversation, done func(error)) {
			c.Send(core.Outgoing{Text: "hi", Transient: true}, func(_ core.Sent, err error) { done(err) })
		}, false},
		"a will": {func(_ *core.Client, c *core.Conversation, done func(error)) {
			c.Send(core.Outgoing{Text: "hi", Will: true}, func(_ core.Sent, err error) { done(err) })
		}, false},
		"an edit": {func(_ *core.Client, c *core.Conversation, done func(error)) {
			c.Update(core.Patch{MessageID: "m", Timestamp: 1, Text: "x"}, func(_ int64, err error) { done(err) })
		}, true},
		"a query": {func(cl *core.Client, _ *core.Conversation, done func(error)) {
			cl.Query(core.Query{}, func(_ []*core.Conversation, err error) { done(err) })
		}, true},
		"history": {func(_ *core.Client, c *core.Conversation, done func(error)) {
			c.History(core.HistoryQuery{}, func(_ []*core.Message, err error) { done(err) })
		}, true},
		"adding": {func(_ *core.Client, c *core.Conversation, done func(error)) {
			c.Add([]string{"a"}, func(_ core.MemberResult, err error) { done(err) })
		}, true},
		"removing": {func(_ *core.Client, c *core.Conversation, done func(error)) {
			c.Remove([]string{"a"}, func(_ core.MemberResult, err error) { done(err) })
		}, true},
		"muting": {func(_ *core.Client, c *core.Conversation, done func(error)) { c.Mute(done) }, true},
		"attributes": {func(_ *core.Client, c *core.Conversation, done func(error)) {
			c.SetAttributes(`{"name":"x"}`, done)
		}, true},
		"an operation on attributes": {func(_ *core.Client, c *core.Conversation, done func(error)) {
			c.SetAttributes(`{"attr.n":{"__op":"Increment","amount":1}}`, done)
		}, false},
		"a unique conversation": {func(cl *core.Client, _ *core.Conversation, done func(error)) {
			cl.CreateConversation(core.CreateOptions{Members: []string{"a"}}, func(_ *core.Conversation, err error) { done(err) })
		}, true},
		"another conversation": {func(cl *core.Client, _ *core.Conversation, done func(error)) {
			cl.CreateConversation(core.CreateOptions{Name: &name, NotUnique: true}, func(_ *core.Conversation, err error) { done(err) })
		}, false},
		"a chat room": {func(cl *core.Client, _ *core.Conversation, done func(error)) {
			cl.CreateConversation(core.CreateOptions{Transient: true}, func(_ *core.Conversation, err error) { done(err) })
		}, false},
	} {
		t.Run(what, func(t *testing.T) {
			for _, off := range []bool{false, true} {
				h, _ := coretest.New(t, core.Options{NoResend: off})
				tom := h.Login("tom")
				var got []error
				test.start(tom, h.Conversation(tom, "c1", "tom", "jerry"), func(err error) { got = append(got, err) })
				first := h.Sent()
				require.Len(t, first, 1)
				h.Cut(1006, "")
				if !test.again || off {
					require.Len(t, got, 1)
					assert.ErrorIs(t, got[0], &core.Error{Code: core.CloseAbnormal})
					back(h, "tom")
					assert.Empty(t, h.Sent())
					continue
				}
				assert.Empty(t, got)
				back(h, "tom")
				assert.Equal(t, first, h.Sent(), "the very same command")
				h.Refuse(first[0], core.InternalError, "")
				assert.Len(t, got, 1)
			}
		})
	}
}

func TestSentAgainInOrder(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	var order []string
	send := func(text string) {
		c.Send(core.Outgoing{Text: text, Dt: text}, func(s core.Sent, err error) {
			require.NoError(t, err)
			order = append(order, s.ID)
		})
	}
	send("one")
	send("two")
	first := h.Sent()
	h.Reply(first[0], ack("m1", 11))
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	h.One(wire.CommandSession, wire.OpOpen)
	send("three") // while the session is opened again
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	h.Sent()
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	send("four")
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "t", 60, 1))
	var sent []string
	for i, cmd := range h.Sent() {
		sent = append(sent, cmd.GetDirectMessage().GetDt())
		h.Reply(cmd, ack("m"+string(rune('2'+i)), int64(12+i)))
	}
	assert.Equal(t, []string{"two", "three", "four"}, sent)
	assert.Equal(t, []string{"m1", "m2", "m3", "m4"}, order)
	h.Advance(time.Hour)
	assert.Len(t, order, 4)
}

// TestTimeGoesOn lets the time of a call run out while there is no connection.
func TestTimeGoesOn(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	var got []error
	count := func() { c.Count(func(_ int, err error) { got = append(got, err) }) }
	count()
	h.Advance(5 * time.Second)
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	h.Sent()
	h.Advance(10 * time.Second) // the session is not opened
	count()
	h.Advance(4*time.Second - 1)
	assert.Empty(t, got)
	h.Advance(1)
	require.Len(t, got, 1)
	assert.ErrorIs(t, got[0], core.ErrTimeout)
}

// TestSlowSessionsKeepTheirTimes has two clients whose sessions come back at
// different times: what is sent again is older than what was sent meanwhile.
func TestSlowSessionsKeepTheirTimes(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom, jerry := h.Login("tom"), h.Login("jerry")
	var got []string
	ping := func(cl *core.Client, what string) {
		cl.Ping([]string{what}, func(_ []string, err error) {
			assert.ErrorIs(t, err, core.ErrTimeout)
			got = append(got, what)
		})
	}
	ping(jerry, "old")
	h.Cut(1006, "")
	back(h, "tom")
	ping(tom, "new")
	h.Advance(19*time.Second - 1)
	assert.Empty(t, got)
	h.Advance(1)
	assert.Equal(t, []string{"old"}, got)
	h.Advance(time.Second)
	assert.Equal(t, []string{"old", "new"}, got)
}

func TestWhatEndsTheConnectionIsNotSentAgain(t *testing.T) {
	for _, code := range []core.Code{1002, 1009, core.FrameTooLong, core.UnparseableRawMessage} {
		h, _ := coretest.New(t, core.Options{})
		tom := h.Login("tom")
		var got error
		h.Conversation(tom, "c1", "tom").Send(core.Outgoing{Text: "too long"}, func(_ core.Sent, err error) { got = err })
		h.Cut(int(code), "")
		assert.ErrorIs(t, got, &core.Error{Code: code})
	}

	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	var got error
	c := h.Conversation(tom, "c1", "tom")
	c.Send(core.Outgoing{Text: "poison"}, func(_ core.Sent, err error) { got = err })
	h.Sent()
	for range 3 {
		h.Cut(1006, "")
		back(h, "tom")
		h.One(wire.CommandDirect, 0)
	}
	h.Cut(1006, "")
	assert.ErrorIs(t, got, &core.Error{Code: 1006}, "not for ever")
}

func TestWhatIsSentAgainMayBeGivenUp(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	rt.Begin(7)
	c.Count(func(int, error) { t.Error("it was given up") })
	rt.End()
	var got []error
	c.Mute(func(err error) { got = append(got, err) })
	h.Sent()
	rt.Pause()
	rt.Cancel(7)
	assert.Empty(t, got)
	tom.Close(func(error) {})
	assert.Equal(t, []error{core.ErrClosed}, got)
	assert.Zero(t, h.Timers())
}

// TestMarksAreSentAgain loses read marks with the connection. What came after
// them stays unread.
func TestMarksAreSentAgain(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	receive := func(id string, at int64) {
		h.Push(coretest.Direct("tom", "c1", "jerry", id, "hi", at))
		events := coretest.EventsOf[*core.MessageReceived](h)
		c.Commit(events[len(events)-1].Message)
	}
	reads := func() (list []string) {
		for _, cmd := range h.Sent() {
			for _, mark := range cmd.GetReadMessage().GetConvs() {
				list = append(list, mark.GetMid())
			}
		}
		return list
	}
	receive("m1", 11)
	tom.MarkRead([]*core.Conversation{c})
	assert.Equal(t, []string{"m1"}, reads())
	receive("m2", 12)
	h.Cut(1006, "")
	back(h, "tom")
	assert.Equal(t, []string{"m1"}, reads())
	c.Count(func(int, error) {})
	for _, cmd := range h.Sent() {
		h.Reply(cmd, coretest.Command(wire.CommandConv, wire.OpResult, "tom"))
	}
	h.Cut(1006, "")
	back(h, "tom")
	assert.Empty(t, reads(), "the server has read what came before the count")

	tom.MarkRead([]*core.Conversation{c})
	receive("m3", 13)
	h.Advance(time.Second)
	assert.Equal(t, []string{"m2"}, reads(), "until where it was read, not until now")
}
