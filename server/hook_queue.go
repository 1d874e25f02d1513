package server

import (
	"context"
	"hash/fnv"
	"sync"
	"sync/atomic"
	"time"

	"imclient/server/store"
)

// hookLanes is how many hooks of an app are told at a time.
const hookLanes = 8

// hookTries is how often something is told, until it is taken.
const hookTries = 4

// hookPause is how long to wait before the second try; the next ones wait twice
// as long each.
const hookPause = time.Second

// maxUpstream is how many messages to service conversations are told at a time.
const maxUpstream = 100

// hookQueue is what waits to be told to an app's hooks.
type hookQueue struct {
	size  atomic.Int64
	lanes [hookLanes]lane[telling]
	// upstream is apart because it is told many at a time.
	upstream lane[SentMessage]
}

// telling is one call of a hook. call may be repeated.
type telling struct {
	name string
	call func(context.Context) error
}

// lane holds what is told one after the other. A goroutine does, and exists only
// while there is something to tell.
type lane[T any] struct {
	mu      sync.Mutex
	waiting []T
	running bool
	closed  bool
}

// add says whether the lane still takes something. It calls start when the
// goroutine has to be started.
func (l *lane[T]) add(item T, start func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.waiting = append(l.waiting, item)
	if !l.running {
		l.running = true
		start()
	}
	return true
}

// take returns at most n items; when there are none the goroutine has to end.
func (l *lane[T]) take(n int) []T {
	l.mu.Lock()
	defer l.mu.Unlock()
	n = min(n, len(l.waiting))
	items := l.waiting[:n:n]
	if l.waiting = l.waiting[n:]; len(l.waiting) == 0 {
		l.waiting = nil
	}
	l.running = n > 0
	return items
}

func (l *lane[T]) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
}

// hookQueue finds an app's queue, whatever becomes of the app meanwhile.
func (s *Server) hookQueue(a *app) *hookQueue {
	q, ok := s.hooks.queues.Load(a.ID)
	if !ok {
		q, _ = s.hooks.queues.LoadOrStore(a.ID, new(hookQueue))
	}
	return q.(*hookQueue)
}

// tell queues a call of a hook; it does not block. Calls with the same key keep
// their order.
func (s *Server) tell(a *app, name, key string, call func(context.Context) error) {
	q := s.hookQueue(a)
	h := fnv.New32a()
	_, _ = h.Write([]byte(key))
	l := &q.lanes[h.Sum32()%hookLanes]
	if !s.hasRoom(a, name) {
		return
	}
	taken := l.add(telling{name, call}, func() {
		s.hooks.telling.Go(func() {
			for items := l.take(1); len(items) > 0; items = l.take(1) {
				s.tellNow(a, items[0].name, 1, items[0].call)
			}
		})
	})
	if !taken {
		s.untold(a, name, 1)
	}
}

// tellUpstream queues a message to a service conversation; it does not block.
func (s *Server) tellUpstream(a *app, m SentMessage) {
	hook := s.options.Hooks.ServiceMessages
	if hook == nil || !s.hasRoom(a, hookServiceMessages) {
		return
	}
	l := &s.hookQueue(a).upstream
	taken := l.add(m, func() {
		s.hooks.telling.Go(func() {
			for items := l.take(maxUpstream); len(items) > 0; items = l.take(maxUpstream) {
				s.tellNow(a, hookServiceMessages, len(items), func(ctx context.Context) error { return hook(ctx, items) })
			}
		})
	})
	if !taken {
		s.untold(a, hookServiceMessages, 1)
	}
}

// hasRoom counts one in. What does not fit is dropped: to wait would hold up
// those who send.
func (s *Server) hasRoom(a *app, name string) bool {
	if s.hookQueue(a).size.Add(1) <= int64(s.options.Limits.HookQueue) {
		return true
	}
	s.untold(a, name, 1)
	return false
}

// untold counts what is dropped.
func (s *Server) untold(a *app, name string, n int) {
	s.hookQueue(a).size.Add(-int64(n))
	counter := s.hooks.counters[name]
	dropped := counter.dropped.Add(uint64(n))
	if counter.shallLog(a.ID, s.clock.Now()) {
		s.log.Warn("hook not told", "app", a.ID, "hook", name, "dropped", dropped)
	}
}

type deliveryKey struct{}

// DeliveryID names what a hook is told, the same in every try, so that a repeat can be
// recognised. It is empty in the context of a hook that is asked.
func DeliveryID(ctx context.Context) string {
	id, _ := ctx.Value(deliveryKey{}).(string)
	return id
}

// tellNow tells n things, in several tries if need be. It blocks.
func (s *Server) tellNow(a *app, name string, n int, call func(context.Context) error) {
	base := context.WithValue(s.hooks.tellBase, deliveryKey{}, newMessageID())
	for try, pause := 1, hookPause; ; try, pause = try+1, 2*pause {
		if s.hooks.tellBase.Err() != nil {
			s.untold(a, name, n)
			return
		}
		err := s.callHook(a, name, func() error {
			ctx, cancel := context.WithTimeout(base, s.options.Timeouts.HookTold)
			defer cancel()
			return call(ctx)
		})
		if err == nil {
			s.hookQueue(a).size.Add(-int64(n))
			return
		}
		if try == hookTries || !s.pause(pause) {
			s.untold(a, name, n)
			return
		}
		s.hooks.counters[name].retries.Add(1)
	}
}

// pause says whether the server still has time for another try: not when it is
// closing.
func (s *Server) pause(d time.Duration) bool {
	passed := make(chan struct{})
	timer := s.clock.AfterFunc(d, func() { close(passed) })
	defer timer.Stop()
	select {
	case <-passed:
		return true
	case <-s.hooks.tellBase.Done():
	case <-s.hooks.draining:
	}
	return false
}

// drainHooks waits until all is told of what has happened, or until ctx ends.
// Nothing that comes later is told.
func (s *Server) drainHooks(ctx context.Context) error {
	committed := make(chan struct{})
	s.store.Update(func(store.Tx) error { return nil }, func(error) { close(committed) })
	<-committed // and with it all callbacks before it
	s.hooks.queues.Range(func(_, queue any) bool {
		q := queue.(*hookQueue)
		for i := range q.lanes {
			q.lanes[i].close()
		}
		q.upstream.close()
		return true
	})
	close(s.hooks.draining)
	idle := make(chan struct{})
	go func() {
		s.hooks.telling.Wait()
		close(idle)
	}()
	var err error
	select {
	case <-idle:
	case <-ctx.Done():
		err = ctx.Err()
	}
	s.hooks.cancelTell()
	<-idle
	return err
}
