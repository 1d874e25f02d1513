package native

import (
	"context"
	"iter"
	"sync"
)

// Events is On for a loop: it yields every event of type E that source has
// from the start of the loop on, until the source is closed or ctx ends.
//
//	for e := range native.Events[native.MessageReceived](ctx, client) { ... }
//
// Events wait, without bound, for a loop that takes its time. A handler must
// not loop over events: it would keep them from coming.
func Events[E Event](ctx context.Context, source Source) iter.Seq[E] {
	return func(yield func(E) bool) {
		var mu sync.Mutex
		var queue []E
		wake := make(chan struct{}, 1)
		take := func() []E {
			mu.Lock()
			defer mu.Unlock()
			batch := queue
			queue = nil
			return batch
		}
		remove := On(source, func(e E) {
			mu.Lock()
			queue = append(queue, e)
			mu.Unlock()
			select {
			case wake <- struct{}{}:
			default:
			}
		})
		defer remove()
		for ended := false; !ended; {
			select {
			case <-wake:
			case <-ctx.Done():
				return
			case <-source.handlerList().ended:
				ended = true
			}
			for _, e := range take() {
				if ctx.Err() != nil || !yield(e) {
					return
				}
			}
		}
	}
}

// OnMessage is On for MessageReceived.
func (c *Client) OnMessage(f func(MessageReceived)) (remove func()) { return On(c, f) }

// Messages is Events for MessageReceived.
func (c *Client) Messages(ctx context.Context) iter.Seq[MessageReceived] {
	return Events[MessageReceived](ctx, c)
}
