package server

import (
	"sync"
	"sync/atomic"
	"time"

	"imclient/server/store"
)

// beat tells the other nodes, by way of the store, that this one is there and
// whether the bus connects it. That says, when the bus is gone for a node, whether it is
// for the others as well. A server without others has none.
type beat struct {
	srv  *Server
	busy atomic.Bool // one is on its way to the store

	mu    sync.Mutex
	timer *time.Timer // nil once it has ended; the bus does not live in the server's clock either
}

// beatTime is between two beats. A node counts as there for three.
var beatTime = 5 * time.Second

// nodeAge is how long one is remembered that is not there any more, for who looks into
// the database.
const nodeAge = 24 * time.Hour

func (b *beat) start() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.say()
	b.timer = time.AfterFunc(beatTime, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.timer != nil {
			b.say()
			b.timer.Reset(beatTime)
		}
	})
}

// say does not wait. A store that does not answer is not told again and again.
func (b *beat) say() {
	s := b.srv
	if b.busy.Swap(true) {
		return
	}
	connected := s.bus.State().Err == nil && !s.leaving.Load()
	s.store.Update(func(tx store.Tx) error {
		return tx.SeeNode(s.node, connected, tx.Now()-nodeAge.Milliseconds())
	}, func(err error) {
		b.busy.Store(false)
		if err != nil {
			s.log.Error("the other nodes are not told", "error", err)
		}
	})
}

// leave is the last beat: nobody is to go elsewhere because of this node.
func (b *beat) leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.timer == nil {
		return
	}
	b.timer.Stop()
	b.timer = nil
	b.busy.Store(false)
	b.say()
}

// others says whether any other node was connected lately.
func (b *beat) others(v store.Reader) (bool, error) {
	list, err := v.Nodes(v.At() - 3*beatTime.Milliseconds())
	for _, n := range list {
		if n.ID != b.srv.node && n.Connected {
			return true, nil
		}
	}
	return false, err
}
