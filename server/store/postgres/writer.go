package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"imclient/server/store"

	"github.com/jackc/pgx/v5"
)

const (
	queueLength = 4096
	groupLength = 512 // updates in one transaction
)

type update struct {
	fn     func(store.Tx) error
	done   func(error)
	queued time.Time
	err    error
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
	if s.frozen != nil {
		done(errFrozen)
		return
	}
	s.queue <- &update{fn: fn, done: done, queued: time.Now()}
}

// write is the only goroutine of this process that writes.
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
	if s.writer != nil {
		release(s.writer)
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

// commit runs a group in one transaction, and again for as long as that may help. An
// update that fails after it has written undoes the transaction; the others then run
// again without it. What waited in the queue while nothing could be committed is not
// tried any more: whoever is behind it has given up. What waits because there is much to
// do is.
func (s *Store) commit(group []*update) {
	start := time.Now()
	for _, u := range group {
		if s.stalled && start.Sub(u.queued) > s.timeout {
			u.err = unavailable(errors.New("it waited too long"))
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), s.timeout)
	defer cancel()
	s.batch++
	var last error
	var lost time.Time // since when there is no connection
	var how manner
	for try := 0; ; try++ {
		pending := unsettled(group)
		if len(pending) == 0 {
			return
		}
		err := s.tryCommit(ctx, pending, how)
		switch {
		case err == nil:
			s.stalled = false
			s.observe(store.Commit{Updates: len(pending), Took: time.Since(start)})
			return
		case errors.Is(err, errNothingWritten):
			s.stalled = false
			return
		case errors.Is(err, errWithout):
			continue
		case errors.Is(err, errTangled):
			how.serial = true
			continue
		case errors.Is(err, errMerged):
			how.plain = true
			continue
		case errors.Is(err, ErrAlone), errors.Is(err, errImported):
			s.fail(pending, unavailable(err))
			return
		case isLost(err):
			if s.disconnect(); lost.IsZero() {
				lost = time.Now()
			}
		case !isTransient(err):
			s.disconnect()
			s.fail(pending, err)
			return
		}
		given := !lost.IsZero() && time.Since(lost) > s.absence
		if last == nil || !errors.Is(err, context.DeadlineExceeded) { // that only says that the time is over
			last = err
		}
		if given || !pause(ctx, try) {
			s.disconnect()
			s.stalled = true
			s.fail(pending, unavailable(last))
			return
		}
	}
}

var (
	// errNothingWritten says that there was nothing to commit.
	errNothingWritten = errors.New("nothing was written")
	// errWithout says that an update has failed and the others have to run again.
	errWithout = errors.New("again without one that failed")
)

func unsettled(group []*update) (pending []*update) {
	for _, u := range group {
		if u.err == nil {
			pending = append(pending, u)
		}
	}
	return pending
}

func (s *Store) fail(group []*update, err error) {
	for _, u := range group {
		u.err = err
	}
	s.observe(store.Commit{Updates: len(group), Err: err})
}

// disconnect has the next transaction begin on a new connection.
func (s *Store) disconnect() {
	if s.writer != nil {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = s.writer.Close(ctx)
		s.writer = nil
	}
}

func (s *Store) tryCommit(ctx context.Context, group []*update, how manner) error {
	if s.writer == nil {
		if err := s.connectWriter(ctx); err != nil {
			return err
		}
	}
	committed, err := s.begin(ctx)
	if err != nil {
		return err
	}
	if committed { // by a try whose end was not seen; nothing has run since
		return s.rollBack(ctx)
	}
	l := newLoom(s.writer, &s.clock, group, how)
	for _, strand := range l.strands {
		strand.tx.alone = s.alone
	}
	err = l.weave(ctx)
	if l.culprit != nil && !isTransient(err) && !isLost(err) {
		u := l.culprit.update
		if u.err = l.culprit.result; u.err == nil {
			u.err = err
		}
		return errors.Join(errWithout, s.rollBack(ctx))
	}
	if err != nil {
		return errors.Join(err, s.rollBack(ctx))
	}
	wrote, again := false, false
	for _, strand := range l.strands {
		strand.update.err = strand.result
		again = again || (strand.result != nil && strand.tx.wrote)
		wrote = wrote || strand.tx.wrote
	}
	switch {
	case again:
		return errors.Join(errWithout, s.rollBack(ctx))
	case !wrote:
		if err := s.rollBack(ctx); err != nil {
			s.disconnect()
		}
		return errNothingWritten
	}
	if err := s.end(ctx); err != nil {
		return err
	}
	s.grew(l.rows)
	return nil
}

const (
	announce = `INSERT INTO writer (id, base, batch, seen) VALUES ($1, coalesce($2, ` + databaseTime + `), 0, now())
		ON CONFLICT (id) DO UPDATE SET base = excluded.base, seen = excluded.seen`
	databaseTime = `(extract(epoch from clock_timestamp()) * 1000)::bigint`
)

// begin waits for this node's turn and starts a transaction. committed says that the
// transaction which the last try was about has taken effect.
//
// First it makes known, in a transaction of its own, from what time on the times are
// going to be: see Store.snapshot.
func (s *Store) begin(ctx context.Context) (committed bool, err error) {
	var fake *int64
	if s.clock.system != nil {
		at := s.clock.system().UnixMilli()
		fake = &at
	}
	err = s.script(ctx,
		step{text: `BEGIN`},
		step{text: `SET LOCAL synchronous_commit = off`},
		step{text: announce, args: []any{s.id, fake}},
		step{text: `COMMIT`})
	if err != nil {
		return false, err
	}
	var last, batch, now int64
	err = s.script(ctx,
		step{text: `BEGIN`},
		step{text: `SELECT last FROM clock WHERE id = 1 FOR UPDATE`, into: []any{&last}},
		// This sees what was committed while the one before waited.
		step{text: `SELECT batch, ` + databaseTime + ` FROM writer WHERE id = $1`, args: []any{s.id}, into: []any{&batch, &now}})
	if err != nil {
		return false, err
	}
	s.clock.begin(last, now)
	return batch == s.batch, nil
}

func (s *Store) end(ctx context.Context) error {
	return s.script(ctx,
		step{text: `UPDATE clock SET last = $1 WHERE id = 1`, args: []any{s.clock.last}},
		step{text: `UPDATE writer SET base = 0, batch = $2 WHERE id = $1`, args: []any{s.id, s.batch}},
		step{text: `COMMIT`})
}

func (s *Store) rollBack(ctx context.Context) error {
	if s.writer.IsClosed() {
		return nil
	}
	if _, err := s.writer.Exec(ctx, `ROLLBACK`); err != nil { // alone: nothing can be prepared before
		return err
	}
	return s.script(ctx,
		step{text: `BEGIN`},
		step{text: `SET LOCAL synchronous_commit = off`},
		step{text: `UPDATE writer SET base = 0 WHERE id = $1`, args: []any{s.id}},
		step{text: `COMMIT`})
}

// step is one of several statements that are sent together.
type step struct {
	text string
	args []any
	into []any // what its one row is read into, if any
}

func (s *Store) script(ctx context.Context, steps ...step) error {
	return script(ctx, s.writer, steps...)
}

func script(ctx context.Context, c *pgx.Conn, steps ...step) error {
	var batch pgx.Batch
	for _, s := range steps {
		batch.Queue(s.text, s.args...)
	}
	results := c.SendBatch(ctx, &batch)
	for _, s := range steps {
		var err error
		if s.into == nil {
			_, err = results.Exec()
		} else {
			err = results.QueryRow().Scan(s.into...)
		}
		if err != nil {
			_ = results.Close()
			return fmt.Errorf("%s: %w", s.text, err)
		}
	}
	return results.Close()
}
