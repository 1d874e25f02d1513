package core_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

var modelSeeds = flag.Int("seeds", 300, "random runs of TestModel")

// model is a server that does the least that is right, and a network that loses
// what chance wants it to. One client, tom, is the core; jerry is the server's.
type model struct {
	t    *testing.T
	h    *coretest.Host
	rt   *core.Realtime
	tom  *core.Client
	conv *core.Conversation
	rand *rand.Rand

	up     []*wire.GenericCommand // on its way to the server
	down   []*wire.GenericCommand // on its way to the core
	open   bool                   // the server has a session of tom's
	stored []core.Message
	byDt   map[string]int
	// sameTime lets messages share a millisecond: servers tell them apart by their ids.
	sameTime bool
	pace     int // how much is said and passed on in one step
	healing  bool
	readMark int // how many stored messages tom has read
	said     int

	calls, settled int
	acked          map[string]string // text to id
	failed         map[string]bool   // texts
	toCommit       []*core.MessageReceived
	gaps           []*core.HistoryGap
	seen           []string // ids of what jerry said, as committed
}

func newModel(t *testing.T, seed uint64) *model {
	m := &model{t: t, rand: rand.New(rand.NewPCG(seed, 1)), sameTime: seed%2 == 1, pace: 1, byDt: map[string]int{}, acked: map[string]string{}, failed: map[string]bool{}}
	if seed%8 < 2 {
		m.pace = 50 // within a few steps more than is remembered
	}
	m.h, m.rt = coretest.New(t, core.Options{ReuseMessages: seed%2 == 1})
	m.h.Silent, m.h.Quiet = true, true
	m.rt.Open(core.ClientOptions{ID: "tom", CatchUp: core.CatchUp{On: true}}, func(cl *core.Client, err error) {
		require.NoError(t, err)
		m.tom = cl
	})
	m.h.Accept()
	m.settle()
	m.tom.GetConversation("c1", false, func(c *core.Conversation, err error) {
		require.NoError(t, err)
		m.conv = c
	})
	m.settle()
	require.NotNil(t, m.conv)
	return m
}

// call counts a call, which must be settled once.
func (m *model) call() func(error) {
	m.calls++
	done := false
	return func(error) {
		assert.False(m.t, done, "settled twice")
		done = true
		m.settled++
	}
}

func (m *model) send() {
	m.said++
	text, done := strconv.Itoa(m.said), m.call()
	m.conv.Send(core.Outgoing{Text: text, Dt: text, Transient: m.rand.IntN(10) == 0}, func(s core.Sent, err error) {
		if err != nil {
			m.failed[text] = true
		} else if s.ID != "transient" {
			m.acked[text] = s.ID
		}
		done(err)
	})
}

// deliver lets the core take one frame.
func (m *model) deliver() {
	if len(m.down) > 0 {
		cmd := m.down[0]
		m.down = m.down[1:]
		m.h.Push(cmd)
	}
}

// lose ends the connection; the server may have taken some of what was on its way.
func (m *model) lose() {
	for range m.rand.IntN(len(m.up) + 1) {
		m.serve()
	}
	m.gone()
	m.h.Cut(1006, "")
}

func (m *model) gone() { m.up, m.down, m.open = nil, nil, false }

// look takes what the core said.
func (m *model) look() {
	if !m.h.Open {
		m.gone()
	}
	m.up = append(m.up, m.h.Sent()...)
	for _, e := range m.h.TakeEvents() {
		switch e := e.(type) {
		case *core.MessageReceived:
			m.toCommit = append(m.toCommit, e)
		case *core.HistoryGap:
			m.gaps = append(m.gaps, e)
		}
	}
}

// commit lets the application's pipeline pass one message.
func (m *model) commit() {
	if len(m.toCommit) > 0 {
		e := m.toCommit[0]
		m.toCommit = m.toCommit[1:]
		id := strings.Clone(e.Message.ID)
		n, _ := strconv.Atoi(id[2:])
		assert.Equal(m.t, m.stored[n].Text, e.Message.Text)
		assert.Equal(m.t, m.stored[n].From, e.Message.From)
		e.Conversation.Commit(e.Message)
		m.seen = append(m.seen, id)
	}
}

// often does something once, or in a lively conversation many times.
func (m *model) often(f func()) {
	for range 1 + m.rand.IntN(m.pace) {
		f()
	}
}

func (m *model) step() {
	switch m.rand.IntN(20) {
	case 0, 1:
		m.often(m.send)
	case 2, 3:
		m.often(m.jerry)
	case 4, 5, 6:
		m.often(m.serve)
	case 7, 8, 9:
		m.often(m.deliver)
	case 10, 11, 12:
		m.often(m.commit)
	case 13:
		done := m.call()
		switch m.rand.IntN(3) {
		case 0:
			m.conv.Mute(done)
		case 1:
			m.tom.Ping([]string{"x"}, func(_ []string, err error) { done(err) })
		case 2:
			m.conv.SetAttributes(`{"attr.n":{"__op":"Increment","amount":1}}`, done)
		}
	case 14:
		m.tom.MarkRead([]*core.Conversation{m.conv})
	case 15:
		if m.h.Open {
			m.lose()
		}
	case 16, 17:
		m.reach()
	case 18:
		m.h.Advance(time.Duration(m.rand.IntN(4000)) * time.Millisecond)
	case 19:
		switch m.rand.IntN(4) {
		case 0:
			m.rt.Pause()
			m.look()
			m.rt.Resume()
		case 1:
			m.h.Advance(time.Duration(m.rand.IntN(40)) * time.Second)
		case 2:
			m.h.Sleep(time.Minute)
		case 3:
			m.rt.Nudge()
		}
	}
	m.look()
}

// reach answers a socket that is being dialled.
func (m *model) reach() {
	if state := m.rt.State(); state != core.StateReconnecting {
		return
	}
	if m.rand.IntN(4) == 0 {
		m.h.Cut(1006, "")
	} else {
		m.h.Accept()
	}
}

// settle lets everything on its way arrive.
func (m *model) settle() {
	for m.look(); len(m.up)+len(m.down)+len(m.toCommit) > 0; m.look() {
		m.serve()
		m.deliver()
		m.commit()
	}
}

// TestModel makes calls and loses connections at random, lets everything heal,
// and compares. A seed that fails is run again alone by its name.
func TestModel(t *testing.T) {
	for seed := range uint64(*modelSeeds) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			m := newModel(t, seed)
			for range 400 {
				m.step()
			}
			m.heal()
			if m.sameTime {
				m.recount()
			}
			m.check()
		})
	}
}

// heal lets time pass until everything works again; a back-off may be minutes.
func (m *model) heal() {
	m.healing = true
	for range 400 {
		m.look()
		if m.rt.State() == core.StateReconnecting {
			m.h.Accept()
		}
		m.settle()
		m.h.Advance(time.Second)
	}
	m.settle()
}

// recount lets a message come and then a count: where messages share the
// millisecond of a mark, what is unread is certain only then
// (docs/reliability.md, What is not covered).
func (m *model) recount() {
	m.jerry()
	m.settle()
	m.lose()
	m.heal()
}

// told reports whether a message is in a gap that the client was told of: the
// history was not answered in time.
func (m *model) told(message core.Message) bool {
	for _, gap := range m.gaps {
		if message.Timestamp >= gap.From && message.Timestamp <= gap.To {
			return true
		}
	}
	return false
}

func (m *model) check() {
	t := m.t
	require.Equal(t, core.StateConnected, m.rt.State())
	assert.Equal(t, m.calls, m.settled, "every call is settled once")
	at := map[string]string{}
	last := 0
	var all, seen []string
	for _, message := range m.stored {
		if message.From == "jerry" {
			if !m.told(message) {
				all = append(all, message.ID)
			}
			continue
		}
		assert.NotContains(t, at, message.Text, "stored twice")
		at[message.Text] = message.ID
		n, _ := strconv.Atoi(message.Text)
		assert.Greater(t, n, last, "in the order of the calls")
		last = n
	}
	for text, id := range m.acked {
		assert.Equal(t, id, at[text], "what is acked is stored")
	}
	for _, id := range m.seen {
		n, _ := strconv.Atoi(id[2:])
		// One's own message comes if the call failed and the server has it all the same.
		if message := m.stored[n]; message.From == "jerry" && !m.told(message) || message.From == "tom" && !m.failed[message.Text] {
			seen = append(seen, id)
		}
	}
	assert.Equal(t, all, seen, "all that was said to the client, once, in order")
	assert.EqualValues(t, m.unread(), m.conv.Unread(), "as many as the server counts")

	m.rt.Close()
	m.h.TakeEvents()
	m.h.Push(coretest.Direct("tom", "c1", "jerry", "late", "late", m.h.Now()))
	m.h.Advance(time.Hour)
	m.rt.Nudge()
	assert.Empty(t, m.h.TakeEvents(), "nothing after the end")
	assert.Zero(t, m.h.Timers())
	assert.Empty(t, m.h.Fetches)
}
