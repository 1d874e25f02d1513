package native

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// source is a Source without a Realtime.
type source struct{ hs handlers }

func newSource() *source { return &source{handlers{ended: make(chan struct{})}} }

func (s *source) handlerList() *handlers { return &s.hs }

func (s *source) events(attempts ...int) (batch []delivery) {
	for _, n := range attempts {
		batch = append(batch, delivery{to: &s.hs, event: Retrying{Attempt: n}})
	}
	return batch
}

// dispatched runs a dispatcher over what push gives it.
func dispatched(push func(*dispatcher)) {
	d := newDispatcher(slog.New(slog.DiscardHandler))
	push(d)
	d.close()
	d.run()
}

func TestHandlersSeeTheirEventsInOrder(t *testing.T) {
	s := newSource()
	var seen []string
	On(s, func(e Retrying) { seen = append(seen, "first "+string(rune('0'+e.Attempt))) })
	On(s, func(e Event) { seen = append(seen, "any") })
	On(s, func(Reconnected) { seen = append(seen, "never") })
	dispatched(func(d *dispatcher) { d.push(s.events(1, 2)) })
	assert.Equal(t, []string{"first 1", "any", "first 2", "any"}, seen)
}

func TestHandlersMayChangeTheirListWhileTheyRun(t *testing.T) {
	s := newSource()
	var seen []string
	var removeSecond func()
	On(s, func(e Retrying) {
		seen = append(seen, "first")
		removeSecond()
		removeSecond()
		if e.Attempt == 1 {
			On(s, func(Retrying) { seen = append(seen, "third") })
		}
	})
	removeSecond = On(s, func(Retrying) { seen = append(seen, "second") })
	dispatched(func(d *dispatcher) { d.push(s.events(1, 2)) })
	assert.Equal(t, []string{"first", "first", "third"}, seen)
}

func TestHandlerMayCauseEvents(t *testing.T) {
	s := newSource()
	seen := 0
	dispatched(func(d *dispatcher) {
		On(s, func(e Retrying) {
			if seen++; e.Attempt > 0 {
				d.push(s.events(e.Attempt - 1))
			}
		})
		d.push(s.events(3))
	})
	assert.Equal(t, 4, seen)
}

func TestSlowHandlersAreReported(t *testing.T) {
	var log bytes.Buffer
	d := newDispatcher(slog.New(slog.NewTextHandler(&log, nil)))
	s := newSource()
	for range 2*queueWarning + 1 {
		d.push(s.events(0))
	}
	assert.Equal(t, 2, strings.Count(log.String(), "do not keep up"))
	d.close()
	d.run()
}

func TestEventsYieldsUntilTheSourceEnds(t *testing.T) {
	s := newSource()
	d := newDispatcher(slog.New(slog.DiscardHandler))
	registered := make(chan struct{})
	go func() {
		<-registered
		d.push(append(s.events(1, 2), delivery{to: &s.hs, event: Retrying{Attempt: 3}, last: true}))
		d.close()
		d.run()
	}()
	var seen []int
	events := Events[Retrying](context.Background(), registering{s, registered})
	for e := range events {
		seen = append(seen, e.Attempt)
	}
	assert.Equal(t, []int{1, 2, 3}, seen)
	assert.Empty(t, s.hs.list)
}

func TestEventsEndsWithItsContextAndWithItsLoop(t *testing.T) {
	s := newSource()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range Events[Retrying](ctx, s) {
		t.Error("an event after the end")
	}
	registered := make(chan struct{})
	d := newDispatcher(slog.New(slog.DiscardHandler))
	go func() {
		<-registered
		d.push(s.events(1, 2, 3))
		d.close()
		d.run()
	}()
	seen := 0
	for range Events[Retrying](context.Background(), registering{s, registered}) {
		if seen++; seen == 2 {
			break
		}
	}
	assert.Equal(t, 2, seen)
	assert.Empty(t, s.hs.list)
}

// registering tells when a handler is registered on a source: at the second
// look at its list, which follows the registration.
type registering struct {
	*source
	registered chan struct{}
}

func (r registering) handlerList() *handlers {
	r.hs.mu.Lock()
	defer r.hs.mu.Unlock()
	if len(r.hs.list) > 0 {
		select {
		case <-r.registered:
		default:
			close(r.registered)
		}
	}
	return &r.hs
}
