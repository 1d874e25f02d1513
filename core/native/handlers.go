package native

import (
	"slices"
	"sync"
	"sync/atomic"
)

// Source is what handlers are registered on: a Realtime or a Client.
type Source interface {
	handlerList() *handlers
}

// On calls f for every event of type E that source has from now on. E is one
// of the event types of this package, or Event for all of them:
//
//	remove := native.On(client, func(e native.MessageReceived) { ... })
//
// Handlers run one at a time, in the order of the events and, for one event,
// in the order of registration, on a goroutine of the Realtime that is there
// for nothing else. They may call and wait for anything in this package, but
// while one runs no other does: a handler that takes long should hand the work
// over to a goroutine. A panic in a handler is the program's own and is not
// recovered.
//
// remove takes the handler away; a handler does not start after its removal.
func On[E Event](source Source, f func(E)) (remove func()) {
	return source.handlerList().add(handlerFor(f))
}

func handlerFor[E Event](f func(E)) func(Event) {
	return func(e Event) {
		if e, ok := e.(E); ok {
			f(e)
		}
	}
}

// handlers is a list of handlers that may change while it is being called.
type handlers struct {
	ended chan struct{} // closed after the last event of the source

	mu   sync.Mutex
	list []*handler // replaced, never changed in place
}

type handler struct {
	f       func(Event)
	removed atomic.Bool
}

func (hs *handlers) add(f func(Event)) (remove func()) {
	h := &handler{f: f}
	hs.mu.Lock()
	hs.list = append(slices.Clone(hs.list), h)
	hs.mu.Unlock()
	return func() {
		h.removed.Store(true)
		hs.mu.Lock()
		defer hs.mu.Unlock()
		hs.list = slices.DeleteFunc(slices.Clone(hs.list), func(other *handler) bool { return other == h })
	}
}

func (hs *handlers) call(e Event) {
	hs.mu.Lock()
	list := hs.list
	hs.mu.Unlock()
	for _, h := range list {
		if !h.removed.Load() {
			h.f(e)
		}
	}
}
