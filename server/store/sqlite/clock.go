package sqlite

import (
	"sync"
	"time"
)

// clock gives the times of writes. They never fall, also not when the system's
// clock does, and the last one is kept in the database.
type clock struct {
	system func() time.Time

	mu    sync.Mutex
	last  int64
	group int64 // value of last when the running group began; 0 when none runs
}

func (c *clock) beginGroup() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = max(c.last, c.system().UnixMilli())
	c.group = c.last
}

func (c *clock) endGroup() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.group = 0
}

func (c *clock) now() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = max(c.last, c.system().UnixMilli())
	return c.last
}

func (c *clock) tick() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = max(c.last+1, c.system().UnixMilli())
	return c.last
}

// at gives a time for a snapshot that is about to be taken: what a running group
// has not committed yet, and all that follows, ticks above it.
func (c *clock) at() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.group != 0 {
		return c.group
	}
	c.last = max(c.last, c.system().UnixMilli())
	return c.last
}
