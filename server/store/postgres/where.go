package postgres

import (
	"fmt"
	"strconv"
	"strings"

	"imclient/server/query"
	"imclient/server/store"
)

// maxChain bounds lists of values that become a chain of conditions instead of one
// array, so that a query stays of a size.
const maxChain = 100

// compiler turns a where clause into SQL. Every fragment it returns is true or
// false, never NULL. What the clause says is in args and nowhere else: the text holds
// the names of columns, and $1, $2 for the values.
type compiler struct {
	app  string
	args []any
	// columns finds the column of a field; nil: that of a conversation.
	columns func(field []string) (column, error)
}

// bind adds a value and returns what stands for it.
func (c *compiler) bind(v any) string {
	c.args = append(c.args, v)
	return "$" + strconv.Itoa(len(c.args))
}

func (c *compiler) expr(e query.Expr) (string, error) {
	switch e := e.(type) {
	case nil:
		return "TRUE", nil
	case query.And:
		return c.join(e, " AND ", "TRUE")
	case query.Or:
		return c.join(e, " OR ", "FALSE")
	case query.Compare:
		return c.compare(e)
	}
	return "", fmt.Errorf("%w: %T", store.ErrUnsupported, e)
}

func (c *compiler) join(parts []query.Expr, with, empty string) (string, error) {
	if len(parts) == 0 {
		return empty, nil
	}
	texts := make([]string, 0, len(parts))
	for _, part := range parts {
		text, err := c.expr(part)
		if err != nil {
			return "", err
		}
		texts = append(texts, text)
	}
	return "(" + strings.Join(texts, with) + ")", nil
}

func (c *compiler) compare(e query.Compare) (string, error) {
	col, err := c.column(e.Field)
	if err != nil {
		return "", err
	}
	switch e.Op {
	case query.Eq:
		return col.equal(c, e.Value)
	case query.Ne:
		return not(col.equal(c, e.Value))
	case query.In:
		return c.anyOf(col, e.Value.([]any))
	case query.Nin:
		return not(c.anyOf(col, e.Value.([]any)))
	case query.All:
		return c.allOf(col, e.Value.([]any))
	case query.Exists:
		text, err := col.exists(c)
		if e.Value == false {
			return not(text, err)
		}
		return text, err
	case query.Size:
		return col.size(c, e.Value.(int64))
	case query.Regex:
		pattern, err := translate(string(e.Value.(query.Pattern)))
		if err != nil {
			return "", err
		}
		return col.match(c, pattern)
	case query.Lt:
		return col.ordered(c, "<", e.Value)
	case query.Lte:
		return col.ordered(c, "<=", e.Value)
	case query.Gt:
		return col.ordered(c, ">", e.Value)
	case query.Gte:
		return col.ordered(c, ">=", e.Value)
	}
	return "", fmt.Errorf("%w: operator %d", store.ErrUnsupported, e.Op)
}

func not(text string, err error) (string, error) { return "NOT " + text, err }

// anyOf is $in: the texts in one IN, the other values in a chain.
func (c *compiler) anyOf(col column, values []any) (string, error) {
	var texts []string
	var others []any
	for _, v := range values {
		if s, ok := v.(string); ok {
			texts = append(texts, s)
		} else {
			others = append(others, v)
		}
	}
	if len(others) > maxChain {
		return "", fmt.Errorf("%w: more than %d values that are not texts", store.ErrUnsupported, maxChain)
	}
	var parts []string
	if len(texts) > 0 {
		text, err := col.oneOf(c, texts)
		if err != nil {
			return "", err
		}
		parts = append(parts, text)
	}
	for _, v := range others {
		text, err := col.equal(c, v)
		if err != nil {
			return "", err
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return "FALSE", nil
	}
	return "(" + strings.Join(parts, " OR ") + ")", nil
}

// allOf is $all; like MongoDB's it matches nothing when the list is empty.
func (c *compiler) allOf(col column, values []any) (string, error) {
	if len(values) == 0 {
		return "FALSE", nil
	}
	if len(values) > maxChain*5 {
		return "", fmt.Errorf("%w: $all of more than %d values", store.ErrUnsupported, maxChain*5)
	}
	parts := make([]string, 0, len(values))
	for _, v := range values {
		text, err := col.equal(c, v)
		if err != nil {
			return "", err
		}
		parts = append(parts, text)
	}
	return "(" + strings.Join(parts, " AND ") + ")", nil
}
