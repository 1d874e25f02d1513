package server

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Whose queue is filling up gets what is most important.
func TestQueueDropsByPriority(t *testing.T) {
	s := &Server{options: Options{Limits: Limits{Queue: 100 * (1000 + frameOverhead)}}}
	q := &queue{conn: &conn{srv: s}, writing: true} // its writer is stuck
	q.conn.queue.conn = q.conn
	push := func(n int, p priority) (queued int) {
		before := len(q.frames)
		for range n {
			q.push(make([]byte, 1000), p)
		}
		return len(q.frames) - before
	}
	assert.Equal(t, 25, push(30, lowPriority), "until a quarter is used")
	assert.Equal(t, 25, push(30, normalPriority), "until half is")
	assert.Equal(t, 0, push(1, lowPriority))
	assert.Equal(t, 20, push(20, highPriority))
	assert.Equal(t, 30, push(30, 0), "what may not be lost")
	assert.Equal(t, 0, push(1, normalPriority))
	assert.False(t, q.closing)
	normal, low := s.Dropped()
	assert.EqualValues(t, 6, normal)
	assert.EqualValues(t, 6, low)
}

// A message that finds an empty queue is always taken.
func TestQueueTakesOneFrame(t *testing.T) {
	s := &Server{options: Options{Limits: Limits{Queue: 100}}}
	q := &queue{conn: &conn{srv: s}, writing: true}
	q.push(make([]byte, 1000), lowPriority)
	assert.Len(t, q.frames, 1)
	q.push(make([]byte, 10), lowPriority)
	assert.Len(t, q.frames, 1)
}
