package postgres

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
)

// row is one row of a result.
type row interface{ Scan(dest ...any) error }

// statement is one statement with its parameters, question marks in its text, and
// what is done with each row of its result.
type statement struct {
	text    string
	args    []any
	each    func(row) error // nil: there are no rows
	once    bool            // the text is made for this call
	many    string          // the same for many, see merge.go
	changed int64           // rows, once it has run
}

// session runs statements in the transaction that is open in it. topic says what an
// update is about while it runs the statement; see strand.go.
type session interface {
	run(topic string, s *statement) error
}

// conn is a session with the topic of what is asked there.
type conn struct {
	session session
	topic   string
}

// about is the same transaction, asked about one topic.
func (c conn) about(topic string) conn { return conn{c.session, topic} }

func (c conn) exec(text string, args ...any) error {
	return c.session.run(c.topic, &statement{text: text, args: args})
}

// execCount is exec that returns how many rows changed.
func (c conn) execCount(text string, args ...any) (int64, error) {
	s := &statement{text: text, args: args}
	err := c.session.run(c.topic, s)
	return s.changed, err
}

func (c conn) row(text string, args ...any) row { return firstRow{c, text, "", args} }

// firstRow asks when it is scanned.
type firstRow struct {
	conn conn
	text string
	many string
	args []any
}

func (r firstRow) Scan(dest ...any) error {
	seen := false
	err := r.conn.session.run(r.conn.topic, &statement{text: r.text, many: r.many, args: r.args, each: func(row row) error {
		if seen {
			return nil
		}
		seen = true
		return row.Scan(dest...)
	}})
	if err == nil && !seen {
		err = pgx.ErrNoRows
	}
	return err
}

// rowMany is row with the same for many.
func (c conn) rowMany(text, many string, args ...any) row {
	return firstRow{c, text, many, args}
}

// execMany is exec with the same for many.
func (c conn) execMany(text, many string, args ...any) error {
	return c.session.run(c.topic, &statement{text: text, many: many, args: args})
}

// result is what each asks for.
type result struct {
	conn conn
	statement
}

func (c conn) rows(text string, args ...any) *result {
	return &result{c, statement{text: text, args: args}}
}

// rowsOnce is rows with a text that is made for this call.
func (c conn) rowsOnce(text string, args ...any) *result {
	return &result{c, statement{text: text, args: args, once: true}}
}

// each asks, and calls scan for every row.
func (r *result) each(scan func(row) error) error {
	r.statement.each = scan
	return r.conn.session.run(r.conn.topic, &r.statement)
}

// read takes the rows of a result, and closes it.
func (s *statement) read(rows pgx.Rows) error {
	var err error
	for err == nil && rows.Next() {
		if s.each != nil {
			err = s.each(scanner{rows, 0})
		}
	}
	rows.Close()
	if rows.Err() != nil {
		return rows.Err()
	}
	s.changed = rows.CommandTag().RowsAffected()
	return err
}

// direct runs statements one by one.
type direct struct {
	ctx  context.Context
	conn *pgx.Conn
}

func (d direct) run(_ string, s *statement) error {
	args := encoded(s.args)
	if s.once {
		args = append([]any{pgx.QueryExecModeDescribeExec}, args...)
	}
	rows, err := d.conn.Query(d.ctx, numbered(s.text), args...)
	if err != nil {
		return err
	}
	return s.read(rows)
}

var (
	parameter = regexp.MustCompile(`\?\d*`)
	texts     sync.Map // numbered texts by what they were
)

// numbered writes parameters as the database wants them: ? one after the other, ?1 by
// its number.
func numbered(text string) string {
	if !strings.Contains(text, "?") {
		return text
	}
	if done, ok := texts.Load(text); ok {
		return done.(string)
	}
	n := 0
	done := parameter.ReplaceAllStringFunc(text, func(p string) string {
		if len(p) > 1 {
			return "$" + p[1:]
		}
		n++
		return "$" + strconv.Itoa(n)
	})
	texts.Store(text, done)
	return done
}
