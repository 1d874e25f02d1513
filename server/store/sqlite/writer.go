package sqlite

import (
	"fmt"
	"runtime/debug"
	"time"

	"imclient/server/store"
)

const (
	queueLength = 4096
	groupLength = 512 // updates in one transaction
)

type update struct {
	fn   func(store.Tx) error
	done func(error)
	err  error
}

// Update implements store.Store.
func (s *Store) Update(fn func(store.Tx) error, done func(error)) {
	s.mu.RLock()
	if s.closed {
		s.mu.RUnlock()
		done(store.ErrClosed)
		return
	}
	defer s.mu.RUnlock()
	s.queue <- &update{fn: fn, done: done}
}

// write is the only goroutine that writes to the database.
func (s *Store) write() {
	defer close(s.committed)
	for first := range s.queue {
		group := []*update{first}
	waiting:
		for len(group) < groupLength {
			select {
			case u, ok := <-s.queue:
				if !ok {
					break waiting
				}
				group = append(group, u)
			default:
				break waiting
			}
		}
		s.commit(group)
		s.committed <- group
	}
}

// complete calls the done callbacks in the order of the commits.
func (s *Store) complete() {
	defer close(s.finished)
	for group := range s.committed {
		for _, u := range group {
			u.done(u.err)
		}
	}
}

// commit runs a group in one transaction. An update that fails after it has
// written undoes the transaction; the others then run again without it, because
// that is rare and a savepoint for each update is not free.
func (s *Store) commit(group []*update) {
	s.clock.beginGroup()
	defer s.clock.endGroup()
	for !s.tryCommit(group) {
	}
}

func (s *Store) tryCommit(group []*update) (settled bool) {
	w, start := s.writer, time.Now()
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		fail(group, fmt.Errorf("begin: %w", err))
		s.observe(store.Commit{Updates: len(group), Err: err})
		return true
	}
	wrote := false
	for _, u := range group {
		if u.err != nil {
			continue
		}
		t := &tx{reader: reader{conn: w, at: s.clock.group}, clock: &s.clock}
		u.err = run(u.fn, t)
		if isBroken(u.err) {
			// SQLite may have rolled back itself; the others will see for themselves.
			s.observe(store.Commit{Updates: 1, Err: u.err})
			t.wrote = true
		}
		if u.err != nil && t.wrote {
			if err := w.exec("ROLLBACK"); err != nil && !isBroken(u.err) {
				err = fmt.Errorf("roll back: %w", err)
				fail(group, err)
				s.observe(store.Commit{Updates: len(group), Err: err})
				return true
			}
			return false
		}
		wrote = wrote || t.wrote
	}
	if !wrote {
		_ = w.exec("ROLLBACK")
		return true
	}
	err := w.exec(`INSERT INTO meta VALUES ('clock', ?) ON CONFLICT DO UPDATE SET value = excluded.value`, s.clock.now())
	if err == nil {
		err = w.exec("COMMIT")
	}
	if err != nil {
		_ = w.exec("ROLLBACK")
		fail(group, fmt.Errorf("commit: %w", err))
	}
	s.observe(store.Commit{Updates: len(group), Took: time.Since(start), Err: err})
	return true
}

func fail(group []*update, err error) {
	for _, u := range group {
		if u.err == nil {
			u.err = err
		}
	}
}

// run keeps a panic of one update from taking the writer down.
func run(fn func(store.Tx) error, t *tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in update: %v\n%s", p, debug.Stack())
		}
	}()
	return fn(t)
}

// tx is one update's view of the running transaction.
type tx struct {
	reader
	clock *clock
	wrote bool
}

var _ store.Tx = (*tx)(nil)

func (t *tx) Now() int64  { return t.clock.now() }
func (t *tx) Tick() int64 { return t.clock.tick() }

// write returns the connection and notes that the update has written.
func (t *tx) write() *conn {
	t.wrote = true
	return t.conn
}
