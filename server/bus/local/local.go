// Package local is the bus of a server that is one process.
package local

import (
	"slices"
	"sync"

	"imclient/server/bus"
)

// Bus calls its subscribers in Publish.
type Bus struct {
	mu          sync.RWMutex
	subscribers []*subscriber
}

type subscriber struct{ deliver func(bus.Event) }

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
	s := &subscriber{deliver}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subscribers = append(slices.Clone(b.subscribers), s)
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.subscribers = slices.DeleteFunc(slices.Clone(b.subscribers), func(other *subscriber) bool { return other == s })
	}
}

// Close implements bus.Bus.
func (b *Bus) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subscribers = nil
	return nil
}
