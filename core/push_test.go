package core_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

// heard takes the messages that were received since the last call.
func heard(h *coretest.Host) (list []*core.Message) {
	for _, e := range coretest.EventsOf[*core.MessageReceived](h) {
		list = append(list, e.Message)
	}
	h.TakeEvents()
	return list
}

func TestReusedMessages(t *testing.T) {
	h, _ := coretest.New(t, core.Options{ReuseMessages: true})
	tom := h.Login("tom")
	a, b := h.Conversation(tom, "a", "tom", "jerry"), h.Conversation(tom, "b", "tom", "jerry")
	h.TakeEvents()
	push := func(conversation string, n int) {
		h.Push(coretest.Direct("tom", conversation, "jerry", fmt.Sprintf("%s-%d", conversation, n), strings.Repeat("x", n), int64(n)))
	}
	same := func(m *core.Message, c *core.Conversation, n int) {
		t.Helper()
		require.NotNil(t, m)
		assert.EqualExportedValues(t, core.Message{
			ID: fmt.Sprintf("%s-%d", c.ID(), n), ConversationID: c.ID(), From: "jerry", Text: strings.Repeat("x", n), Timestamp: int64(n),
		}, *m)
	}
	for n := range 50 {
		push("a", 2*n+1)
		push("b", 2*n+2)
		list := heard(h)
		require.Len(t, list, 2)
		same(list[0], a, 2*n+1)
		same(list[1], b, 2*n+2)
		b.Commit(list[1])
		a.Commit(list[0])
		same(a.LastMessage(), a, 2*n+1)
		same(b.LastMessage(), b, 2*n+2)
	}
	h.TakeEvents()

	// What waits for its verdict stays as it is, however much comes meanwhile.
	push("a", 201)
	waiting := heard(h)[0]
	for n := 202; n < 220; n++ {
		push("b", n)
		b.Commit(heard(h)[0])
	}
	same(waiting, a, 201)
	push("a", 201)
	assert.Empty(t, heard(h), "it comes once")
	push("a", 250)
	later := heard(h)[0]
	same(waiting, a, 201)
	same(later, a, 250)
	a.Commit(waiting)
	same(a.LastMessage(), a, 201)
	a.Drop()
	same(later, a, 250)

	// What is kept of a message is not a part of it.
	tom.MarkRead([]*core.Conversation{a})
	h.Advance(time.Second)
	h.Sent()
	push("a", 301)
	a.Commit(heard(h)[0])
	tom.MarkRead([]*core.Conversation{a})
	for n := 302; n < 310; n++ {
		push("a", n)
		a.Commit(heard(h)[0])
	}
	h.Advance(time.Second)
	var marks []string
	for _, cmd := range h.Sent() {
		if cmd.GetCmd() == wire.CommandRead {
			marks = append(marks, cmd.GetReadMessage().GetConvs()[0].GetMid())
		}
	}
	assert.Equal(t, []string{"a-301"}, marks)

	// One that is larger than most is not kept for others.
	push("a", 5000)
	a.Commit(heard(h)[0])
	push("a", 5001)
	a.Commit(heard(h)[0])
	same(a.LastMessage(), a, 5001)
}

// TestPushedOrDispatched compares messages that come the short way with those that
// come the long one, which a field that the schema does not know makes them take.
func TestPushedOrDispatched(t *testing.T) {
	unusual := string([]byte{0xf8, 0x3f, 1}) // field 1023
	for name, c := range map[string]struct {
		push  func() *wire.GenericCommand
		heard int
	}{
		"a message": {func() *wire.GenericCommand { return coretest.Direct("tom", "c1", "jerry", "m1", "hi 天", 10) }, 1},
		"for the first": {func() *wire.GenericCommand {
			m := coretest.Direct("tom", "c1", "jerry", "m1", "hi", 10)
			m.ClearPeerId()
			return m
		}, 1},
		"for nobody here":        {func() *wire.GenericCommand { return coretest.Direct("sue", "c1", "jerry", "m1", "hi", 10) }, 0},
		"without a conversation": {func() *wire.GenericCommand { return coretest.Direct("tom", "", "jerry", "m1", "hi", 10) }, 0},
		"of another service": {func() *wire.GenericCommand {
			m := coretest.Direct("tom", "c1", "jerry", "m1", "hi", 10)
			m.SetService(3)
			return m
		}, 0},
		"transient, with a receipt": {func() *wire.GenericCommand {
			m := coretest.Direct("tom", "c1", "jerry", "m1", "hi", 10)
			m.GetDirectMessage().SetTransient(true)
			m.GetDirectMessage().SetR(true)
			return m
		}, 1},
		"one's own": {func() *wire.GenericCommand { return coretest.Direct("tom", "c1", "tom", "m1", "hi", 10) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			frame, err := c.push().Append(nil)
			require.NoError(t, err)
			var outcomes [][]any
			for _, f := range [][]byte{frame, append(frame[:len(frame):len(frame)], unusual...)} {
				h, rt := coretest.New(t, core.Options{})
				conversation := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
				h.TakeEvents()
				rt.SocketFrame(h.Socket, f, false)
				outcome := []any{len(h.Sent())}
				for _, m := range heard(h) {
					conversation.Commit(m)
					outcome = append(outcome, m.ID, m.From, m.Text, m.Timestamp, m.Transient, m.Receipt, m.ConversationID)
				}
				outcomes = append(outcomes, append(outcome, conversation.Unread(), conversation.LastMessageAt()))
			}
			assert.Equal(t, outcomes[1], outcomes[0])
			assert.Len(t, outcomes[0], 3+7*c.heard)
		})
	}
}

// TestReceivingAllocatesNothing is what Options.ReuseMessages promises.
func TestReceivingAllocatesNothing(t *testing.T) {
	h, rt := coretest.New(t, core.Options{ReuseMessages: true})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	host := &counting{Host: h}
	frames := make([][]byte, 2000)
	for i := range frames {
		frames[i], _ = coretest.Direct("tom", "c1", "jerry", fmt.Sprintf("message-%05d", i), "hello", int64(i+1)).Append(nil)
	}
	next := 0
	receive := func() {
		h.Events = h.Events[:0]
		rt.SocketFrame(h.Socket, frames[next], false)
		next++
		c.CommitForetold(host.last())
	}
	for range 600 { // more than the window remembers
		receive()
	}
	// The test's Host copies the event.
	assert.LessOrEqual(t, testing.AllocsPerRun(1000, receive), 1.0)
}

// counting finds the message in what its Host was told last.
type counting struct{ *coretest.Host }

func (c *counting) last() *core.Message {
	return c.Events[len(c.Events)-1].(*core.MessageReceived).Message
}
