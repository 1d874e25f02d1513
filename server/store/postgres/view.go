package postgres

import (
	"context"
	"fmt"

	"imclient/server/store"

	"github.com/jackc/pgx/v5/pgxpool"
)

// View implements store.Store.
func (s *Store) View(ctx context.Context, fn func(store.Reader) error) error {
	s.mu.RLock()
	closed := s.closed
	s.mu.RUnlock()
	if closed {
		return store.ErrClosed
	}
	asked := ctx
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	c, at, err := s.snapshot(ctx)
	if err != nil {
		return explain(asked, err)
	}
	defer c.Release()
	var failure error // of the database
	err = fn(&reader{conn: conn{session: watched{direct{ctx, c.Conn()}, &failure}}, at: at})
	_, _ = c.Exec(ctx, `ROLLBACK`)
	if err != nil && failure != nil {
		return explain(asked, err)
	}
	return err
}

// watched notes that the database, not what is in it, was the cause of an error.
type watched struct {
	direct
	failure *error
}

func (w watched) run(topic string, s *statement) error {
	err := w.direct.run(topic, s)
	if err != nil && (w.ctx.Err() != nil || w.conn.IsClosed()) {
		*w.failure = err
	}
	return err
}

// explain says why the database gave no answer: because the caller gave up, or because
// it is not available.
func explain(asked context.Context, err error) error {
	if asked.Err() != nil {
		return fmt.Errorf("%w: %w", asked.Err(), err)
	}
	return unavailable(err)
}

// abandoned is after how long a writer that does not come to its end is taken to be
// gone, in milliseconds.
const abandoned = 60_000

// snapshot starts a transaction that sees one state, and returns a time that is at or
// below the times of all writes that this state does not have yet.
//
// Those writes are either of transactions that had been announced (Store.begin) when
// the state was taken: then their base is in it. Or they were announced later, and get
// their times after that. The time of the beginning of this transaction is before the
// state was taken, and so before theirs.
func (s *Store) snapshot(ctx context.Context) (c *pgxpool.Conn, at int64, err error) {
	for try := 0; ; try++ {
		if c, err = s.pool.Acquire(ctx); err == nil {
			if at, err = s.beginView(ctx, c); err == nil {
				return c, at, nil
			}
			_ = c.Conn().Close(ctx)
			c.Release()
		}
		if !isLost(err) || !pause(ctx, try) {
			return nil, 0, err
		}
	}
}

func (s *Store) beginView(ctx context.Context, c *pgxpool.Conn) (at int64, err error) {
	var fake *int64
	if s.clock.system != nil {
		now := s.clock.system().UnixMilli()
		fake = &now
	}
	var last, now, base int64
	begin := []step{{text: `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`}}
	if s.frozen != nil {
		begin = append(begin, step{text: s.frozen.snapshot})
	}
	err = script(ctx, c.Conn(), append(begin,
		step{text: `SELECT last, t.now, coalesce((SELECT min(base) FROM writer WHERE base > t.now - $2), 0)
			FROM clock, (SELECT coalesce($1, (extract(epoch from transaction_timestamp()) * 1000)::bigint) AS now) t WHERE id = 1`,
			args: []any{fake, abandoned}, into: []any{&last, &now, &base}})...)
	if base > 0 {
		now = min(now, base)
	}
	return max(last, now), err
}
