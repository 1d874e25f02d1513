package core_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

// commitForetold commits what was received last as Foretell and CommitForetold do,
// and requires that Commit does the same in a core of its own.
func commitForetold(t *testing.T, prepare func(*coretest.Host, *core.Conversation)) core.Foretold {
	var told core.Foretold
	var ends []core.Foretold
	for _, foretold := range []bool{true, false} {
		h, _ := coretest.New(t, core.Options{})
		c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
		prepare(h, c)
		received := coretest.EventsOf[*core.MessageReceived](h)
		m := received[len(received)-1].Message
		h.TakeEvents()
		before := core.Foretold{Unread: c.Unread(), Mentioned: c.Mentioned()}
		if foretold {
			var ok bool
			told, ok = c.Foretell(m)
			require.True(t, ok)
			assert.Equal(t, before, core.Foretold{Unread: c.Unread(), Mentioned: c.Mentioned()}, "nothing has happened yet")
			c.CommitForetold(m)
			assert.Empty(t, h.TakeEvents())
		} else {
			c.Commit(m)
			assert.Equal(t, told.Counts, len(coretest.EventsOf[*core.UnreadUpdated](h)) == 1)
		}
		assert.Equal(t, told.Unread, c.Unread())
		assert.Equal(t, told.Mentioned, c.Mentioned())
		assert.Equal(t, m, c.LastMessage())
		assert.Equal(t, m.Timestamp, c.LastMessageAt())
		ends = append(ends, core.Foretold{Unread: c.Unread(), Mentioned: c.Mentioned()})
	}
	assert.Equal(t, ends[0], ends[1])
	return told
}

func TestForetoldCommits(t *testing.T) {
	mention := coretest.Direct("tom", "c1", "jerry", "m3", "hi", 30)
	mention.GetDirectMessage().SetMentionPids([]string{"tom"})
	for name, c := range map[string]struct {
		want    core.Foretold
		prepare func(*coretest.Host, *core.Conversation)
	}{
		"of others": {core.Foretold{Counts: true, Unread: 1}, func(h *coretest.Host, _ *core.Conversation) {
			h.Push(coretest.Direct("tom", "c1", "jerry", "m1", "hi", 10))
		}},
		"mentioning": {core.Foretold{Counts: true, Unread: 3, Mentioned: true}, func(h *coretest.Host, _ *core.Conversation) {
			h.Push(unreadPush(tuple("c1", 2, "", 0, false)))
			h.Push(mention)
		}},
		"after a mention": {core.Foretold{Counts: true, Unread: 3, Mentioned: true}, func(h *coretest.Host, _ *core.Conversation) {
			h.Push(unreadPush(tuple("c1", 2, "", 0, true)))
			h.Push(coretest.Direct("tom", "c1", "jerry", "m1", "hi", 10))
		}},
		"one's own": {core.Foretold{Unread: 2, Mentioned: true}, func(h *coretest.Host, _ *core.Conversation) {
			h.Push(unreadPush(tuple("c1", 2, "", 0, true)))
			h.Push(coretest.Direct("tom", "c1", "tom", "m1", "hi", 10))
		}},
		"counted by the server": {core.Foretold{Unread: 5}, func(h *coretest.Host, _ *core.Conversation) {
			h.Push(coretest.Direct("tom", "c1", "jerry", "m1", "hi", 10))
			h.Push(unreadPush(tuple("c1", 5, "", 0, false)))
		}},
		"read meanwhile": {core.Foretold{}, func(h *coretest.Host, c *core.Conversation) {
			h.Push(unreadPush(tuple("c1", 1, "m0", 50, false)))
			c.Client().MarkRead([]*core.Conversation{c})
			h.Push(coretest.Direct("tom", "c1", "jerry", "m1", "hi", 40))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "read meanwhile" {
				// The last message is the server's, which is later.
				h, _ := coretest.New(t, core.Options{})
				conversation := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
				c.prepare(h, conversation)
				told, ok := conversation.Foretell(coretest.EventsOf[*core.MessageReceived](h)[0].Message)
				assert.True(t, ok)
				assert.Equal(t, c.want, told)
				return
			}
			assert.Equal(t, c.want, commitForetold(t, c.prepare))
		})
	}
}

func TestOnlyTheFirstThatWaitsIsForetold(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	h.Push(coretest.Direct("tom", "c1", "jerry", "m1", "hi", 10))
	_, ok := c.Foretell(coretest.EventsOf[*core.MessageReceived](h)[0].Message)
	assert.True(t, ok)
	h.Push(coretest.Direct("tom", "c1", "jerry", "m2", "hi", 11))
	second := coretest.EventsOf[*core.MessageReceived](h)[1].Message
	_, ok = c.Foretell(second)
	assert.False(t, ok, "what the first comes to is not known")
	c.Drop()
	told, ok := c.Foretell(second)
	assert.True(t, ok)
	assert.Equal(t, core.Foretold{Counts: true, Unread: 1}, told)

	h.Push(coretest.Command(wire.CommandSession, wire.OpClosed, "tom"))
	_, ok = c.Foretell(second)
	assert.False(t, ok, "the session has ended")
	c.CommitForetold(second)
	assert.Zero(t, c.Unread())
}
