package postgres

import "time"

// clock gives the times of one transaction's writes. They begin above those of every
// transaction before it, whatever node that was of. Now is the same for all of its
// updates until one of them ticks. The time is the database's, so that the clocks of
// the nodes do not matter.
type clock struct {
	last   int64
	system func() time.Time // the time instead of the database's; nil except in tests
}

// begin starts a transaction. last is the last time of the one before, now the
// database's time.
func (c *clock) begin(last, now int64) {
	if c.system != nil {
		now = c.system().UnixMilli()
	}
	c.last = max(c.last, last, now)
}

func (c *clock) now() int64 { return c.last }

func (c *clock) tick() int64 {
	c.last++
	return c.last
}
