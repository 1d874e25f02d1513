package jsontext

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestValidAgreesWithTheStandardLibrary(t *testing.T) {
	for _, text := range seeds {
		kind := KindOf(text)
		assert.Equal(t, json.Valid([]byte(text)), kind != Invalid && Valid(text, kind), "%q", text)
	}
}

var seeds = []string{
	``, ` `, `{}`, `[]`, ` { } `, `[[],[{}]]`, `{"a":1}`, `{"a":1,}`, `{"a"}`, `{a:1}`, `{"a":1 "b":2}`, `{"a":1}}`,
	`0`, `-0`, `01`, `1.`, `.5`, `1.5e+10`, `1e`, `-`, `+1`, `true`, `tru`, `false`, `null`, `nul`, `"a"`, `"a`, `"\u12"`,
	`"\u1234"`, `"\x"`, "\"\n\"", `"\\"`, `[1,2,]`, `[,1]`, `[1 2]`, `{"a":{"b":[1,{"c":null}]}}`, `[}`, `{]`, `["😀",""]`, `1 2`, `\`,
}

func TestNestingIsBounded(t *testing.T) {
	deep := strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth)
	assert.True(t, Valid(deep, Array))
	assert.False(t, Valid("["+deep+"]", Array))
}

func TestWhatNestsTooDeepIsLeftOut(t *testing.T) {
	for _, depth := range []int{MaxDepth + 1, 100_000} {
		deep := strings.Repeat(`[{"a":`, depth) + "1" + strings.Repeat("}]", depth)
		var names []string
		require.NoError(t, Members(`{"a":1,"b":`+deep+`,"c":3}`, func(name, _ string) bool {
			names = append(names, name)
			return true
		}))
		assert.Equal(t, []string{"a", "c"}, names)
		elements := 0
		require.NoError(t, Elements(`[`+deep+`,{"a":`+deep+`}]`, func(string) bool { elements++; return true }))
		assert.Equal(t, 2, elements)
		assert.ErrorIs(t, Elements(`[`+deep[:len(deep)-1]+`}]`, func(string) bool { return true }), ErrSyntax)
	}
}

func TestMembersAndElements(t *testing.T) {
	var got []string
	require.NoError(t, Members(` {"a" : 1 , "b\n":[ true ],"c":"x"} `, func(name, value string) bool {
		got = append(got, name, value)
		return true
	}))
	assert.Equal(t, []string{"a", "1", "b\n", "[ true ]", "c", `"x"`}, got)

	list, err := Strings(`["a", 1, "b"]`)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, list)
	_, err = Strings(`{"a":1}`)
	assert.ErrorIs(t, err, ErrSyntax)
	assert.ErrorIs(t, Members(`{"a":1} x`, func(string, string) bool { return true }), ErrSyntax)
}

// TestStringsOfAnyLength has what ends a string, or may not be in one, at every place
// of the eight bytes that are looked at together.
func TestStringsOfAnyLength(t *testing.T) {
	for _, filling := range []string{"a", "é", "\x7f", "!", "#", "[", "]", "\u00a2", "\u00dc"} {
		for n := range 40 {
			before := strings.Repeat(filling, n)
			for _, special := range []string{"", `\"`, `\\`, "\x1f", "\x00", `\u00e9`, `\x`} {
				for _, after := range []string{"", "b", `\n`, "bcdefghij"} {
					text := `"` + before + special + after + `"`
					assert.Equal(t, json.Valid([]byte(text)), Valid(text, String), "%q", text)
				}
			}
		}
	}
}

func TestUnquote(t *testing.T) {
	for _, text := range []string{`""`, `"plain"`, `"\"\\\/\b\f\n\r\t"`, `"\u00e9\u4f60"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ud83dx"`, `"\ude00\ud83d"`, `"\ud83d\u0041"`} {
		var want string
		require.NoError(t, json.Unmarshal([]byte(text), &want), text)
		got, ok := Unquote(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{``, `"`, `x`, `"a" `, `"a"b`} {
		_, ok := Unquote(text)
		assert.False(t, ok, text)
	}
}

func TestInt(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "-7": -7, "1456789012345": 1456789012345, "1.9": 1, "-1.9": -1} {
		got, ok := Int(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", `"1"`, "null", "1e3", "1.5E2", "01", "1x", "99999999999999999999"} {
		_, ok := Int(text)
		assert.False(t, ok, text)
	}
}

func TestAppendStringRoundTrips(t *testing.T) {
	for _, s := range []string{"", "plain", "quo\"te\\", "\x00\x1f\n\r\t", "你好😀\u2028"} {
		var got string
		require.NoError(t, json.Unmarshal(AppendString(nil, s), &got))
		assert.Equal(t, s, got)
	}
	assert.Equal(t, `["a","b\""]`, string(AppendStrings(nil, []string{"a", `b"`})))
}

func TestSet(t *testing.T) {
	for _, c := range []struct{ object, path, value, want string }{
		{`{}`, "a", `1`, `{"a":1}`},
		{`{"a":1,"b":2}`, "a", `"x"`, `{"a":"x","b":2}`},
		{`{"a":1,"b":2}`, "a", ``, `{"b":2}`},
		{`{"a":1}`, "b", ``, `{"a":1}`},
		{`{"a":{"b":1}}`, "a.c", `2`, `{"a":{"b":1,"c":2}}`},
		{`{"a":1}`, "a.b.c", `2`, `{"a":{"b":{"c":2}}}`},
		{`{"a":{"b":1}}`, "a.b", ``, `{"a":{}}`},
		{`{"a":1}`, "a.b", ``, `{"a":1}`},
		{`nonsense`, "a", `1`, `{"a":1}`},
		{`{"a":1,"a":2}`, "a", `3`, `{"a":3}`},
	} {
		assert.Equal(t, c.want, Set(c.object, c.path, c.value), "%s %s=%s", c.object, c.path, c.value)
	}
	assert.Equal(t, "{}", Set("{}", strings.Repeat("a.", MaxDepth)+"a", "1"))
}

func FuzzValid(f *testing.F) {
	for _, text := range seeds {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		kind := KindOf(text)
		valid := kind != Invalid && Valid(text, kind)
		if valid && !json.Valid([]byte(text)) {
			t.Fatalf("%q is not JSON", text)
		}
		_ = Members(text, func(name, value string) bool {
			Unquote(value)
			Int(value)
			_, _ = Strings(value)
			return true
		})
		if kind == Object && valid {
			if out := Set(text, "a.b", "1"); !json.Valid([]byte(out)) && json.Valid([]byte(text)) {
				t.Fatalf("Set made %q of %q", out, text)
			}
		}
	})
}
