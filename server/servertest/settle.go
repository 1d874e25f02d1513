package servertest

import (
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"imclient/server/bus"
	"imclient/server/store"
)

// marksApp is the app of events that are no server's: they mark a place in what a node
// has published.
const marksApp = "servertest marks"

// marks are those that have not arrived everywhere.
type marks struct {
	mu      sync.Mutex
	pending map[string]*sync.WaitGroup
}

func (m *marks) begin(arrivals int) (id string, arrived chan struct{}) {
	var wg sync.WaitGroup
	wg.Add(arrivals)
	id, arrived = rand.Text(), make(chan struct{})
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.pending == nil {
		m.pending = make(map[string]*sync.WaitGroup)
	}
	m.pending[id] = &wg
	go func() {
		wg.Wait()
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.pending, id)
		close(arrived)
	}()
	return id, arrived
}

func (m *marks) arrived(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if wg := m.pending[id]; wg != nil {
		wg.Done()
	}
}

// markedBus keeps marks from the server.
type markedBus struct {
	bus.Bus
	marks *marks
}

func (b *markedBus) Subscribe(deliver func(bus.Event)) (cancel func()) {
	return b.Bus.Subscribe(func(e bus.Event) {
		if e.App == marksApp {
			b.marks.arrived(e.Conversation)
			return
		}
		deliver(e)
	})
}

// Settle waits until what has been acknowledged so far has been passed on, and has
// arrived on all nodes: each store tells of writes in the order of their commits, and the
// events of a node arrive in their order. A store that the test has given is not asked: it
// may be the test that holds its commits.
func (i *Instance) Settle() {
	if len(i.Servers()) == 0 {
		return
	}
	var commits sync.WaitGroup
	for _, n := range i.nodes {
		if n.own {
			commits.Add(1)
			n.store.Update(func(store.Tx) error { return nil }, func(error) { commits.Done() })
		}
	}
	commits.Wait()
	if i.nodes[0].bus == nil {
		return
	}
	id, arrived := i.marks.begin(len(i.nodes) * len(i.nodes))
	for _, n := range i.nodes {
		_ = n.bus.Publish(bus.Event{App: marksApp, Conversation: id})
	}
	select {
	case <-arrived:
	case <-time.After(2 * Deadline):
		i.failed(fmt.Errorf("what one node published has not arrived on the others"))
	}
}
