package server

import (
	"context"
	"sync"

	"github.com/coder/websocket"
)

// queue holds what waits to be written to a connection. A goroutine writes, and
// exists only while there is something to write.
//
// It is bounded in bytes (Limits.Queue), apart from a single frame, which may be
// larger: an answer that is due says nothing about its reader. A connection whose queue overflows is
// cut off without a close frame, which could not be written either; what it
// missed is in the history.
type queue struct {
	conn *conn

	mu      sync.Mutex
	frames  [][]byte
	bytes   int
	writing bool
	idle    *sync.Cond // set while someone waits for the writer to end
	closing bool       // nothing more may be queued
	close   bool       // a close frame ends the queue
	code    Code
	reason  string
}

// frameOverhead is what a queued frame takes beside its bytes.
const frameOverhead = 64

// spare is the part of the queue's limit that a message of a priority leaves to what
// is more important: a low one is dropped when a quarter is used, a normal one when
// half is. A high one, and whatever is no message that may be lost, is never dropped
// by itself: when it does not fit, the connection ends.
func (p priority) spare(limit int) int {
	switch p {
	case lowPriority:
		return limit - limit/4
	case normalPriority:
		return limit / 2
	}
	return 0
}

func (q *queue) push(frame []byte, p priority) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closing {
		return
	}
	waiting := len(q.frames) > 0
	if limit := q.conn.srv.options.Limits.Queue; waiting && q.bytes+len(frame)+frameOverhead > limit-p.spare(limit) && p.spare(limit) > 0 {
		q.conn.srv.dropped[p].Add(1)
		return
	}
	if q.bytes += len(frame) + frameOverhead; waiting && q.bytes > q.conn.srv.options.Limits.Queue {
		q.closing, q.frames = true, nil
		q.reason = "slow connection"
		q.conn.logger().Warn("slow connection cut off", "queued", q.bytes)
		q.conn.srv.metrics.slow.Add(1)
		q.conn.kill()
		return
	}
	q.frames = append(q.frames, frame)
	q.startLocked()
}

func (q *queue) finish(code Code, reason string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closing {
		return
	}
	q.closing, q.close, q.code, q.reason = true, true, code, reason
	q.conn.srv.metrics.closed(code)
	q.startLocked()
}

// closed is why the server closes the connection; a code of 0 if it does not.
func (q *queue) closed() (code Code, reason string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.code, q.reason
}

// size is how many bytes wait.
func (q *queue) size() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.bytes
}

// discard drops what is queued; the connection is gone.
func (q *queue) discard() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closing, q.frames = true, nil
}

// wait blocks until the writer has ended.
func (q *queue) wait() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.idle == nil {
		q.idle = sync.NewCond(&q.mu)
	}
	for q.writing {
		q.idle.Wait()
	}
}

func (q *queue) startLocked() {
	if !q.writing {
		q.writing = true
		go q.write()
	}
}

// write writes until the queue is empty.
func (q *queue) write() {
	for {
		q.mu.Lock()
		frames := q.frames
		q.frames, q.bytes = nil, 0
		if len(frames) == 0 {
			if q.close {
				code, reason := q.code, q.reason
				q.mu.Unlock()
				_ = q.conn.ws.Close(websocket.StatusCode(code), reason)
				q.mu.Lock()
			}
			q.writing = false
			if q.idle != nil {
				q.idle.Broadcast()
			}
			q.mu.Unlock()
			return
		}
		q.mu.Unlock()
		if err := q.writeFrames(frames); err != nil {
			q.conn.logger().Debug("write failed", "error", err)
			q.discard()
			q.conn.kill()
		}
	}
}

func (q *queue) writeFrames(frames [][]byte) error {
	kind := q.conn.protocol.messageType()
	s, m := q.conn.socket, q.conn.srv.metrics
	bytes := 0
	for _, frame := range frames {
		bytes += len(frame)
	}
	m.framesOut.Add(int64(len(frames)))
	m.bytesOut.Add(int64(bytes))
	s.cork()
	for _, frame := range frames {
		if err := q.conn.ws.Write(context.Background(), kind, frame); err != nil {
			return err
		}
	}
	return s.uncork()
}
