package native

import (
	"context"
	"fmt"

	"imclient/core"
)

// outcome is what an operation of the core came to.
type outcome[T any] struct {
	value T
	err   error
}

// call starts an operation of the core and waits until it is done, ctx is, or
// the Realtime is closed. An error is wrapped with the action that failed.
//
// When ctx ends first the core forgets the call; what was sent cannot be taken
// back. Where the outcome must not be lost, orphan receives the value instead, in
// a turn of the loop; it may be nil.
func call[T any](ctx context.Context, rt *Realtime, action string, start func(done func(T, error)), orphan func(T)) (T, error) {
	var none T
	fail := func(err error) (T, error) {
		return none, fmt.Errorf("imclient: %s: %w", action, err)
	}
	if err := ctx.Err(); err != nil {
		return fail(err)
	}

	settled := make(chan outcome[T], 1)
	abandoned, done := false, false // the loop's
	var id core.CallID
	taken := rt.loop.post(ctx, func() {
		rt.calls++
		id = rt.calls
		rt.core.Begin(id)
		defer rt.core.End()
		start(func(value T, err error) {
			if done {
				return
			}
			done = true
			if abandoned && err == nil && orphan != nil {
				orphan(value)
			}
			settled <- outcome[T]{value, err}
		})
	})
	if !taken {
		return fail(notTaken(ctx, rt))
	}

	select {
	case out := <-settled:
		return wrapped(out, fail)
	case <-ctx.Done():
	case <-rt.loop.done:
	}
	// What came to an end at the same moment counts as done.
	rt.loop.do(func() {
		if abandoned = true; orphan == nil && !rt.loop.stopping {
			rt.core.Cancel(id)
		}
	})
	select {
	case out := <-settled:
		return wrapped(out, fail)
	default:
		return fail(notTaken(ctx, rt))
	}
}

// run is call for operations that come to nothing but an error.
func run(ctx context.Context, rt *Realtime, action string, start func(done func(error))) error {
	_, err := call(ctx, rt, action, func(done func(struct{}, error)) {
		start(func(err error) { done(struct{}{}, err) })
	}, nil)
	return err
}

func wrapped[T any](out outcome[T], fail func(error) (T, error)) (T, error) {
	if out.err != nil {
		return fail(out.err)
	}
	return out.value, nil
}

// notTaken tells why the loop did not finish what was asked.
func notTaken(ctx context.Context, rt *Realtime) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return rt.cause()
}
