package native

import (
	"context"
	"runtime/debug"
	"sync"
)

// loop is the one goroutine that owns a core. Everything that touches the core
// or the maps beside it is a task: tasks run one at a time, in the order in
// which they were taken, and never wait for anything.
//
// There is no queue of tasks: a producer waits until its task is taken, so
// that a flood of frames or calls is held back where it comes from.
type loop struct {
	tasks chan func()
	done  chan struct{}

	// turn is held while a task runs. Once done is closed it orders the few
	// readers that come later (see do).
	turn sync.Mutex

	stopping bool        // loop goroutine only
	after    func()      // runs after each task, in the same turn
	failed   func(error) // runs once when a task has panicked
}

func newLoop(after func(), failed func(error)) *loop {
	return &loop{
		tasks:  make(chan func()),
		done:   make(chan struct{}),
		after:  after,
		failed: failed,
	}
}

// run takes tasks until one of them calls stop.
func (l *loop) run() {
	defer close(l.done)
	for !l.stopping {
		l.guard(<-l.tasks)
	}
}

// guard runs one task. A panic in the core must not take the program down
// with it: the loop ends and every call that waits is told why.
func (l *loop) guard(task func()) {
	l.turn.Lock()
	defer l.turn.Unlock()
	defer func() {
		if p := recover(); p != nil {
			l.stopping = true
			l.failed(&PanicError{Value: p, Stack: debug.Stack()})
		}
	}()
	task()
	l.after()
}

// stop ends the loop after the running task. Only a task may call it.
func (l *loop) stop() { l.stopping = true }

// post hands over a task and returns as soon as it was taken. It reports false
// when it was not, because the loop is over or ctx is.
func (l *loop) post(ctx context.Context, task func()) bool {
	select {
	case l.tasks <- task:
		return true
	case <-l.done:
		return false
	case <-ctx.Done():
		return false
	}
}

// do runs f in a turn of its own and returns when it has run. After the end of
// the loop nothing changes any more, and f runs in the caller's goroutine.
func (l *loop) do(f func()) {
	ran := make(chan struct{})
	if l.post(context.Background(), func() { defer close(ran); f() }) {
		<-ran
		return
	}
	l.turn.Lock()
	defer l.turn.Unlock()
	f()
}
