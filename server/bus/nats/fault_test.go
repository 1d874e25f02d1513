package nats_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"imclient/server/bus"
	"imclient/server/bus/nats"
	"imclient/server/bus/nats/natstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// deadline bounds each wait.
const deadline = 30 * time.Second

// lease makes deaths quick to notice.
const lease = 500 * time.Millisecond

// ear hears what arrives at a node.
type ear struct {
	bus  *nats.Bus
	lost atomic.Int64

	mu    sync.Mutex
	heard map[string][]int64 // by App
	more  chan struct{}
}

func listen(b *nats.Bus) *ear {
	e := &ear{bus: b, heard: make(map[string][]int64), more: make(chan struct{}, 1)}
	b.Subscribe(func(event bus.Event) {
		e.mu.Lock()
		e.heard[event.App] = append(e.heard[event.App], event.Seq)
		e.mu.Unlock()
		e.wake()
	})
	b.Lost(func(time.Duration) { e.lost.Add(1); e.wake() })
	return e
}

func (e *ear) wake() {
	select {
	case e.more <- struct{}{}:
	default:
	}
}

func (e *ear) of(app string) []int64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]int64(nil), e.heard[app]...)
}

func (e *ear) count(app string) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.heard[app])
}

// until waits until is holds, which it may each time something has arrived or not.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	require.Eventually(t, is, deadline, lease/50, what)
}

// counting is what a node publishes that counts to n.
func counting(n int) (list []int64) {
	for i := range int64(n) {
		list = append(list, i)
	}
	return list
}

// publishing publishes as app, counting, until stopped; it returns how many that were.
func publishing(t *testing.T, b *nats.Bus, app string) (stop func() int) {
	end, done := make(chan struct{}), make(chan int)
	go func() {
		pace := time.NewTicker(time.Millisecond) // of a busy server, not of a loop
		defer pace.Stop()
		for n := 0; ; {
			select {
			case <-end:
				done <- n
				return
			case <-pace.C:
			}
			for range 4 {
				assert.NoError(t, b.Publish(bus.Event{App: app, Seq: int64(n), Frame: make([]byte, 200)}))
				n++
			}
		}
	}()
	return func() int { close(end); return <-done }
}

func TestNothingIsLostWhileNATSRestarts(t *testing.T) {
	server := natstest.Start(t)
	var ears []*ear
	var stops []func() int
	for n := range 3 {
		// No node is to be taken for dead, nor an answer for lost, because the machine is busy.
		b := open(t, nats.Options{URL: server.URL, Lease: 10 * lease, Keep: 256 << 20})
		t.Cleanup(func() { require.NoError(t, b.Close()) })
		ears = append(ears, listen(b))
		until(t, "the nodes know each other", func() bool { return b.State().Nodes == n+1 })
	}
	for n, e := range ears {
		stops = append(stops, publishing(t, e.bus, fmt.Sprint(n)))
	}
	for round := range 4 {
		for n, e := range ears {
			heard := e.count(fmt.Sprint((n + 1) % 3))
			until(t, "events come", func() bool { return e.count(fmt.Sprint((n+1)%3)) > heard+200 })
		}
		server.Stop()
		for _, e := range ears {
			until(t, "the node notices", func() bool { return e.bus.State().Err != nil })
			own := len(e.of("own"))
			require.NoError(t, e.bus.Publish(bus.Event{App: "own", Seq: int64(round)}))
			assert.Greater(t, len(e.of("own")), own, "a node hears itself")
		}
		server.Restart(t)
	}
	for n, stop := range stops {
		count := stop()
		for _, e := range ears {
			until(t, "everything arrives", func() bool { return e.count(fmt.Sprint(n)) >= count })
			assert.Equal(t, counting(count), e.of(fmt.Sprint(n)), "each once, in order")
		}
	}
	assert.NotZero(t, ears[0].bus.State().Resent+ears[1].bus.State().Resent+ears[2].bus.State().Resent)
}

// What is kept no longer is reported as lost. Orders are kept: the store does not have
// them.
func TestWhatIsNotKeptIsLost(t *testing.T) {
	server := natstest.Start(t)
	relay := natstest.StartRelay(t, server)
	a := open(t, nats.Options{URL: server.URL, Lease: lease, Keep: 10_000})
	defer a.Close()
	b := open(t, nats.Options{URL: relay.URL, Lease: lease})
	defer b.Close()
	e := listen(b)
	until(t, "the nodes know each other", func() bool { return a.State().Nodes == 2 && b.State().Nodes == 2 })
	var mu sync.Mutex
	var orders []int64
	b.Subscribe(func(event bus.Event) {
		mu.Lock()
		defer mu.Unlock()
		if event.Order != nil {
			orders = append(orders, event.Order.At)
		}
	})
	require.NoError(t, a.Publish(bus.Event{App: "a", Seq: 0}))
	until(t, "the first arrives", func() bool { return len(e.of("a")) == 1 })
	relay.Cut()
	until(t, "the node notices", func() bool { return b.State().Err != nil })
	lost := e.lost.Load()
	for n := range int64(100) {
		require.NoError(t, a.Publish(bus.Event{App: "a", Seq: n + 1, Frame: make([]byte, 1000)}))
		require.NoError(t, a.Publish(bus.Event{Order: &bus.Order{Kind: bus.EndSessions, At: n + 1}}))
	}
	until(t, "the other counts as dead", func() bool { return a.State().Nodes == 1 })
	relay.Mend()
	until(t, "the last arrives", func() bool { list := e.of("a"); return list[len(list)-1] == 100 })
	list := e.of("a")
	assert.Less(t, len(list), 50, "most are lost")
	for i := 1; i < len(list); i++ {
		assert.Less(t, list[i-1], list[i])
	}
	assert.Greater(t, e.lost.Load(), lost)
	mu.Lock()
	defer mu.Unlock()
	assert.Equal(t, counting(101)[1:], orders)
}

// A node that dies leaves the others waiting no longer than its lease.
func TestADeadNode(t *testing.T) {
	server := natstest.Start(t)
	relay := natstest.StartRelay(t, server)
	a := open(t, nats.Options{URL: server.URL, Lease: lease, Poll: lease})
	defer a.Close()
	b := open(t, nats.Options{URL: relay.URL, Lease: lease})
	defer b.Close()
	for node, one := range map[string]*nats.Bus{"a": a, "b": b} {
		one.Answer(func(bus.Question) bus.Answer { return bus.Answer{Clients: []string{node}} })
	}
	e := listen(a)
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	answers, err := a.Ask(ctx, bus.Question{})
	require.NoError(t, err)
	assert.Len(t, answers, 2)
	relay.Stall() // no connection ends
	answers, err = a.Ask(ctx, bus.Question{})
	require.NoError(t, err, "who dies meanwhile is not waited for")
	assert.Equal(t, []bus.Answer{{Clients: []string{"a"}}}, answers)
	assert.Equal(t, 1, a.State().Nodes)
	lost := e.lost.Load()
	assert.NotZero(t, lost)
	until(t, "as long as it may only be cut off, events count as lost", func() bool { return e.lost.Load() > lost })
	until(t, "it notices too", func() bool { return b.State().Err != nil })
	answers, err = b.Ask(ctx, bus.Question{})
	assert.Error(t, err)
	assert.Equal(t, []bus.Answer{{Clients: []string{"b"}}}, answers, "a node that is cut off knows itself")
	require.NoError(t, b.Publish(bus.Event{App: "b", Seq: 1}))
	relay.Mend()
	until(t, "it comes back", func() bool { return a.State().Nodes == 2 && b.State().Nodes == 2 && b.State().Err == nil })
	until(t, "with what it has published", func() bool { return len(e.of("b")) == 1 })
}

// A node that leaves has sent everything, and nothing counts as lost.
func TestANodeLeaves(t *testing.T) {
	server := natstest.Start(t)
	a := open(t, nats.Options{URL: server.URL, Lease: lease})
	defer a.Close()
	e := listen(a)
	for n := range 5 {
		b := open(t, nats.Options{URL: server.URL, Lease: lease})
		until(t, "it is there", func() bool { return a.State().Nodes == 2 })
		for seq := range int64(1000) {
			require.NoError(t, b.Publish(bus.Event{App: fmt.Sprint(n), Seq: seq}))
		}
		require.NoError(t, b.Close())
		until(t, "it has left", func() bool { return a.State().Nodes == 1 })
		assert.Equal(t, counting(1000), e.of(fmt.Sprint(n)))
	}
	assert.Zero(t, e.lost.Load())
}

// A server starts without NATS, and joins the others when it is there.
func TestNATSComesLater(t *testing.T) {
	server := natstest.Start(t)
	server.Stop()
	a := open(t, nats.Options{URL: server.URL, Lease: lease, Poll: lease})
	defer a.Close()
	e := listen(a)
	require.Error(t, a.State().Err)
	require.NoError(t, a.Publish(bus.Event{App: "a"}))
	assert.Equal(t, []int64{0}, e.of("a"))
	until(t, "events count as lost", func() bool { return e.lost.Load() > 0 })
	server.Restart(t)
	until(t, "it is there", func() bool { return a.State().Err == nil })
	b := open(t, nats.Options{URL: server.URL, Lease: lease})
	defer b.Close()
	until(t, "the nodes know each other", func() bool { return a.State().Nodes == 2 && b.State().Nodes == 2 })
}

// What a node cannot take in time is asked for again: it must not hold up NATS.
func TestANodeThatIsSlow(t *testing.T) {
	nats.SetIncoming(t, 64)
	server := natstest.Start(t)
	a := open(t, nats.Options{URL: server.URL, Lease: lease, Keep: 64 << 20})
	defer a.Close()
	b := open(t, nats.Options{URL: server.URL, Lease: lease})
	defer b.Close()
	until(t, "the nodes know each other", func() bool { return a.State().Nodes == 2 && b.State().Nodes == 2 })
	block := make(chan struct{})
	b.Subscribe(func(bus.Event) { <-block })
	e := listen(b)
	const count = 20_000
	for n := range int64(count) {
		require.NoError(t, a.Publish(bus.Event{App: "a", Seq: n}))
	}
	close(block)
	until(t, "everything arrives", func() bool { return len(e.of("a")) >= count })
	assert.Equal(t, counting(count), e.of("a"))
	assert.Zero(t, e.lost.Load())
	assert.NotZero(t, b.State().Resent)
}

func TestOptionsThatCannotWork(t *testing.T) {
	for name, o := range map[string]nats.Options{
		"no URL":        {},
		"a wrong URL":   {URL: "nats://[::1"},
		"a wild prefix": {URL: "nats://127.0.0.1:1", Prefix: "im.*"},
	} {
		_, err := nats.Open(o)
		assert.Error(t, err, name)
	}
}

// What a node published that nobody here has heard of is reported as lost too.
func TestANodeThatCameAndWentUnheard(t *testing.T) {
	server := natstest.Start(t)
	relay := natstest.StartRelay(t, server)
	here := open(t, nats.Options{URL: relay.URL, Lease: lease, Poll: time.Hour})
	defer here.Close()
	e := listen(here)
	relay.Cut()
	until(t, "the node notices", func() bool { return here.State().Err != nil })
	guest := open(t, nats.Options{URL: server.URL, Lease: lease})
	require.NoError(t, guest.Publish(bus.Event{App: "guest"}))
	require.NoError(t, guest.Close())
	assert.Zero(t, e.lost.Load())
	relay.Mend()
	until(t, "it is reported", func() bool { return e.lost.Load() == 1 })
	assert.Empty(t, e.of("guest"))
}
