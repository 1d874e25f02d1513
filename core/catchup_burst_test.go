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

// Conversations in which more happens while the client catches up, or was sent by
// itself, than the window of known ids remembers.

const burst = 600

// saidBy is a conversation's history, in which each of these said the next message.
func saidBy(who ...string) (list []core.Message) {
	for i, id := range who {
		m := from("m"+strconv.Itoa(i), int64(10+i))
		m.From = id
		list = append(list, m)
	}
	return list
}

func repeat(n int, who ...string) (list []string) {
	for i := range n {
		list = append(list, who[i%len(who)])
	}
	return list
}

// idsOf lists those that somebody else said, with a mark.
func idsOf(list []core.Message, mark string) (ids []string) {
	for _, m := range list {
		if m.From != "tom" {
			ids = append(ids, m.ID+mark)
		}
	}
	return ids
}

// same compares long lists.
func same(t *testing.T, want, got []string) {
	t.Helper()
	assert.Equal(t, len(want), len(got))
	for i := range min(len(want), len(got)) {
		if !assert.Equal(t, want[i], got[i], "at %d", i) {
			return
		}
	}
}

// answerLogs answers from a history until nothing is asked any more.
func answerLogs(h *coretest.Host, asked []*wire.GenericCommand, history []core.Message) {
	for ; len(asked) > 0; asked = append(asked[1:], logsOf(h)...) {
		q := asked[0].GetLogsMessage()
		var page []core.Message
		for i, m := range history {
			if m.ID == q.GetMid() {
				page = nil
			} else if m.Timestamp >= q.GetT() && len(page) < int(q.GetL()) {
				page = history[i-len(page) : i+1]
			}
		}
		h.Reply(asked[0], coretest.Logs(page...))
	}
}

func pushAll(h *coretest.Host, list []core.Message) {
	for _, m := range list {
		if m.From != "tom" {
			h.Push(coretest.Direct("tom", "c1", m.From, m.ID, m.Text, m.Timestamp))
		}
	}
}

// sendAll lets the client say what is its own of a history.
func sendAll(t *testing.T, h *coretest.Host, c *core.Conversation, list []core.Message) {
	for _, m := range list {
		if m.From == "tom" {
			c.Send(core.Outgoing{Text: m.Text}, func(_ core.Sent, err error) { require.NoError(t, err) })
			h.Reply(h.One(wire.CommandDirect, 0), ack(m.ID, m.Timestamp))
		}
	}
}

// TestCatchUpWithWhatIsPushedMeanwhile has hundreds of messages both pushed and in
// the history: pushed while the client catches up, or after it.
func TestCatchUpWithWhatIsPushedMeanwhile(t *testing.T) {
	history := saidBy(repeat(burst, "jerry")...)
	for name, late := range map[string]bool{"before": false, "after": true} {
		t.Run(name, func(t *testing.T) {
			h, _, convs := catching(t, core.CatchUp{}, "c1")
			asked := interrupt(h)
			if !late {
				pushAll(h, history)
			}
			answerLogs(h, asked, history)
			pushAll(h, history)
			same(t, idsOf(history, "+"), told(h))
			push(h, "live", 5000)
			assert.Equal(t, []string{"live"}, told(h))
			assert.Equal(t, "live", convs[0].LastMessage().ID)

			asked = interrupt(h)
			require.Len(t, asked, 1)
			more := from("more", 6000)
			answerLogs(h, asked, []core.Message{from("live", 5000), more})
			pushAll(h, []core.Message{from("live", 5000), more})
			assert.Equal(t, []string{"more+"}, told(h), "and the next time")
		})
	}
}

// TestOwnMessagesInAGap has the client say more than is remembered since the last
// message that it was told of, and then lose the connection.
func TestOwnMessagesInAGap(t *testing.T) {
	for name, who := range map[string][]string{
		"alone":  {"tom"},
		"in two": {"tom", "jerry"},
	} {
		t.Run(name, func(t *testing.T) {
			history := saidBy(repeat(4*burst, who...)...)
			h, _, convs := catching(t, core.CatchUp{Messages: 2*burst + 1}, "c1")
			sendAll(t, h, convs[0], history)
			answerLogs(h, interrupt(h), history)
			same(t, idsOf(history, "+"), told(h))
		})
	}
}

// TestOwnMessagesWhileCatchingUp has the client go on talking in the middle: its
// acks come long before the history gets as far.
func TestOwnMessagesWhileCatchingUp(t *testing.T) {
	history := saidBy(append(repeat(burst, "jerry"), repeat(burst, "tom", "jerry")...)...)
	h, _, convs := catching(t, core.CatchUp{}, "c1")
	asked := interrupt(h)
	sendAll(t, h, convs[0], history)
	pushAll(h, history[burst:])
	answerLogs(h, asked, history)
	same(t, idsOf(history, ""), unmarked(told(h)))
}

func unmarked(list []string) []string {
	for i, id := range list {
		if last := len(id) - 1; id[last] == '+' {
			list[i] = id[:last]
		}
	}
	return list
}

// TestOwnMessagesWithoutAcks has the connection lost before the acks come: the
// history may have the messages before they come again.
func TestOwnMessagesWithoutAcks(t *testing.T) {
	history := saidBy("jerry", "tom", "jerry", "tom", "jerry")
	h, _, convs := catching(t, core.CatchUp{}, "c1")
	for _, m := range history {
		if m.From == "tom" {
			convs[0].Send(core.Outgoing{Text: m.Text, Dt: m.ID}, func(_ core.Sent, err error) { require.NoError(t, err) })
		}
	}
	h.Sent()
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "t", 3600, h.Now()))
	var asked, again []*wire.GenericCommand
	for _, cmd := range h.Sent() {
		switch cmd.GetCmd() {
		case wire.CommandLogs:
			asked = append(asked, cmd)
		case wire.CommandDirect:
			again = append(again, cmd)
		}
	}
	require.Len(t, again, 2)
	answerLogs(h, asked, history)
	assert.Empty(t, told(h), "nobody knows yet which are one's own")
	h.Reply(again[0], ack("m1", at(11)))
	assert.Empty(t, told(h))
	h.Reply(again[1], ack("m3", at(13)))
	assert.Equal(t, []string{"m0+", "m2+", "m4+"}, told(h))
	answerLogs(h, logsOf(h), history)
	pushAll(h, history)
	assert.Empty(t, told(h))
}

// TestASendThatIsGivenUp waits for an ack that nobody waits for any more.
func TestASendThatIsGivenUp(t *testing.T) {
	for name, early := range map[string]bool{"before": true, "meanwhile": false} {
		t.Run(name, func(t *testing.T) {
			h, tom, convs := catching(t, core.CatchUp{}, "c1")
			rt := tom.Realtime()
			rt.Begin(7)
			convs[0].Send(core.Outgoing{Text: "x"}, func(core.Sent, error) { t.Error("it was given up") })
			rt.End()
			if early {
				rt.Cancel(7)
			}
			asked := interrupt(h)
			push(h, "live", 50)
			h.Reply(asked[0], coretest.Logs(from("m1", 10)))
			if !early {
				assert.Empty(t, told(h))
				rt.Cancel(7)
			}
			assert.Equal(t, []string{"m1+", "live"}, told(h))
		})
	}
}

// TestCatchUpEndsWhereLiveMessagesBegin has a conversation in which messages come
// faster than the history can be read.
func TestCatchUpEndsWhereLiveMessagesBegin(t *testing.T) {
	h, _, _ := catching(t, core.CatchUp{Messages: 1000}, "c1")
	h.Advance(10 * time.Second)
	asked := interrupt(h)
	now := h.Now() - at(0)
	var history []core.Message
	for i := range 5000 {
		history = append(history, from("m"+strconv.Itoa(i), now-500+int64(i)))
	}
	pushAll(h, history[550:])
	pages := 0
	for ; len(asked) > 0; asked = logsOf(h) {
		pages++
		next := 0
		for i, m := range history {
			if m.ID == asked[0].GetLogsMessage().GetMid() {
				next = i + 1
			}
		}
		h.Reply(asked[0], coretest.Logs(history[next:next+100]...))
	}
	assert.Equal(t, 6, pages)
	same(t, idsOf(history, ""), unmarked(told(h)))
}

// TestWhoTalksAloneForgets has nobody else say anything for an hour: what the
// client said is neither remembered nor read again.
func TestWhoTalksAloneForgets(t *testing.T) {
	h, _, convs := catching(t, core.CatchUp{}, "c1")
	var last int64
	for i := range 3600 {
		last = h.Now() - at(0)
		id := "own" + strconv.Itoa(i)
		convs[0].Send(core.Outgoing{Text: id}, func(core.Sent, error) {})
		sent := h.Sent()
		h.Reply(sent[len(sent)-1], ack(id, at(last)))
		h.Advance(time.Second)
		for _, cmd := range h.Sent() {
			if cmd.GetCmd() == wire.CommandEcho {
				h.Reply(cmd, coretest.Command(wire.CommandEcho, 0, ""))
			}
		}
	}
	asked := interrupt(h)
	require.Len(t, asked, 1)
	q := asked[0].GetLogsMessage()
	assert.Equal(t, "own3538", q.GetMid(), "what others said in the last minute may be on its way")
	other := from("other", last-500)
	h.Reply(asked[0], coretest.Logs(from("own3598", last-1000), other, from("own3599", last)))
	assert.Equal(t, []string{"other+"}, told(h))
}

// TestCatchUpOfWhoTalksAlone has the client say more than it can read: it need not
// read on to its end.
func TestCatchUpOfWhoTalksAlone(t *testing.T) {
	h, _, convs := catching(t, core.CatchUp{}, "c1")
	asked := interrupt(h)
	for n := 0; len(asked) > 0; n++ {
		require.Less(t, n, 10)
		page := saidBy(repeat(100, "tom")...)
		for i := range page {
			page[i].ID, page[i].Timestamp = "own"+strconv.Itoa(100*n+i), h.Now()+1
		}
		sendAll(t, h, convs[0], page)
		h.Advance(time.Second)
		h.Reply(asked[0], coretest.Logs(page...))
		asked = logsOf(h)
	}
	assert.Empty(t, told(h))
}

// TestAnAckOfLongAgo has a message sent again, as an outbox does, whose first ack is
// from within the gap.
func TestAnAckOfLongAgo(t *testing.T) {
	history := saidBy(append([]string{"tom"}, repeat(250, "jerry")...)...)
	h, _, convs := catching(t, core.CatchUp{}, "c1")
	asked := interrupt(h)
	sendAll(t, h, convs[0], history)
	answerLogs(h, asked, history)
	same(t, idsOf(history, "+"), told(h))
}
