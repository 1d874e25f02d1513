package native

import (
	"context"
	"iter"
	"time"

	"imclient/core"
)

// historyPage is the length of a page that HistoryPages asks for by default.
const historyPage = 100

// HistoryQuery selects messages that a conversation has kept. Its zero value
// asks for the newest ones.
type HistoryQuery struct {
	// StartTime, and StartMessageID where messages share a millisecond, is
	// where to start; the message there is included when StartClosed is set.
	// The zero time is the newest message, or the oldest with OldToNew.
	StartTime      time.Time
	StartMessageID string
	StartClosed    bool
	// EndTime, EndMessageID and EndClosed are where to end, likewise. The zero
	// time is no end.
	EndTime      time.Time
	EndMessageID string
	EndClosed    bool
	// Limit is how many messages are wanted, at most 1000; 0 leaves it to the
	// server.
	Limit int
	// Type selects typed messages of one type; 0 selects all messages.
	Type int
	// OldToNew goes from old to new, the default is from new to old. Each
	// answer is in the order of time either way.
	OldToNew bool
}

func (q HistoryQuery) core() core.HistoryQuery {
	return core.HistoryQuery{
		StartTime:      toMillis(q.StartTime),
		StartMessageID: q.StartMessageID,
		StartClosed:    q.StartClosed,
		EndTime:        toMillis(q.EndTime),
		EndMessageID:   q.EndMessageID,
		EndClosed:      q.EndClosed,
		Limit:          optional(q.Limit),
		Type:           optional(q.Type),
		Direction:      q.direction(),
	}
}

func (q HistoryQuery) direction() core.Direction {
	if q.OldToNew {
		return core.OldToNew
	}
	return core.NewToOld
}

// optional is nil for 0, which is "not given" in this package's options.
func optional(n int) *int32 {
	if n == 0 {
		return nil
	}
	n32 := int32(n)
	return &n32
}

// History reads messages that the conversation has kept, in the order of time
// (docs/protocol.md, History). It blocks until the server has answered.
func (c *Conversation) History(ctx context.Context, q HistoryQuery) ([]*Message, error) {
	list, err := call(ctx, c.client.rt, "history", func(done func([]*core.Message, error)) {
		c.core.History(q.core(), done)
	}, nil)
	if err != nil {
		return nil, err
	}
	return newMessages(list), nil
}

// HistoryPages reads the whole history that q selects, one page for each step
// of the loop; q.Limit is the length of a page, 100 by default. Pages go from
// new to old, or the other way with q.OldToNew; within a page messages are in
// the order of time. The loop ends after the last page or the first error.
func (c *Conversation) HistoryPages(ctx context.Context, q HistoryQuery) iter.Seq2[[]*Message, error] {
	return func(yield func([]*Message, error) bool) {
		next := q
		if next.Limit <= 0 {
			next.Limit = historyPage
		}
		for {
			page, err := c.History(ctx, next)
			if err != nil {
				yield(nil, err)
				return
			}
			if len(page) == 0 || !yield(page, nil) || len(page) < next.Limit {
				return
			}
			last := page[0]
			if q.OldToNew {
				last = page[len(page)-1]
			}
			next.StartTime, next.StartMessageID, next.StartClosed = last.SentAt, last.ID, false
		}
	}
}
