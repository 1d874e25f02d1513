// Package bustest is the suite that every bus must pass.
package bustest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"imclient/server/bus"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Connector connects one more node to the same bus each time it is called. A bus of
// one process may return the same one again.
type Connector func() bus.Bus

// deadline bounds how long an event may take.
const deadline = 20 * time.Second

// Run runs the suite. fresh returns a connector for a bus that nobody else is on. The
// suite closes what it is given. Events that a bus may lose (see package bus) it must
// not lose here, where nothing fails.
func Run(t *testing.T, fresh func(t *testing.T) Connector) {
	for name, run := range map[string]func(*testing.T, Connector){
		"an event arrives whole":          whole,
		"every node is told, itself too":  everyNode,
		"one publisher's events in order": inOrder,
		"many publishers lose nothing":    manyPublishers,
		"a subscriber may publish":        publishInDeliver,
		"cancel ends one subscription":    cancelOne,
		"nothing arrives after closing":   closed,
		"an order arrives whole":          order,
		"every node answers, itself too":  questions,
	} {
		t.Run(name, func(t *testing.T) { run(t, fresh(t)) })
	}
}

// node connects a node until the test ends.
func node(t *testing.T, connect Connector) bus.Bus {
	b := connect()
	t.Cleanup(func() { require.NoError(t, b.Close()) })
	return b
}

// subscribe returns what arrives.
func subscribe(b bus.Bus) (events chan bus.Event, cancel func()) {
	events = make(chan bus.Event, 1<<14)
	return events, b.Subscribe(func(e bus.Event) { events <- e })
}

func next(t *testing.T, events chan bus.Event) bus.Event {
	t.Helper()
	select {
	case e := <-events:
		return e
	case <-time.After(deadline):
		require.FailNow(t, "no event arrived in time")
		return bus.Event{}
	}
}

func publish(t *testing.T, b bus.Bus, e bus.Event) {
	t.Helper()
	require.NoError(t, b.Publish(e))
}

func whole(t *testing.T, connect Connector) {
	a, b := node(t, connect), node(t, connect)
	events, cancel := subscribe(b)
	defer cancel()
	for _, e := range []bus.Event{
		{},
		{
			App: "app", Conversation: "c", Seq: 1<<53 + 1, PatchedAt: 1_800_000_000_000, To: []string{"ann", "名\x00", ""},
			Room: true, Except: 1<<64 - 1, ExceptClient: "bob", Config: -1 << 63, Frame: []byte{0, 0xff, '\n', 0xed, 0xa0},
		},
		{To: []string{}, Frame: make([]byte, 1<<20)},
	} {
		publish(t, a, e)
		got := next(t, events)
		assert.Equal(t, len(e.To), len(got.To))
		assert.Equal(t, len(e.Frame), len(got.Frame))
		if len(e.To) == 0 { // nil and empty are the same
			e.To, got.To = nil, nil
		}
		if len(e.Frame) == 0 {
			e.Frame, got.Frame = nil, nil
		}
		assert.Equal(t, e, got)
	}
}

func everyNode(t *testing.T, connect Connector) {
	a, b := node(t, connect), node(t, connect)
	var all []chan bus.Event
	for _, at := range []bus.Bus{a, a, b} {
		events, cancel := subscribe(at)
		defer cancel()
		all = append(all, events)
	}
	publish(t, a, bus.Event{App: "from a"})
	publish(t, b, bus.Event{App: "from b"})
	for _, events := range all {
		got := []string{next(t, events).App, next(t, events).App}
		assert.ElementsMatch(t, []string{"from a", "from b"}, got)
	}
}

func inOrder(t *testing.T, connect Connector) {
	a, b := node(t, connect), node(t, connect)
	events, cancel := subscribe(b)
	defer cancel()
	const count = 2000
	for n := range int64(count) {
		publish(t, a, bus.Event{Seq: n})
	}
	for n := range int64(count) {
		require.Equal(t, n, next(t, events).Seq)
	}
}

func manyPublishers(t *testing.T, connect Connector) {
	a, b := node(t, connect), node(t, connect)
	events, cancel := subscribe(b)
	defer cancel()
	const publishers, count = 8, 200
	var wg sync.WaitGroup
	for p := range publishers {
		from := []bus.Bus{a, b}[p%2]
		wg.Go(func() {
			for n := range int64(count) {
				assert.NoError(t, from.Publish(bus.Event{App: fmt.Sprint(p), Seq: n}))
			}
		})
	}
	seen := map[string]int64{}
	for range publishers * count {
		e := next(t, events)
		require.Equal(t, seen[e.App], e.Seq, "each publisher's own order")
		seen[e.App]++
	}
	wg.Wait()
}

func publishInDeliver(t *testing.T, connect Connector) {
	a := node(t, connect)
	events, cancel := subscribe(a)
	defer cancel()
	defer a.Subscribe(func(e bus.Event) {
		if e.App == "question" {
			assert.NoError(t, a.Publish(bus.Event{App: "answer"}))
		}
	})()
	publish(t, a, bus.Event{App: "question"})
	got := []string{next(t, events).App, next(t, events).App}
	assert.ElementsMatch(t, []string{"question", "answer"}, got)
}

func cancelOne(t *testing.T, connect Connector) {
	a, b := node(t, connect), node(t, connect)
	gone, cancelGone := subscribe(b)
	stays, cancel := subscribe(b)
	defer cancel()
	publish(t, a, bus.Event{Seq: 1})
	next(t, gone)
	next(t, stays)
	cancelGone()
	publish(t, a, bus.Event{Seq: 2})
	assert.EqualValues(t, 2, next(t, stays).Seq)
	assert.Empty(t, gone)
	cancelGone() // again does no harm
}

func closed(t *testing.T, connect Connector) {
	a := connect()
	events, cancel := subscribe(a)
	require.NoError(t, a.Close())
	_ = a.Publish(bus.Event{}) // goes nowhere, and need not be an error
	assert.Empty(t, events)
	cancel()
	require.NoError(t, a.Close(), "closing again does nothing")
}
