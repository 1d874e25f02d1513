package server

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// HookCounts says how often a hook was called, how often that failed, how many of
// the calls were further tries, and how much was dropped untold.
type HookCounts struct{ Calls, Failures, Retries, Dropped uint64 }

type hookCounter struct {
	calls, failures, retries, dropped atomic.Uint64

	mu     sync.Mutex
	logged map[string]time.Time // by app, when a failure was logged last
}

// failureLogTime is how seldom failures of one hook are logged.
const failureLogTime = 10 * time.Second

// HookCounts returns the counts of all hooks since the start, by their names on
// the wire, such as _messageReceived.
func (s *Server) HookCounts() map[string]HookCounts {
	out := make(map[string]HookCounts, len(s.hooks.counters))
	for name, c := range s.hooks.counters {
		out[name] = HookCounts{c.calls.Load(), c.failures.Load(), c.retries.Load(), c.dropped.Load()}
	}
	return out
}

// hookState is what the server keeps to call hooks.
type hookState struct {
	counters map[string]*hookCounter // by the hook's name

	askBase      context.Context // ends when connections are cut
	cancelAsking context.CancelFunc

	queues     sync.Map        // of *hookQueue, by app id
	tellBase   context.Context // ends when what is not told yet is given up
	cancelTell context.CancelFunc
	draining   chan struct{} // closed when nothing more is queued
	telling    sync.WaitGroup
}

func (h *hookState) init() {
	h.counters = make(map[string]*hookCounter, len(hookNames))
	for _, name := range hookNames {
		h.counters[name] = &hookCounter{logged: make(map[string]time.Time)}
	}
	h.askBase, h.cancelAsking = context.WithCancel(context.Background())
	h.tellBase, h.cancelTell = context.WithCancel(context.Background())
	h.draining = make(chan struct{})
}

// shallLog keeps a back end that is down from filling the log.
func (c *hookCounter) shallLog(app string, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if last, ok := c.logged[app]; ok && now.Sub(last) < failureLogTime {
		return false
	}
	c.logged[app] = now
	return true
}

// hookContext bounds what one command waits for hooks.
func (s *Server) hookContext() (context.Context, context.CancelFunc) {
	return context.WithTimeout(s.hooks.askBase, s.options.Timeouts.Hook)
}

// ask calls a hook that is waited for. An answer that check refuses is none. When
// there is none the zero answer is returned, or the code is, if the app wants
// nothing to happen unasked.
func ask[P, R any](ctx context.Context, s *Server, a *app, name string, hook func(context.Context, P) (R, error), about P,
	check func(R) error, code Code) (answer R, err error) {
	err = s.callHook(a, name, func() (err error) {
		if answer, err = hook(ctx, about); err == nil && check != nil {
			err = check(answer)
		}
		return err
	})
	if err == nil {
		return answer, nil
	}
	var none R
	if a.RefuseOnHookFailure {
		return none, refusef(code, "the app's hook %s gave no answer", name)
	}
	return none, nil
}

// callHook calls, counts and logs. It survives a hook that panics.
func (s *Server) callHook(a *app, name string, call func() error) (err error) {
	counter := s.hooks.counters[name]
	counter.calls.Add(1)
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("hook panicked", "app", a.ID, "hook", name, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
		if err == nil {
			return
		}
		counter.failures.Add(1)
		if counter.shallLog(a.ID, s.clock.Now()) {
			s.log.Warn("hook failed", "app", a.ID, "hook", name, "failures", counter.failures.Load(), "error", err)
		}
	}()
	return call()
}

// errAskAgain undoes a transaction because hooks were asked about something else
// than what it finds. It is answered by asking once more.
var errAskAgain = errors.New("hooks have to be asked again")

// maxAsked is how often a command asks hooks because things keep changing.
const maxAsked = 3

// askAndCommit asks hooks, then commits; both again when commit finds that things
// have changed. try returns whether it has done so.
func (r *request) askAndCommit(try func(ctx context.Context) (again bool, err error)) error {
	ctx, cancel := r.srv.hookContext()
	defer cancel()
	for range maxAsked {
		if again, err := try(ctx); err != nil || !again {
			return err
		}
	}
	return refusef(ConversationAPIFailed, "the conversation keeps changing, try again")
}
