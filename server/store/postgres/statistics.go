package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// A prepared statement keeps its plan until the database learns something new of a
// table. Autovacuum tells it, but looks once a minute, and an operator may have turned
// it off; in that time a table can grow a thousandfold under a plan that was right for
// a page of rows. So nodes look themselves, after every examineRows rows.
const examineRows = 5000

// outgrown are tables that are more than twice as large as the planner was last told.
const outgrown = `SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
	AND pg_relation_size(c.oid) > 2 * current_setting('block_size')::bigint * greatest(c.relpages, 2)`

// grew notes rows that a transaction has read and written.
func (s *Store) grew(rows int64) {
	if s.rows += rows; s.rows < examineRows {
		return
	}
	s.rows = 0
	select {
	case s.examine <- struct{}{}:
	default: // it is about to look
	}
}

// keepStatistics runs until ctx ends. Failures do no harm: the next look is not far.
func (s *Store) keepStatistics(ctx context.Context) {
	defer close(s.examined)
	for {
		select {
		case <-s.examine:
			_ = s.analyze(ctx)
		case <-ctx.Done():
			return
		}
	}
}

// analyze has the database learn about tables that have outgrown what it knows of them.
// Their statements are planned anew then, on all connections of all nodes.
func (s *Store) analyze(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	rows, err := s.pool.Query(ctx, outgrown)
	if err != nil {
		return err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range names {
		// Another node, or autovacuum, may be at it.
		if _, err := s.pool.Exec(ctx, `ANALYZE (SKIP_LOCKED) `+name); err != nil {
			return err
		}
	}
	return nil
}
