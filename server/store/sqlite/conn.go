package sqlite

import (
	"context"
	"database/sql"
)

// conn is one database connection with its prepared statements. One goroutine
// uses it at a time. Its transactions are begun and ended by exec.
type conn struct {
	sql   *sql.Conn
	stmts map[string]*sql.Stmt
}

func newConn(ctx context.Context, db *sql.DB) (*conn, error) {
	c, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{sql: c, stmts: make(map[string]*sql.Stmt)}, nil
}

// stmt prepares text once. Only constant texts may come here: the cache has no
// bound.
func (c *conn) stmt(text string) (*sql.Stmt, error) {
	if s := c.stmts[text]; s != nil {
		return s, nil
	}
	s, err := c.sql.PrepareContext(context.Background(), text)
	if err != nil {
		return nil, err
	}
	c.stmts[text] = s
	return s, nil
}

func (c *conn) exec(text string, args ...any) error {
	s, err := c.stmt(text)
	if err != nil {
		return err
	}
	_, err = s.Exec(args...)
	return err
}

// execCount is exec that returns how many rows changed.
func (c *conn) execCount(text string, args ...any) (int64, error) {
	s, err := c.stmt(text)
	if err != nil {
		return 0, err
	}
	res, err := s.Exec(args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// execOnce runs a script of several statements without keeping it.
func (c *conn) execOnce(script string) error {
	_, err := c.sql.ExecContext(context.Background(), script)
	return err
}

// scripts runs several of them, up to the first that fails.
func (c *conn) scripts(all ...string) error {
	for _, script := range all {
		if err := c.execOnce(script); err != nil {
			return err
		}
	}
	return nil
}

type row interface{ Scan(dest ...any) error }

type failedRow struct{ err error }

func (r failedRow) Scan(...any) error { return r.err }

func (c *conn) row(text string, args ...any) row {
	s, err := c.stmt(text)
	if err != nil {
		return failedRow{err}
	}
	return s.QueryRow(args...)
}

func (c *conn) rows(text string, args ...any) (*sql.Rows, error) {
	s, err := c.stmt(text)
	if err != nil {
		return nil, err
	}
	return s.Query(args...)
}

func (c *conn) close() {
	for _, s := range c.stmts {
		_ = s.Close()
	}
	_ = c.sql.Close()
}

// each calls scan for every row and closes rows.
func each(rows *sql.Rows, err error, scan func(row) error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
