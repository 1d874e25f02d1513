package query

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	cases := []struct {
		where string
		want  Expr
	}{
		{"", And{}},
		{"{}", And{}},
		{`{"name":"a"}`, Compare{Field: []string{"name"}, Value: "a"}},
		{`{"attr.level":3}`, Compare{Field: []string{"attr", "level"}, Value: int64(3)}},
		{`{"a":1.5}`, Compare{Field: []string{"a"}, Value: 1.5}},
		{`{"a":null}`, Compare{Field: []string{"a"}, Value: nil}},
		{`{"a":{"b":1,"a":[2]}}`, Compare{Field: []string{"a"}, Value: JSON(`{"a":[2],"b":1}`)}},
		{`{"m":{"$all":["x","y"],"$size":2}}`, And{
			Compare{Field: []string{"m"}, Op: All, Value: []any{"x", "y"}},
			Compare{Field: []string{"m"}, Op: Size, Value: int64(2)},
		}},
		{`{"lm":{"$lt":{"__type":"Date","iso":"1970-01-01T00:00:01.000Z"}}}`,
			Compare{Field: []string{"lm"}, Op: Lt, Value: Date(1000)}},
		{`{"name":{"$regex":"^\\Qa.b\\E","$options":"i"}}`,
			Compare{Field: []string{"name"}, Op: Regex, Value: Pattern(`(?i)^\Qa.b\E`)}},
		{`{"$or":[{"a":1},{"b":{"$exists":false}}]}`, Or{
			Compare{Field: []string{"a"}, Value: int64(1)},
			Compare{Field: []string{"b"}, Op: Exists, Value: false},
		}},
	}
	for _, c := range cases {
		got, err := Parse(c.where)
		require.NoError(t, err, c.where)
		assert.Equal(t, c.want, got, c.where)
	}
}

func TestParseRefuses(t *testing.T) {
	cases := []string{
		`[]`, `1`, `{`, `{} {}`, `{"a":{"$foo":1}}`, `{"$nor":[{}]}`, `{"$or":[]}`, `{"$or":{}}`, `{"$or":[1]}`,
		`{"":1}`, `{"a..b":1}`, `{"a\"b":1}`, `{"a":{"$in":1}}`, `{"a":{"$exists":1}}`, `{"a":{"$size":-1}}`,
		`{"a":{"$size":"1"}}`, `{"a":{"$regex":"("}}`, `{"a":{"$regex":1}}`, `{"a":{"$options":"i"}}`,
		`{"a":{"$regex":"a","$options":"x"}}`, `{"a":{"__type":"Date","iso":"yesterday"}}`,
		`{"a.b.c.d.e.f.g.h.i.j.k":1}`,
		strings.Repeat(`{"$and":[`, 12) + `{"a":1}` + strings.Repeat(`]}`, 12),
		`{"a":{"$in":[` + strings.Repeat("1,", MaxList) + `1]}}`,
		`{"$and":[` + strings.Repeat(`{"a":1},`, MaxNodes) + `{"a":1}]}`,
		`{"a":"` + strings.Repeat("x", MaxLength) + `"}`,
		`{"a":{"$regex":"` + strings.Repeat("x", MaxPattern+1) + `"}}`,
		`{"a":{"$regex":"` + strings.Repeat("x{1000}", 140) + `"}}`,
		`{"a":{"$regex":"(?:` + strings.Repeat("x?", 500) + `){1000}"}}`,
		`{"a":{"$regex":"(((a{10}){10}){10}){10}"}}`,
		`{"a":{"$regex":"a{1001}"}}`,
	}
	for _, where := range cases {
		_, err := Parse(where)
		assert.ErrorIs(t, err, ErrRefused, where[:min(len(where), 60)])
	}
}

func TestParseSort(t *testing.T) {
	got, err := ParseSort("-lm, attr.level")
	require.NoError(t, err)
	assert.Equal(t, []Sort{{Field: []string{"lm"}, Descending: true}, {Field: []string{"attr", "level"}}}, got)
	got, err = ParseSort("")
	require.NoError(t, err)
	assert.Nil(t, got)
	_, err = ParseSort("a,,b")
	assert.ErrorIs(t, err, ErrRefused)
}

// Whatever is let through is within the limits.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"a":1}`, `{"$or":[{"a":{"$in":[1,"x",null]}}]}`, `{"m":{"$size":2}}`, `{"a":{"$regex":"(a{2}){3}","$options":"im"}}`,
		`{"a":{"$gt":{"__type":"Date","iso":"2026-01-01T00:00:00Z"}}}`, `{"$and":[{"$or":[{"a.b":{"$exists":false}}]}]}`,
		`{"a":{"$all":[[1],{"b":2}]}}`, `{"a":-0.0,"b":1e999}`,
	} {
		f.Add(seed, "-a,b.c")
	}
	f.Fuzz(func(t *testing.T, where, sort string) {
		if keys, err := ParseSort(sort); err != nil {
			assert.ErrorIs(t, err, ErrRefused)
		} else {
			assert.LessOrEqual(t, len(keys), MaxPath)
		}
		e, err := Parse(where)
		if err != nil {
			assert.ErrorIs(t, err, ErrRefused)
			return
		}
		nodes, values := measure(t, e, 0)
		assert.LessOrEqual(t, nodes, MaxNodes)
		assert.LessOrEqual(t, values, MaxValues)
	})
}

// measure counts comparisons and values of lists, and checks them one by one.
func measure(t *testing.T, e Expr, depth int) (nodes, values int) {
	require.LessOrEqual(t, depth, 2*MaxDepth+2)
	var parts []Expr
	switch e := e.(type) {
	case And:
		parts = e
	case Or:
		parts = e
	case Compare:
		nodes = 1
		assert.NotEmpty(t, e.Field)
		assert.LessOrEqual(t, len(e.Field), MaxPath)
		for _, part := range e.Field {
			assert.NotEmpty(t, part)
			assert.NotContains(t, part, `"`)
		}
		if list, ok := e.Value.([]any); ok {
			values = len(list)
			assert.LessOrEqual(t, len(list), MaxList)
		}
		if pattern, ok := e.Value.(Pattern); ok {
			_, err := regexp.Compile(string(pattern))
			assert.NoError(t, err)
		}
	}
	for _, part := range parts {
		n, v := measure(t, part, depth+1)
		nodes, values = nodes+n, values+v
	}
	return nodes, values
}
