package server_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// crowd is a conversation with many clients at once.
type crowd struct {
	t   *testing.T
	i   *servertest.Instance
	cid string

	mu      sync.Mutex
	frames  map[string][]*wire.GenericCommand // by connection, in the order of arrival
	content map[string]string                 // of acknowledged messages, by id
	byOwner map[string]int                    // how many of them each client sent
}

// talker is one connection, which keeps every frame in order.
type talker struct {
	*servertest.Client
	crowd *crowd
	name  string // of the connection
	id    string
}

func (c *crowd) talker(name, id string, open func(*wire.SessionCommand)) *talker {
	p := &talker{servertest.Dial(c.t, c.i), c, name, id}
	cmd := servertest.OpenCommand(c.i.AppID, id)
	if open != nil {
		open(cmd.GetSessionMessage())
	}
	opened := p.ask(cmd)
	require.Equal(c.t, wire.OpOpened, opened.GetOp(), servertest.Describe(opened))
	return p
}

// next waits for a frame.
func (p *talker) next() *wire.GenericCommand {
	m := p.Next()
	p.crowd.mu.Lock()
	defer p.crowd.mu.Unlock()
	p.crowd.frames[p.name] = append(p.crowd.frames[p.name], m)
	return m
}

// ask waits for the answer to a command.
func (p *talker) ask(cmd *wire.GenericCommand) *wire.GenericCommand {
	i := p.Request(cmd)
	for {
		if m := p.next(); m.GetI() == i {
			return m
		}
	}
}

// say sends a message; it says whether it was taken.
func (p *talker) say(text string) bool {
	ack := p.ask(direct(p.crowd.cid, text)).GetAckMessage()
	if ack.HasCode() {
		return false
	}
	p.crowd.sent(p.id, ack.GetUid(), text)
	return true
}

func (c *crowd) sent(by, id, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	assert.NotContains(c.t, c.content, id, "ids are unique")
	c.content[id] = text
	c.byOwner[by]++
}

// await waits for a message with that text.
func (p *talker) await(text string) {
	for p.next().GetDirectMessage().GetMsg() != text {
	}
}

// 50 clients join, leave, send, query, log in over one another and be
// changed by the app, all in one conversation and all at once.
func TestRaces(t *testing.T) {
	const steady, restless, tagged, rounds = 20, 20, 10, 3
	var told atomic.Int64
	var asked sync.Map // of members who were asked about
	db := servertest.OpenStore(t)
	o := server.Options{Store: db, Logger: slog.New(slog.DiscardHandler), Timeouts: server.Timeouts{Ping: time.Hour}, Hooks: server.Hooks{
		MessageReceived: func(_ context.Context, m server.Message) (server.Verdict, error) {
			if string(m.Data) == "rewrite me" {
				return server.Verdict{Data: []byte("rewritten")}, nil
			}
			return server.Verdict{Reject: string(m.Data) == "refuse me"}, nil
		},
		ConversationAdd: func(_ context.Context, m server.MembersChange) (server.Decision, error) {
			for _, member := range m.Members {
				asked.Store(member, true)
			}
			return server.Decision{}, nil
		},
		MessageSent: func(context.Context, server.SentMessage) error { told.Add(1); return nil },
	}}
	i := servertest.StartWith(t, o)
	c := &crowd{t: t, i: i, frames: map[string][]*wire.GenericCommand{}, content: map[string]string{}, byOwner: map[string]int{}}
	name := func(kind string, n int) string { return fmt.Sprintf("%s%02d", kind, n) }
	var members []string
	for n := range steady {
		members = append(members, name("steady", n))
	}
	for n := range tagged {
		members = append(members, name("tagged", n))
	}
	owner := servertest.Login(t, i, "owner")
	c.cid = create(t, owner, members...)

	var all sync.WaitGroup
	stay := make([]*talker, steady)
	for n := range steady {
		stay[n] = c.talker(name("steady", n), name("steady", n), nil)
		all.Go(func() {
			p := stay[n]
			for round := range rounds {
				p.say(fmt.Sprintf("%s %d", p.id, round))
				p.say("rewrite me")
				assert.False(t, p.say("refuse me"))
				rows := p.ask(conv(wire.OpQuery, where(`{"objectId":"`+c.cid+`"}`)))
				assert.Contains(t, rows.GetConvMessage().GetResults().GetData(), c.cid)
				assert.Equal(t, wire.CommandLogs, p.ask(logsCommand(logs(c.cid))).GetCmd())
			}
		})
	}
	roam := make([]*talker, restless)
	for n := range restless {
		roam[n] = c.talker(name("restless", n), name("restless", n), nil)
		all.Go(func() {
			p := roam[n]
			for round := range rounds {
				assert.Equal(t, wire.OpAdded, p.ask(conv(wire.OpAdd, in(c.cid, p.id))).GetOp())
				assert.True(t, p.say(fmt.Sprintf("%s %d", p.id, round)))
				assert.NotZero(t, p.ask(conv(wire.OpCount, in(c.cid))).GetConvMessage().GetCount())
				assert.True(t, p.say("bye"))
				assert.Equal(t, wire.OpRemoved, p.ask(conv(wire.OpRemove, in(c.cid, p.id))).GetOp())
				assert.False(t, p.say("from outside"))
			}
		})
	}
	for n := range tagged {
		all.Go(func() {
			id := name("tagged", n)
			var old *talker
			for round := range rounds {
				p := c.talker(fmt.Sprintf("%s device %d", id, round), id, func(m *wire.SessionCommand) {
					m.SetTag("web")
					m.SetDeviceId(fmt.Sprint(round))
				})
				if old != nil {
					for old.next().GetSessionMessage().GetCode() != int32(server.SessionConflict) {
					}
					assert.EqualValues(t, server.SessionRequired, old.ask(direct(c.cid, "x")).GetErrorMessage().GetCode())
				}
				p.say(fmt.Sprintf("%s %d", id, round))
				old = p
			}
		})
	}
	all.Go(func() { // the app, which changes what the others use
		base := "/1.2/rtm/conversations/" + c.cid
		for round := range rounds {
			for _, call := range []struct{ method, path, body string }{
				{"POST", base + "/members", `{"client_ids":["guest","steady00"]}`},
				{"PUT", base, fmt.Sprintf(`{"name":"round %d"}`, round)},
				{"POST", base + "/messages", `{"from_client":"app","message":"from the app"}`},
				{"DELETE", base + "/members", `{"client_ids":["guest"]}`},
			} {
				status, answer := restMaster(t, i, call.method, call.path, call.body)
				assert.Less(t, status, 300, "%v", answer)
				if id, ok := answer["msg-id"].(string); ok {
					c.sent("app", id, "from the app")
				}
			}
		}
	})
	all.Wait()

	// Callbacks run in the order of the commits: who has this message has all before it.
	c.sent("owner", send(t, owner, c.cid, "the end").GetUid(), "the end")
	for _, p := range stay {
		p.await("the end")
	}
	for _, p := range roam {
		p.ask(servertest.Command(wire.CommandEcho, 0))
	}

	history := c.checkHistory(db)
	place := map[string]int{}
	for n, m := range history {
		place[m.ID] = n
	}
	for connection, frames := range c.frames {
		c.checkOrder(connection, frames, place, history)
	}
	c.checkUnread(stay, history)
	for n := range restless {
		_, ok := asked.Load(name("restless", n))
		assert.True(t, ok)
	}
	assert.Eventually(t, func() bool { return told.Load() == int64(len(history)) }, servertest.Deadline, 1, "each message is told")
	i.Stop()
	assert.EqualValues(t, len(history), told.Load(), "once")
}

// checkHistory checks the messages that are kept: those that were acknowledged, and
// in one order.
func (c *crowd) checkHistory(db store.Store) []*store.Message {
	var kept []*store.Message
	require.NoError(c.t, db.View(c.t.Context(), func(v store.Reader) (err error) {
		kept, err = v.Messages(c.i.AppID, c.cid, store.Range{Limit: 1 << 20})
		return err
	}))
	assert.Len(c.t, kept, len(c.content), "what was acknowledged is there, once")
	for n, m := range kept {
		assert.EqualValues(c.t, n+1, m.Seq)
		if n > 0 {
			assert.Greater(c.t, m.Timestamp, kept[n-1].Timestamp, "timestamps rise")
		}
		text, ok := c.content[m.ID]
		require.True(c.t, ok, "message %q was not acknowledged", m.Data)
		if text == "rewrite me" {
			text = "rewritten"
		}
		assert.Equal(c.t, text, string(m.Data))
	}
	return kept
}

// checkOrder checks what came over a connection: messages and acknowledgements in
// the one order, and without a gap as long as the client was a member.
func (c *crowd) checkOrder(connection string, frames []*wire.GenericCommand, place map[string]int, history []*store.Message) {
	last := -1
	whole := false // nothing may be missing before the next message
	// What was said before a client left may come after the notice that it has, from
	// another node; what it says itself is said by a member.
	left := false
	for _, m := range frames {
		id := ""
		switch {
		case m.GetOp() == wire.OpLeft:
			whole, left = false, true
			continue
		case m.GetCmd() == wire.CommandDirect:
			id = m.GetDirectMessage().GetId()
		case m.GetCmd() == wire.CommandAck && !m.GetAckMessage().HasCode():
			id = m.GetAckMessage().GetUid()
		default:
			continue
		}
		at, ok := place[id]
		require.True(c.t, ok, "%s got a message that nobody sent: %s", connection, servertest.Describe(m))
		if whole {
			assert.Equal(c.t, last+1, at, "%s misses a message or got it out of order: %q", connection, history[at].Data)
		} else {
			assert.Greater(c.t, at, last, "%s got a message out of order: %q", connection, history[at].Data)
		}
		if m.GetCmd() == wire.CommandDirect {
			d := m.GetDirectMessage()
			assert.Equal(c.t, []any{history[at].From, string(history[at].Data), history[at].Timestamp},
				[]any{d.GetFromPeerId(), d.GetMsg(), d.GetTimestamp()}, connection)
		}
		left = left && m.GetCmd() != wire.CommandAck
		last, whole = at, !left
	}
	assert.NotEqual(c.t, -1, last, "%s saw nothing", connection)
}

// checkUnread compares the counts at login with what was sent.
func (c *crowd) checkUnread(stay []*talker, history []*store.Message) {
	for n, p := range stay {
		read := -1
		if n%2 == 0 { // these have read a part
			read = len(history) * (n + 1) / (len(stay) + 1)
			p.Send(readUpTo(c.cid, history[read].ID, history[read].Timestamp))
			for p.next().GetCmd() != wire.CommandUnread {
			}
		}
		want := 0
		for at, m := range history {
			if at > read && m.From != p.id {
				want++
			}
		}
		again := c.talker(p.id+" again", p.id, nil)
		unread := again.next().GetUnreadMessage().GetConvs()
		if assert.Len(c.t, unread, 1) {
			assert.EqualValues(c.t, want, unread[0].GetUnread(), p.id)
			assert.Equal(c.t, history[len(history)-1].ID, unread[0].GetMid())
		}
		assert.Equal(c.t, c.byOwner[p.id], countFrom(history, p.id))
	}
}

func countFrom(history []*store.Message, id string) (n int) {
	for _, m := range history {
		if m.From == id {
			n++
		}
	}
	return n
}
