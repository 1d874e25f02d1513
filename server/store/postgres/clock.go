package postgres

import "time"

// clock gives the times of one transaction's writes. They begin above those of every
// transaction before it, whatever node that was of, and never fall. The time is the
// database's, so that the clocks of the nodes do not matter.
type clock struct {
	started time.Time // of this machine, when the transaction got its turn
	base    int64     // the time then
	last    int64
	system  func() time.Time // the time instead of the database's; nil except in tests
}

// begin starts a transaction. last is the last time of the one before, now the
// database's time.
func (c *clock) begin(last, now int64) {
	if c.system != nil {
		now = c.system().UnixMilli()
	}
	c.started, c.base = time.Now(), now
	c.last = max(c.last, last, now)
}

func (c *clock) wall() int64 {
	if c.system != nil {
		return c.system().UnixMilli()
	}
	return c.base + time.Since(c.started).Milliseconds()
}

func (c *clock) now() int64 {
	c.last = max(c.last, c.wall())
	return c.last
}

func (c *clock) tick() int64 {
	c.last = max(c.last+1, c.wall())
	return c.last
}
