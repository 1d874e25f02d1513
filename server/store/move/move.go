package move

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"imclient/server/store/postgres"
	"imclient/server/store/sqlite"

	"github.com/jackc/pgx/v5"
)

// stepRows is how many rows one transaction copies. Tests make it smaller.
var stepRows = 10_000

// Report says what was copied.
type Report struct {
	Tables []Table
}

// Table is a table that was copied and compared.
type Table struct {
	Name string
	Rows int64
}

// mover copies from one database to the other.
type mover struct {
	from     *sql.DB
	to       *pgx.Conn
	source   string // tells which database from is
	progress func(step string, done, of int64)
}

// Run copies the SQLite database in the directory dir to the PostgreSQL database at
// url, which must be empty, or hold a part of the same copy, and compares the two. No
// server may use either meanwhile. It can be ended at any time and run again. progress
// is told how far a table has come; it may be nil.
func Run(ctx context.Context, dir, url string, progress func(step string, done, of int64)) (*Report, error) {
	if progress == nil {
		progress = func(string, int64, int64) {}
	}
	locked, err := sqlite.Open(dir, sqlite.Options{}) // so that no server writes
	if err != nil {
		return nil, err
	}
	defer locked.Close()
	m := &mover{progress: progress}
	if m.from, err = openSQLite(filepath.Join(dir, sqlite.DatabaseName)); err != nil {
		return nil, err
	}
	defer m.from.Close()
	target, err := postgres.Open(url, postgres.Options{Moving: true, Alone: true})
	if err != nil {
		return nil, err
	}
	defer target.Close()
	if m.to, err = pgx.Connect(ctx, url); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	defer func() { _ = m.to.Close(context.WithoutCancel(ctx)) }()
	return m.run(ctx)
}

func openSQLite(path string) (*sql.DB, error) {
	return sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro&_pragma=busy_timeout(10000)")
}

func (m *mover) run(ctx context.Context) (*Report, error) {
	if err := m.identify(ctx); err != nil {
		return nil, err
	}
	complete, err := m.claim(ctx)
	if err != nil {
		return nil, err
	}
	if complete {
		return nil, ErrComplete
	}
	for _, t := range tables {
		if err := m.copy(ctx, t); err != nil {
			return nil, fmt.Errorf("copy %s: %w", t.from, err)
		}
	}
	if err := m.finish(ctx); err != nil {
		return nil, err
	}
	report := &Report{}
	for _, t := range tables {
		rows, err := m.compare(ctx, t)
		if err != nil {
			return nil, fmt.Errorf("compare %s: %w", t.from, err)
		}
		report.Tables = append(report.Tables, Table{t.to, rows})
	}
	_, err = m.to.Exec(ctx, `UPDATE moved SET complete = TRUE`)
	return report, err
}

// identify tells databases apart by their secrets, which each has made for itself.
func (m *mover) identify(ctx context.Context) error {
	secrets, err := m.secrets(ctx)
	h := sha256.New()
	for _, s := range secrets {
		fmt.Fprintf(h, "%s %x\n", s.name, s.value)
	}
	m.source = hex.EncodeToString(h.Sum(nil))
	return err
}

type secret struct {
	name  string
	value []byte
}

func (m *mover) secrets(ctx context.Context) (list []secret, err error) {
	rows, err := m.from.QueryContext(ctx, `SELECT key, value FROM meta WHERE key LIKE 'secret/%' ORDER BY key`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s secret
		if err := rows.Scan(&s.name, &s.value); err != nil {
			return nil, err
		}
		s.name = strings.TrimPrefix(s.name, "secret/")
		list = append(list, s)
	}
	return list, rows.Err()
}

var (
	// ErrInUse says that the target has data that is not of this copy.
	ErrInUse = errors.New("the PostgreSQL database is not empty, and what is in it is not a part of this data directory")
	// ErrComplete says that there is nothing left to do; a server may have written since.
	ErrComplete = errors.New("this data directory was copied completely before")
	// ErrDiffers says that both sides are not the same.
	ErrDiffers = errors.New("the rows differ")
)

// claim makes sure that the target is empty or a part of this copy. complete says that
// it was copied to the end before.
func (m *mover) claim(ctx context.Context) (complete bool, err error) {
	err = pgx.BeginFunc(ctx, m.to, func(tx pgx.Tx) error {
		var source string
		err := tx.QueryRow(ctx, `SELECT source, complete FROM moved WHERE name = ''`).Scan(&source, &complete)
		if err == nil {
			if source != m.source {
				return ErrInUse
			}
			return nil
		}
		if !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		for _, name := range append([]string{"secret"}, targets()...) {
			var used bool
			if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM `+name+`)`).Scan(&used); err != nil {
				return err
			}
			if used {
				return fmt.Errorf("%w: table %s", ErrInUse, name)
			}
		}
		_, err = tx.Exec(ctx, `INSERT INTO moved VALUES ('', $1, 0, FALSE)`, m.source)
		return err
	})
	return complete, err
}

func targets() (names []string) {
	for _, t := range tables {
		names = append(names, t.to)
	}
	return names
}

// copy copies what is not there yet of a table.
func (m *mover) copy(ctx context.Context, t table) error {
	var done, of int64
	err := m.to.QueryRow(ctx, `SELECT coalesce((SELECT rows FROM moved WHERE name = $1), 0)`, t.to).Scan(&done)
	if err != nil {
		return err
	}
	if err := m.from.QueryRowContext(ctx, `SELECT count(*) FROM `+t.from).Scan(&of); err != nil {
		return err
	}
	if done == of {
		return nil
	}
	names := t.names()
	if t.to == "conversation" {
		names = append(names, "doc")
	}
	step := make([][]any, 0, stepRows)
	flush := func() error {
		if len(step) == 0 {
			return nil
		}
		err := pgx.BeginFunc(ctx, m.to, func(tx pgx.Tx) error {
			if _, err := tx.CopyFrom(ctx, pgx.Identifier{t.to}, names, pgx.CopyFromRows(step)); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `INSERT INTO moved VALUES ($1, $2, $3, FALSE) ON CONFLICT (name) DO UPDATE SET rows = excluded.rows`,
				t.to, m.source, done+int64(len(step)))
			return err
		})
		done += int64(len(step))
		step = step[:0]
		m.progress(t.to, done, of)
		return err
	}
	err = m.read(ctx, t, done, func(values []any) error {
		row := slices.Clone(values)
		if t.to == "conversation" {
			attributes, _ := row[slices.Index(names, "attributes")].(string)
			row = append(row, postgres.Document(postgres.Original(attributes)))
		}
		if step = append(step, row); len(step) < stepRows {
			return nil
		}
		return flush()
	})
	return errors.Join(err, flushed(err, flush))
}

func flushed(err error, flush func() error) error {
	if err != nil {
		return nil
	}
	return flush()
}

// read reads a table of SQLite from a row on, as values for PostgreSQL. each must not
// keep them.
func (m *mover) read(ctx context.Context, t table, from int64, each func(values []any) error) error {
	rows, err := m.from.QueryContext(ctx, `SELECT `+strings.Join(t.names(), ", ")+` FROM `+t.from+` ORDER BY `+t.key+` LIMIT -1 OFFSET ?`, from)
	if err != nil {
		return err
	}
	defer rows.Close()
	values, dest := make([]any, len(t.columns)), make([]any, len(t.columns))
	for i := range dest {
		dest[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		for i, c := range t.columns {
			if values[i], err = c.fromSQLite(values[i]); err != nil {
				return err
			}
		}
		if err := each(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// finish copies the secrets and the clock, and makes up for what PostgreSQL has beside.
func (m *mover) finish(ctx context.Context) error {
	secrets, err := m.secrets(ctx)
	if err != nil {
		return err
	}
	var clock int64
	err = m.from.QueryRowContext(ctx, `SELECT coalesce((SELECT value FROM meta WHERE key = 'clock'), 0)`).Scan(&clock)
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, m.to, func(tx pgx.Tx) error {
		for _, s := range secrets {
			if _, err := tx.Exec(ctx, `INSERT INTO secret VALUES ($1, $2) ON CONFLICT DO NOTHING`, postgres.Text(s.name), s.value); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `UPDATE clock SET last = greatest(last, $1)`, clock); err != nil {
			return err
		}
		// Of the conversations with one unique key the oldest is found.
		_, err := tx.Exec(ctx, `UPDATE conversation c SET claim = c.unique_key FROM (
				SELECT DISTINCT ON (app, unique_key) app, id FROM conversation
				WHERE unique_key IS NOT NULL AND (expires_at = 0 OR expires_at > $1) ORDER BY app, unique_key, created_at, id
			) first WHERE c.app = first.app AND c.id = first.id AND c.claim IS NULL`, time.Now().UnixMilli())
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `SELECT setval(pg_get_serial_sequence('notice_body', 'id'), greatest((SELECT max(id) FROM notice_body), 1))`)
		return err
	})
}

// compare reads a table on both sides.
func (m *mover) compare(ctx context.Context, t table) (int64, error) {
	var ours, theirs digest
	if err := m.read(ctx, t, 0, ours.add); err != nil {
		return 0, err
	}
	rows, err := m.to.Query(ctx, `SELECT `+strings.Join(t.names(), ", ")+` FROM `+t.to)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return 0, err
		}
		if err := theirs.add(values); err != nil {
			return 0, err
		}
		if theirs.rows%int64(stepRows) == 0 {
			m.progress("comparing "+t.to, theirs.rows, ours.rows)
		}
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	if ours != theirs {
		return 0, fmt.Errorf("%w: %d rows here, %d there", ErrDiffers, ours.rows, theirs.rows)
	}
	return ours.rows, nil
}
