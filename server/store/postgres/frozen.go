package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

var errFrozen = errors.New("the store was opened for reading only")

// frozen is one state of the database: a transaction that stays open in a session of its
// own, whose snapshot others take over.
type frozen struct {
	conn     *pgx.Conn
	snapshot string // a statement
}

// freeze takes a state that all views see from now on. It shares the lock of nodes, so
// that no import runs meanwhile.
func (s *Store) freeze(ctx context.Context) error {
	c := s.pool.Config().ConnConfig
	c.RuntimeParams["idle_in_transaction_session_timeout"] = "0"
	conn, err := pgx.ConnectConfig(ctx, c)
	if err != nil {
		return err
	}
	s.frozen = &frozen{conn: conn}
	if err := s.lock(ctx, conn); err != nil {
		return err
	}
	return script(ctx, conn,
		step{text: `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`},
		step{text: `SELECT 'SET TRANSACTION SNAPSHOT ' || quote_literal(pg_export_snapshot())`, into: []any{&s.frozen.snapshot}})
}

func (s *Store) thaw() {
	if s.frozen != nil {
		release(s.frozen.conn)
	}
}
