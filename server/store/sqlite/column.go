package sqlite

import (
	"fmt"

	"imclient/server/query"
	"imclient/server/store"
)

// column is what a where clause can be asked about.
type column interface {
	equal(c *compiler, v any) (string, error)
	oneOf(c *compiler, texts []any) (string, error)
	ordered(c *compiler, op string, v any) (string, error)
	exists(c *compiler) (string, error)
	size(c *compiler, n int64) (string, error)
	match(c *compiler, pattern string) (string, error)
	order(c *compiler) (string, error)
}

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
		c.bind(v)
		return "(" + string(col) + " IS ?)", nil
	}
	return "0", nil
}

func (col textColumn) oneOf(c *compiler, texts []any) (string, error) {
	c.bind(texts...)
	return "coalesce(" + string(col) + " IN (" + placeholders(len(texts)) + "), 0)", nil
}

func (col textColumn) ordered(c *compiler, op string, v any) (string, error) {
	text, ok := v.(string)
	if !ok {
		return "0", nil
	}
	c.bind(text)
	return "coalesce(" + string(col) + op + "?, 0)", nil
}

func (col textColumn) exists(*compiler) (string, error) {
	return "(" + string(col) + " IS NOT NULL)", nil
}

func (col textColumn) size(*compiler, int64) (string, error) { return "0", nil }

func (col textColumn) match(c *compiler, pattern string) (string, error) {
	c.bind(pattern)
	return "coalesce(" + string(col) + " REGEXP ?, 0)", nil
}

func (col textColumn) order(*compiler) (string, error) { return "+" + string(col), nil }

// dateColumn is a column of milliseconds; it compares with dates only.
type dateColumn string

func (col dateColumn) equal(c *compiler, v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "(" + string(col) + " IS NULL)", nil
	case query.Date:
		c.bind(int64(v))
		return "(" + string(col) + " IS ?)", nil
	}
	return "0", nil
}

func (col dateColumn) oneOf(*compiler, []any) (string, error) { return "0", nil }

func (col dateColumn) ordered(c *compiler, op string, v any) (string, error) {
	at, ok := v.(query.Date)
	if !ok {
		return "0", nil
	}
	c.bind(int64(at))
	return "coalesce(" + string(col) + op + "?, 0)", nil
}

func (col dateColumn) exists(*compiler) (string, error) {
	return "(" + string(col) + " IS NOT NULL)", nil
}

func (col dateColumn) size(*compiler, int64) (string, error)   { return "0", nil }
func (col dateColumn) match(*compiler, string) (string, error) { return "0", nil }
func (col dateColumn) order(*compiler) (string, error)         { return "+" + string(col), nil }

// boolColumn is a condition that always has a value.
type boolColumn string

func (col boolColumn) equal(_ *compiler, v any) (string, error) {
	switch v {
	case true:
		return string(col), nil
	case false:
		return "NOT " + string(col), nil
	}
	return "0", nil
}

func (col boolColumn) oneOf(*compiler, []any) (string, error)         { return "0", nil }
func (col boolColumn) ordered(*compiler, string, any) (string, error) { return "0", nil }
func (col boolColumn) exists(*compiler) (string, error)               { return "1", nil }
func (col boolColumn) size(*compiler, int64) (string, error)          { return "0", nil }
func (col boolColumn) match(*compiler, string) (string, error)        { return "0", nil }
func (col boolColumn) order(*compiler) (string, error)                { return string(col), nil }

// memberColumn is the set of members, or of those who meet the condition.
type memberColumn string

func (col memberColumn) equal(c *compiler, v any) (string, error) {
	text, ok := v.(string)
	if !ok {
		return "0", nil
	}
	return col.oneOf(c, []any{text})
}

// oneOf starts at the clients, so that a query for one's own conversations reads
// those and not all of the app's.
func (col memberColumn) oneOf(c *compiler, texts []any) (string, error) {
	c.bind(c.app)
	c.bind(texts...)
	return "(c.kind <> 3 AND c.id IN (SELECT conversation FROM member WHERE app = ? AND client IN (" +
		placeholders(len(texts)) + ")" + string(col) + "))", nil
}

func (col memberColumn) ordered(*compiler, string, any) (string, error) { return "0", nil }
func (col memberColumn) exists(*compiler) (string, error)               { return "1", nil }

func (col memberColumn) size(c *compiler, n int64) (string, error) {
	c.bind(n)
	if col == "" {
		return "(c.kind <> 3 AND h.member_count = ?)", nil
	}
	return "(c.kind <> 3 AND (SELECT count(*) FROM member WHERE app = c.app AND conversation = c.id" + string(col) + ") = ?)", nil
}

func (col memberColumn) match(c *compiler, pattern string) (string, error) {
	c.bind(pattern)
	return "(c.kind <> 3 AND EXISTS (SELECT 1 FROM member WHERE app = c.app AND conversation = c.id" + string(col) + " AND client REGEXP ?))", nil
}

func (col memberColumn) order(*compiler) (string, error) {
	return "", fmt.Errorf("%w: sorting by members", store.ErrUnsupported)
}
