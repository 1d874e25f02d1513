package main

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// throttle lets at most limit lines of one kind, by level and message, through in a
// second and says how many more there were: anybody can make the server refuse
// something as often as they like. What is below info is let through.
type throttle struct {
	slog.Handler
	lines *lines
}

// lines are counted for all handlers that were made of one.
type lines struct {
	base  slog.Handler
	limit int

	mu    sync.Mutex
	kinds map[kind]int // in the second that runs; nil when none does
}

type kind struct {
	level   slog.Level
	message string
}

func newThrottle(h slog.Handler, limit int) slog.Handler {
	return throttle{h, &lines{base: h, limit: limit}}
}

// Handle implements slog.Handler.
func (t throttle) Handle(ctx context.Context, r slog.Record) error {
	if r.Level < slog.LevelInfo || t.lines.admit(kind{r.Level, r.Message}) {
		return t.Handler.Handle(ctx, r)
	}
	return nil
}

// WithAttrs implements slog.Handler.
func (t throttle) WithAttrs(attrs []slog.Attr) slog.Handler {
	return throttle{t.Handler.WithAttrs(attrs), t.lines}
}

// WithGroup implements slog.Handler.
func (t throttle) WithGroup(name string) slog.Handler {
	return throttle{t.Handler.WithGroup(name), t.lines}
}

// admit begins a second with the first line after one that is over.
func (l *lines) admit(k kind) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.kinds == nil {
		l.kinds = make(map[kind]int)
		time.AfterFunc(time.Second, l.tell)
	}
	l.kinds[k]++
	return l.kinds[k] <= l.limit
}

// tell ends the second.
func (l *lines) tell() {
	l.mu.Lock()
	kinds := l.kinds
	l.kinds = nil
	l.mu.Unlock()
	for k, n := range kinds {
		if n > l.limit {
			r := slog.NewRecord(time.Now(), k.level, "lines left out", 0)
			r.AddAttrs(slog.String("like", k.message), slog.Int("count", n-l.limit))
			_ = l.base.Handle(context.Background(), r)
		}
	}
}
