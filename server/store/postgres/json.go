package postgres

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"imclient/server/query"
)

// Document is what the column doc of a conversation holds for its attributes.
func Document(attributes string) string { return document(attributes) }

// document is what queries see of a conversation's attributes, a JSON object. It is
// the same but for what the database's own JSON cannot hold: texts are escaped, and
// numbers are brought within the range of a float64.
func document(attributes string) string {
	dec := json.NewDecoder(strings.NewReader(attributes))
	dec.UseNumber()
	var o map[string]any
	if dec.Decode(&o) != nil || o == nil {
		return "{}"
	}
	return marshal(plain(o))
}

// plain makes a decoded value one that the database can hold.
func plain(v any) any {
	switch v := v.(type) {
	case string:
		return escaped(v)
	case json.Number:
		if f, err := v.Float64(); err != nil {
			return math.Copysign(math.MaxFloat64, f)
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, value := range v {
			out[escaped(key)] = plain(value)
		}
		return out
	}
	return v
}

func marshal(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("marshal %T: %v", v, err)) // it was made of JSON
	}
	return string(b)
}

// jsonColumn is a path into the attributes. A scalar matches the value itself or
// an element of an array.
type jsonColumn []string

// value is the value at the path, NULL when there is none.
func (col jsonColumn) value(c *compiler) string {
	text := "c.doc"
	for _, part := range col {
		text = "(" + text + " -> " + c.bind(part) + "::text)"
	}
	return text
}

// within is an object with v at the path.
func (col jsonColumn) within(v any) string {
	for i := len(col) - 1; i >= 0; i-- {
		v = map[string]any{escaped(col[i]): v}
	}
	return marshal(v)
}

// holds is true when the value is v, or an array with v in it. Both are asked of the
// whole document, which has an index for such questions.
func (col jsonColumn) holds(c *compiler, v any) string {
	return "(c.doc @> " + c.bind(col.within(v)) + "::jsonb OR c.doc @> " + c.bind(col.within([]any{v})) + "::jsonb)"
}

// element is true when the value, or an element of it if it is an array, meets the
// condition over e.
func (col jsonColumn) element(c *compiler, condition string) string {
	v := col.value(c)
	return "EXISTS (SELECT 1 FROM jsonb_array_elements(CASE jsonb_typeof(" + v + ") WHEN 'array' THEN " + v +
		" WHEN 'object' THEN '[]' ELSE jsonb_build_array(" + v + ") END) e WHERE " + condition + ")"
}

const (
	elementText   = `CASE jsonb_typeof(e) WHEN 'string' THEN (e #>> '{}') COLLATE "C" %s %s ELSE FALSE END`
	elementNumber = `CASE jsonb_typeof(e) WHEN 'number' THEN e::numeric %s %s ELSE FALSE END`
)

// number binds a number.
func number(c *compiler, v any) string {
	text := ""
	switch v := v.(type) {
	case int64:
		text = strconv.FormatInt(v, 10)
	case float64:
		text = strconv.FormatFloat(v, 'g', -1, 64)
	}
	return c.bind(text) + "::text::numeric"
}

func (col jsonColumn) equal(c *compiler, v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "(coalesce(" + col.value(c) + ", 'null') @> 'null')", nil
	case bool:
		return col.holds(c, v), nil
	case string:
		return col.holds(c, escaped(v)), nil
	case int64, float64:
		return col.holds(c, v), nil
	case query.Date:
		return col.date(c, "=", v), nil
	case query.JSON:
		value, whole := col.value(c), c.bind(jsonValue(v))+"::jsonb"
		return "(coalesce(" + value + " = " + whole + ", FALSE) OR " + col.element(c, "jsonb_typeof(e) IN ('object', 'array') AND e = "+whole) + ")", nil
	}
	return never, nil
}

func jsonValue(v query.JSON) string {
	dec := json.NewDecoder(strings.NewReader(string(v)))
	dec.UseNumber()
	var value any
	_ = dec.Decode(&value) // query has written it
	return marshal(plain(value))
}

func (col jsonColumn) oneOf(c *compiler, texts []string) (string, error) {
	v := col.value(c)
	return "coalesce(jsonb_typeof(" + v + ") <> 'object' AND jsonb_exists_any(" + v + ", " + c.bind(texts) + "::text[]), FALSE)", nil
}

func (col jsonColumn) ordered(c *compiler, op string, v any) (string, error) {
	switch v := v.(type) {
	case string:
		return col.element(c, fmt.Sprintf(elementText, op, c.bind(v))), nil
	case int64, float64:
		return col.element(c, fmt.Sprintf(elementNumber, op, number(c, v))), nil
	case query.Date:
		return col.date(c, op, v), nil
	}
	return never, nil
}

// date compares a value of the form {"__type": "Date", "iso": ...}; such texts
// all have the same length and order like the dates they stand for.
func (col jsonColumn) date(c *compiler, op string, v query.Date) string {
	value := col.value(c)
	return "coalesce((" + value + " ->> '__type') = 'Date' AND (" + value + ` ->> 'iso') COLLATE "C" ` + op + " " +
		c.bind(time.UnixMilli(int64(v)).UTC().Format("2006-01-02T15:04:05.000Z")) + ", FALSE)"
}

func (col jsonColumn) exists(c *compiler) (string, error) {
	return "(" + col.value(c) + " IS NOT NULL)", nil
}

func (col jsonColumn) size(c *compiler, n int64) (string, error) {
	v := col.value(c)
	return "CASE jsonb_typeof(" + v + ") WHEN 'array' THEN jsonb_array_length(" + v + ") = " + c.bind(n) + "::bigint ELSE FALSE END", nil
}

func (col jsonColumn) match(c *compiler, pattern string) (string, error) {
	return col.element(c, fmt.Sprintf(elementText, "~", c.bind(pattern))), nil
}

// order puts numbers and truth values before texts and all else.
func (col jsonColumn) order(c *compiler) ([]string, error) {
	v := col.value(c)
	return []string{
		"CASE jsonb_typeof(" + v + ") WHEN 'null' THEN NULL WHEN 'number' THEN 1 WHEN 'boolean' THEN 1 WHEN 'string' THEN 2 WHEN 'object' THEN 2 WHEN 'array' THEN 2 END",
		"CASE jsonb_typeof(" + v + ") WHEN 'number' THEN " + v + "::numeric WHEN 'boolean' THEN " + v + "::boolean::int END",
		"(" + v + ` #>> '{}') COLLATE "C"`,
	}, nil
}
