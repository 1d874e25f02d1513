package postgres

import (
	"fmt"

	"imclient/server/query"
	"imclient/server/store"
)

// column is what a where clause can be asked about.
type column interface {
	equal(c *compiler, v any) (string, error)
	oneOf(c *compiler, texts []string) (string, error)
	ordered(c *compiler, op string, v any) (string, error)
	exists(c *compiler) (string, error)
	size(c *compiler, n int64) (string, error)
	// match takes a pattern in the database's syntax (regexp.go).
	match(c *compiler, pattern string) (string, error)
	// order returns what to sort by, in turn.
	order(c *compiler) ([]string, error)
}

// never is a condition that nothing meets.
const never = "FALSE"

// column finds the column of a field. Fields that are not columns of the table
// are looked up in the attributes.
func (c *compiler) column(field []string) (column, error) {
	if c.columns != nil {
		return c.columns(field)
	}
	if len(field) == 1 {
		switch field[0] {
		case "objectId":
			return textColumn("c.id"), nil
		case "c":
			return textColumn("c.creator"), nil
		case "uniqueId":
			return textColumn("c.unique_id"), nil
		case "createdAt":
			return dateColumn("c.created_at"), nil
		case "updatedAt":
			return dateColumn("c.updated_at"), nil
		case "lm":
			return dateColumn("nullif(h.last_timestamp, 0)"), nil
		case "tr":
			return boolColumn("(c.kind = 2)"), nil
		case "sys":
			return boolColumn("(c.kind = 3)"), nil
		case "unique":
			return boolColumn("(c.unique_id IS NOT NULL)"), nil
		case "m":
			return memberColumn(""), nil
		case "mu":
			return memberColumn(" AND muted"), nil
		}
	}
	return jsonColumn(field), nil
}

// textColumn is a column of texts that are NULL when they are missing.
type textColumn string

func (col textColumn) equal(c *compiler, v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "(" + string(col) + " IS NULL)", nil
	case string:
		return "coalesce(" + string(col) + " = " + c.bind(v) + ", FALSE)", nil
	}
	return never, nil
}

func (col textColumn) oneOf(c *compiler, texts []string) (string, error) {
	return "coalesce(" + string(col) + " = ANY(" + c.bind(texts) + "::text[]), FALSE)", nil
}

func (col textColumn) ordered(c *compiler, op string, v any) (string, error) {
	text, ok := v.(string)
	if !ok {
		return never, nil
	}
	return "coalesce(" + string(col) + " " + op + " " + c.bind(text) + ", FALSE)", nil
}

func (col textColumn) exists(*compiler) (string, error) {
	return "(" + string(col) + " IS NOT NULL)", nil
}

func (col textColumn) size(*compiler, int64) (string, error) { return never, nil }

func (col textColumn) match(c *compiler, pattern string) (string, error) {
	return "coalesce(" + string(col) + " ~ " + c.bind(pattern) + ", FALSE)", nil
}

func (col textColumn) order(*compiler) ([]string, error) { return []string{string(col)}, nil }

// dateColumn is a column of milliseconds; it compares with dates only.
type dateColumn string

func (col dateColumn) equal(c *compiler, v any) (string, error) {
	if v == nil {
		return "(" + string(col) + " IS NULL)", nil
	}
	return col.ordered(c, "=", v)
}

func (col dateColumn) oneOf(*compiler, []string) (string, error) { return never, nil }

func (col dateColumn) ordered(c *compiler, op string, v any) (string, error) {
	at, ok := v.(query.Date)
	if !ok {
		return never, nil
	}
	return "coalesce(" + string(col) + " " + op + " " + c.bind(int64(at)) + ", FALSE)", nil
}

func (col dateColumn) exists(*compiler) (string, error) {
	return "(" + string(col) + " IS NOT NULL)", nil
}

func (col dateColumn) size(*compiler, int64) (string, error)   { return never, nil }
func (col dateColumn) match(*compiler, string) (string, error) { return never, nil }
func (col dateColumn) order(*compiler) ([]string, error)       { return []string{string(col)}, nil }

// boolColumn is a condition that always has a value.
type boolColumn string

func (col boolColumn) equal(_ *compiler, v any) (string, error) {
	switch v {
	case true:
		return string(col), nil
	case false:
		return "NOT " + string(col), nil
	}
	return never, nil
}

func (col boolColumn) oneOf(*compiler, []string) (string, error)      { return never, nil }
func (col boolColumn) ordered(*compiler, string, any) (string, error) { return never, nil }
func (col boolColumn) exists(*compiler) (string, error)               { return "TRUE", nil }
func (col boolColumn) size(*compiler, int64) (string, error)          { return never, nil }
func (col boolColumn) match(*compiler, string) (string, error)        { return never, nil }
func (col boolColumn) order(*compiler) ([]string, error)              { return []string{string(col)}, nil }

// memberColumn is the set of members, or of those who meet the condition.
type memberColumn string

func (col memberColumn) equal(c *compiler, v any) (string, error) {
	text, ok := v.(string)
	if !ok {
		return never, nil
	}
	return col.oneOf(c, []string{text})
}

// oneOf starts at the clients, so that a query for one's own conversations reads
// those and not all of the app's.
func (col memberColumn) oneOf(c *compiler, texts []string) (string, error) {
	return "(c.kind <> 3 AND c.id IN (SELECT conversation FROM member WHERE app = " + c.bind(c.app) +
		" AND client = ANY(" + c.bind(texts) + "::text[])" + string(col) + "))", nil
}

func (col memberColumn) ordered(*compiler, string, any) (string, error) { return never, nil }
func (col memberColumn) exists(*compiler) (string, error)               { return "TRUE", nil }

func (col memberColumn) size(c *compiler, n int64) (string, error) {
	if col == "" {
		return "(c.kind <> 3 AND h.member_count = " + c.bind(n) + ")", nil
	}
	return "(c.kind <> 3 AND (SELECT count(*) FROM member WHERE app = c.app AND conversation = c.id" + string(col) + ") = " + c.bind(n) + ")", nil
}

func (col memberColumn) match(c *compiler, pattern string) (string, error) {
	return "(c.kind <> 3 AND EXISTS (SELECT 1 FROM member WHERE app = c.app AND conversation = c.id" + string(col) +
		" AND client ~ " + c.bind(pattern) + "))", nil
}

func (col memberColumn) order(*compiler) ([]string, error) {
	return nil, fmt.Errorf("%w: sorting by members", store.ErrUnsupported)
}
