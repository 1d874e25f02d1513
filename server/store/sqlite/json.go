package sqlite

import (
	"strings"
	"time"

	"imclient/server/query"
)

// jsonColumn is a path into the attributes. A scalar matches the value itself or
// an element of an array.
type jsonColumn []string

// path writes the field as a JSON path, in which a backslash escapes what follows.
func (col jsonColumn) path() string {
	var b strings.Builder
	b.WriteString("$")
	for _, part := range col {
		b.WriteString(`."` + strings.ReplaceAll(part, `\`, `\\`) + `"`)
	}
	return b.String()
}

// element is true when the value, or an element of it if it is an array, meets
// the condition over e, a row of json_each. The condition's own parameters must
// be bound after the call.
func (col jsonColumn) element(c *compiler, condition string) string {
	c.bind(col.path(), col.path())
	return "(coalesce(json_type(c.attributes, ?), 'object') <> 'object' AND EXISTS (SELECT 1 FROM json_each(c.attributes, ?) e WHERE " +
		condition + "))"
}

func (col jsonColumn) equal(c *compiler, v any) (string, error) {
	switch v := v.(type) {
	case nil:
		c.bind(col.path())
		missing := "coalesce(json_type(c.attributes, ?), 'null') = 'null'"
		return "(" + missing + " OR " + col.element(c, "e.type = 'null'") + ")", nil
	case bool:
		if v {
			return col.element(c, "e.type = 'true'"), nil
		}
		return col.element(c, "e.type = 'false'"), nil
	case string:
		text := col.element(c, "e.type = 'text' AND e.value = ?")
		c.bind(v)
		return text, nil
	case int64, float64:
		text := col.element(c, "e.type IN ('integer', 'real') AND e.value = ?")
		c.bind(v)
		return text, nil
	case query.Date:
		return col.date(c, "=", v), nil
	case query.JSON:
		c.bind(col.path(), string(v))
		text := "(coalesce(json_extract(c.attributes, ?) = json(?), 0) OR "
		inside := col.element(c, "e.type IN ('object', 'array') AND e.value = json(?)")
		c.bind(string(v))
		return text + inside + ")", nil
	}
	return "0", nil
}

func (col jsonColumn) oneOf(c *compiler, texts []any) (string, error) {
	text := col.element(c, "e.type = 'text' AND e.value IN ("+placeholders(len(texts))+")")
	c.bind(texts...)
	return text, nil
}

func (col jsonColumn) ordered(c *compiler, op string, v any) (string, error) {
	switch v := v.(type) {
	case string:
		text := col.element(c, "e.type = 'text' AND e.value "+op+" ?")
		c.bind(v)
		return text, nil
	case int64, float64:
		text := col.element(c, "e.type IN ('integer', 'real') AND e.value "+op+" ?")
		c.bind(v)
		return text, nil
	case query.Date:
		return col.date(c, op, v), nil
	}
	return "0", nil
}

// date compares a value of the form {"__type": "Date", "iso": ...}; such texts
// all have the same length and order like the dates they stand for.
func (col jsonColumn) date(c *compiler, op string, v query.Date) string {
	c.bind(col.path()+".__type", col.path()+".iso", time.UnixMilli(int64(v)).UTC().Format("2006-01-02T15:04:05.000Z"))
	return "coalesce(json_extract(c.attributes, ?) = 'Date' AND json_extract(c.attributes, ?) " + op + " ?, 0)"
}

func (col jsonColumn) exists(c *compiler) (string, error) {
	c.bind(col.path())
	return "(json_type(c.attributes, ?) IS NOT NULL)", nil
}

func (col jsonColumn) size(c *compiler, n int64) (string, error) {
	c.bind(col.path(), col.path(), n)
	return "(coalesce(json_type(c.attributes, ?) = 'array' AND json_array_length(c.attributes, ?) = ?, 0))", nil
}

func (col jsonColumn) match(c *compiler, pattern string) (string, error) {
	text := col.element(c, "e.type = 'text' AND e.value REGEXP ?")
	c.bind(pattern)
	return text, nil
}

func (col jsonColumn) order(c *compiler) (string, error) {
	c.bind(col.path())
	return "json_extract(c.attributes, ?)", nil
}
