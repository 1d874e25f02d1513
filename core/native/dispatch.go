package native

import (
	"log/slog"
	"sync"
)

// queueWarning is the length at which a queue of events that handlers do not
// keep up with is reported, once per doubling.
const queueWarning = 10_000

// delivery is one event on its way to the handlers of its source.
type delivery struct {
	to    *handlers
	event Event
	last  bool // of the source
}

// dispatcher calls handlers, one at a time and in order, from a goroutine of
// its own and under no lock.
//
// Its queue has no bound: a handler may call and wait for anything, also for
// what the same connection has yet to bring, so that holding the connection
// back would be a deadlock, and dropping events would lose messages. A queue
// that grows is reported to the log instead.
type dispatcher struct {
	log  *slog.Logger
	wake chan struct{} // holds one token

	mu     sync.Mutex
	queue  []delivery
	warnAt int
	closed bool
}

func newDispatcher(log *slog.Logger) *dispatcher {
	return &dispatcher{log: log, wake: make(chan struct{}, 1), warnAt: queueWarning}
}

// push queues deliveries. It never waits.
func (d *dispatcher) push(batch []delivery) {
	d.mu.Lock()
	d.queue = append(d.queue, batch...)
	waiting, warn := len(d.queue), false
	if waiting >= d.warnAt {
		d.warnAt, warn = 2*waiting, true
	}
	d.mu.Unlock()
	if warn {
		d.log.Warn("imclient: handlers do not keep up with events", "waiting", waiting)
	}
	d.signal()
}

// close lets run return once the queue is empty.
func (d *dispatcher) close() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.signal()
}

func (d *dispatcher) signal() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// run calls handlers until close.
func (d *dispatcher) run() {
	for range d.wake {
		for {
			batch, closed := d.take()
			if len(batch) == 0 {
				if closed {
					return
				}
				break
			}
			for _, one := range batch {
				one.to.call(one.event)
				if one.last {
					close(one.to.ended)
				}
			}
		}
	}
}

func (d *dispatcher) take() (batch []delivery, closed bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	batch, d.queue = d.queue, nil
	if len(batch) == 0 {
		d.warnAt = queueWarning
	}
	return batch, d.closed
}
