// Package local is the bus of a server that is one process.
package local

import (
	"context"
	"slices"
	"sync"
	"time"

	"imclient/server/bus"
)

// Bus calls its subscribers in Publish, and asks in Ask.
type Bus struct {
	mu          sync.RWMutex
	subscribers []*subscriber
	answerers   []*answerer
}

type (
	subscriber struct{ deliver func(bus.Event) }
	answerer   struct{ answer func(bus.Question) bus.Answer }
)

var _ bus.Bus = (*Bus)(nil)

// New returns a bus without subscribers.
func New() *Bus { return &Bus{} }

// Publish implements bus.Bus. It returns when all subscribers have been called.
func (b *Bus) Publish(e bus.Event) error {
	b.mu.RLock()
	subscribers := b.subscribers
	b.mu.RUnlock()
	for _, s := range subscribers {
		s.deliver(e)
	}
	return nil
}

// Subscribe implements bus.Bus.
func (b *Bus) Subscribe(deliver func(bus.Event)) (cancel func()) {
	return add(&b.mu, &b.subscribers, &subscriber{deliver})
}

// Lost implements bus.Bus: nothing is ever lost.
func (b *Bus) Lost(func(time.Duration)) (cancel func()) { return func() {} }

// State implements bus.Bus.
func (b *Bus) State() bus.State { return bus.State{Nodes: 1} }

// Ask implements bus.Bus. It does not block.
func (b *Bus) Ask(_ context.Context, q bus.Question) ([]bus.Answer, error) {
	b.mu.RLock()
	answerers := b.answerers
	b.mu.RUnlock()
	answers := make([]bus.Answer, len(answerers))
	for i, a := range answerers {
		answers[i] = a.answer(q)
	}
	return answers, nil
}

// Answer implements bus.Bus.
func (b *Bus) Answer(answer func(bus.Question) bus.Answer) (cancel func()) {
	return add(&b.mu, &b.answerers, &answerer{answer})
}

// Close implements bus.Bus.
func (b *Bus) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subscribers, b.answerers = nil, nil
	return nil
}

// add puts one into a list, which is replaced and not changed: others may be going
// through the old one.
func add[T comparable](mu sync.Locker, list *[]T, one T) (cancel func()) {
	mu.Lock()
	defer mu.Unlock()
	*list = append(slices.Clone(*list), one)
	return func() {
		mu.Lock()
		defer mu.Unlock()
		*list = slices.DeleteFunc(slices.Clone(*list), func(other T) bool { return other == one })
	}
}
