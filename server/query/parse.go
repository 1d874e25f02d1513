package query

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp/syntax"
	"strings"
	"time"
)

// Limits of one where clause. Anything beyond is refused, so that a query
// cannot run away.
const (
	MaxLength  = 256 << 10 // bytes of the clause
	MaxDepth   = 8         // nested $and and $or
	MaxNodes   = 256       // comparisons
	MaxList    = 1000      // values of one $in, $nin or $all
	MaxPattern = 1024      // bytes of one $regex
	MaxProgram = 1000      // instructions of one compiled $regex
	MaxValues  = 5000      // values of all lists together
	MaxPath    = 10        // parts of one dotted field
)

// ErrRefused is wrapped by every error of this package: the clause is
// malformed, uses an operator that does not exist, or exceeds a limit.
var ErrRefused = errors.New("query refused")

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrRefused}, args...)...)
}

// Parse reads a where clause. An empty text or an empty object gives an empty
// And. The error wraps ErrRefused.
func Parse(where string) (Expr, error) {
	if strings.TrimSpace(where) == "" {
		return And{}, nil
	}
	if len(where) > MaxLength {
		return nil, refuse("where is longer than %d bytes", MaxLength)
	}
	dec := json.NewDecoder(strings.NewReader(where))
	dec.UseNumber()
	var root map[string]any
	if err := dec.Decode(&root); err != nil {
		return nil, refuse("where is not a JSON object: %v", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, refuse("text after the where object")
	}
	p := parser{}
	return p.object(root, 0)
}

type parser struct{ nodes, values int }

func (p *parser) object(o map[string]any, depth int) (Expr, error) {
	if depth > MaxDepth {
		return nil, refuse("nested deeper than %d", MaxDepth)
	}
	all := And{}
	for _, key := range sortedKeys(o) {
		if strings.HasPrefix(key, "$") {
			e, err := p.junction(key, o[key], depth)
			if err != nil {
				return nil, err
			}
			all = append(all, e)
			continue
		}
		field, err := parseField(key)
		if err != nil {
			return nil, err
		}
		conditions, err := p.conditions(field, o[key])
		if err != nil {
			return nil, err
		}
		all = append(all, conditions...)
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return all, nil
}

func (p *parser) junction(key string, v any, depth int) (Expr, error) {
	if key != "$and" && key != "$or" {
		return nil, refuse("unknown operator %q", key)
	}
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		return nil, refuse("%s needs a non-empty array", key)
	}
	parts := make([]Expr, 0, len(list))
	for _, item := range list {
		o, ok := item.(map[string]any)
		if !ok {
			return nil, refuse("%s holds something that is not an object", key)
		}
		p.nodes++
		if p.nodes > MaxNodes {
			return nil, refuse("more than %d conditions", MaxNodes)
		}
		e, err := p.object(o, depth+1)
		if err != nil {
			return nil, err
		}
		parts = append(parts, e)
	}
	if key == "$or" {
		return Or(parts), nil
	}
	return And(parts), nil
}

func (p *parser) conditions(field []string, v any) ([]Expr, error) {
	o, ok := v.(map[string]any)
	if !ok || !isOperators(o) {
		value, err := parseValue(v)
		if err != nil {
			return nil, err
		}
		return p.add(nil, Compare{Field: field, Op: Eq, Value: value})
	}
	var out []Expr
	for _, name := range sortedKeys(o) {
		if name == "$options" {
			if _, ok := o["$regex"]; !ok {
				return nil, refuse("$options without $regex")
			}
			continue
		}
		if list, ok := o[name].([]any); ok {
			if p.values += len(list); p.values > MaxValues {
				return nil, refuse("more than %d values in lists", MaxValues)
			}
		}
		c, err := parseOperator(field, name, o[name], o["$options"])
		if err != nil {
			return nil, err
		}
		if out, err = p.add(out, c); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (p *parser) add(list []Expr, c Compare) ([]Expr, error) {
	p.nodes++
	if p.nodes > MaxNodes {
		return nil, refuse("more than %d conditions", MaxNodes)
	}
	return append(list, c), nil
}

func isOperators(o map[string]any) bool {
	for key := range o {
		if strings.HasPrefix(key, "$") {
			return true
		}
	}
	return false
}

var comparisons = map[string]Op{
	"$eq": Eq, "$ne": Ne, "$lt": Lt, "$lte": Lte, "$gt": Gt, "$gte": Gte,
	"$in": In, "$nin": Nin, "$all": All,
}

func parseOperator(field []string, name string, v, options any) (Compare, error) {
	c := Compare{Field: field}
	var err error
	switch name {
	case "$exists":
		c.Op = Exists
		b, ok := v.(bool)
		if !ok {
			return c, refuse("$exists needs a boolean")
		}
		c.Value = b
	case "$size":
		c.Op = Size
		n, ok := v.(json.Number)
		size, convErr := n.Int64()
		if !ok || convErr != nil || size < 0 {
			return c, refuse("$size needs a whole number")
		}
		c.Value = size
	case "$regex":
		c.Op = Regex
		c.Value, err = parsePattern(v, options)
	default:
		op, ok := comparisons[name]
		if !ok {
			return c, refuse("unknown operator %q", name)
		}
		c.Op = op
		if op == In || op == Nin || op == All {
			c.Value, err = parseList(name, v)
		} else {
			c.Value, err = parseValue(v)
		}
	}
	return c, err
}

func parseList(name string, v any) ([]any, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, refuse("%s needs an array", name)
	}
	if len(list) > MaxList {
		return nil, refuse("%s has more than %d values", name, MaxList)
	}
	out := make([]any, 0, len(list))
	for _, item := range list {
		value, err := parseValue(item)
		if err != nil {
			return nil, err
		}
		out = append(out, value)
	}
	return out, nil
}

func parsePattern(v, options any) (Pattern, error) {
	text, ok := v.(string)
	if !ok {
		return "", refuse("$regex needs a string")
	}
	if len(text) > MaxPattern {
		return "", refuse("$regex is longer than %d bytes", MaxPattern)
	}
	if options != nil {
		flags, ok := options.(string)
		if !ok || strings.Trim(flags, "ims") != "" {
			return "", refuse("$options may hold i, m and s")
		}
		if flags != "" {
			text = "(?" + flags + ")" + text
		}
	}
	if err := checkProgram(text); err != nil {
		return "", err
	}
	return Pattern(text), nil
}

// checkProgram bounds what a pattern compiles to: repetitions make much of a few
// bytes, and both compiling and matching take time in proportion to it. Hence it is
// estimated before it is compiled.
func checkProgram(pattern string) error {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return refuse("$regex: %v", err)
	}
	if programSize(parsed) > MaxProgram {
		return refuse("$regex is too complex")
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return refuse("$regex: %v", err)
	}
	if len(program.Inst) > MaxProgram {
		return refuse("$regex is too complex")
	}
	return nil
}

// programSize is at most the number of instructions that a pattern compiles to, and
// not much less; beyond MaxProgram it need not be right.
func programSize(re *syntax.Regexp) int {
	size := 0
	for _, sub := range re.Sub {
		if size += programSize(sub); size > MaxProgram {
			return size
		}
	}
	switch re.Op {
	case syntax.OpLiteral:
		return len(re.Rune)
	case syntax.OpRepeat:
		return size * max(re.Min, re.Max, 1)
	}
	return max(size, 1)
}

func parseValue(v any) (any, error) {
	switch v := v.(type) {
	case nil, bool, string:
		return v, nil
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n, nil
		}
		f, err := v.Float64()
		if err != nil {
			return nil, refuse("number %s is out of range", v)
		}
		return f, nil
	case map[string]any:
		if v["__type"] == "Date" {
			iso, _ := v["iso"].(string)
			at, err := time.Parse(time.RFC3339Nano, iso)
			if err != nil {
				return nil, refuse("malformed date %q", iso)
			}
			return Date(at.UnixMilli()), nil
		}
	}
	return canonical(v)
}

// canonical encodes an object or array compactly with sorted keys, so that
// equal values have equal texts.
func canonical(v any) (JSON, error) {
	if TooDeep(v) {
		return "", refuse("value nested deeper than %d", MaxNesting)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", refuse("value: %v", err)
	}
	return JSON(strings.TrimSuffix(b.String(), "\n")), nil
}
