package main

import (
	"sync"
	"sync/atomic"
)

// inParallel calls f for 0 to count-1 from that many goroutines, and returns
// the first error; after one it begins nothing more.
func inParallel(count, goroutines int, f func(n int) error) error {
	var next atomic.Int64
	var once sync.Once
	var failed atomic.Bool
	var first error
	var group sync.WaitGroup
	for range min(goroutines, count) {
		group.Go(func() {
			for !failed.Load() {
				n := int(next.Add(1)) - 1
				if n >= count {
					return
				}
				if err := f(n); err != nil {
					once.Do(func() { first = err })
					failed.Store(true)
				}
			}
		})
	}
	group.Wait()
	return first
}
