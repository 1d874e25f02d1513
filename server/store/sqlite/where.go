package sqlite

import (
	"fmt"
	"strings"

	"imclient/server/query"
	"imclient/server/store"
)

// maxChain bounds lists of values that become a chain of conditions instead of
// one IN, because SQLite bounds the depth of an expression.
const maxChain = 100

// compiler turns a where clause into SQL. Every fragment it returns is true or
// false, never NULL, and its parameters are in args in the order of the text.
type compiler struct {
	app  string
	args []any
	// columns finds the column of a field; nil: that of a conversation.
	columns func(field []string) (column, error)
}

func (c *compiler) bind(args ...any) { c.args = append(c.args, args...) }

func (c *compiler) expr(e query.Expr) (string, error) {
	switch e := e.(type) {
	case nil:
		return "1", nil
	case query.And:
		return c.join(e, " AND ", "1")
	case query.Or:
		return c.join(e, " OR ", "0")
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
		return col.match(c, string(e.Value.(query.Pattern)))
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
	var texts, others []any
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
		return "0", nil
	}
	return "(" + strings.Join(parts, " OR ") + ")", nil
}

// allOf is $all; like MongoDB's it matches nothing when the list is empty.
func (c *compiler) allOf(col column, values []any) (string, error) {
	if len(values) == 0 {
		return "0", nil
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

func placeholders(n int) string {
	return strings.TrimSuffix(strings.Repeat("?,", n), ",")
}
