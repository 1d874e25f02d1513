package postgres

import (
	"regexp"
	"testing"

	"imclient/server/query"
	"imclient/server/store/postgres/pgtest"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// seeds are patterns and texts, some of which match.
var seeds = []struct{ pattern, text string }{
	{`^a.c$`, "abc"}, {`^a.c$`, "a\nc"}, {`(?s)^a.c$`, "a\nc"}, {`(?i)straße`, "STRAßE"}, {`(?i)k`, "\u212a"}, {`(?i)s`, "ſ"},
	{`\Qa.b*\E`, "xa.b*"}, {`(?m)^b$`, "a\nb\nc"}, {`^b$`, "a\nb\nc"}, {`b$`, "b\n"}, {`\bfoo\b`, "a foo."}, {`\bfoo\b`, "afoo"}, {`\Boo`, "foo"},
	{`[^a-c]`, "abc"}, {`[^a-c]`, "d"}, {`[\p{Han}]+$`, "漢字"}, {`\p{Greek}`, "a"}, {`[^\x{1F600}]`, "😀"}, {`😀{2}`, "😀😀"}, {`\d+-\w*`, "12-"},
	{`a{2,3}b`, "aab"}, {`a{2,3}b`, "ab"}, {`a{300}`, "aaa"}, {`(a|b|)c`, "c"}, {`x*?y+?z??`, "y"}, {``, ""}, {`()`, "x"}, {`|a`, ""},
	{`\A\z`, ""}, {`[[:alpha:]]`, "1"}, {`\\`, `\`}, {`\.\*\+\?\(\)\[\]\{\}\^\$\|`, `.*+?()[]{}^$|`}, {`[]\-^]`, "^"}, {`\x00`, "a"}, {`[\x00-\x{10FFFF}]`, "a"},
	{`(?:)*`, ""}, {`^\s*$`, "\v"}, {`^\s*$`, " \t\n\f\r"}, {`\C`, "a"}, {`***=a`, "a"}, {`(?P<name>a)b`, "ab"}, {`[^\x00-\x{10FFFF}]`, "a"}, {`a(?i)b(?-i)c`, "aBc"},
	{"é", "e\u0301"}, {`.`, "\u0300"}, {`(a+)+$`, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"}, {`(?U)a+`, "aa"}, {`a**`, "a"}, {`[a&&b]`, "&"}, {`\z`, "a"}, {`(?m)\z`, "a\n"}, {`(?m)$`, "a\n"},
}

// FuzzRegexp matches as Go does.
func FuzzRegexp(f *testing.F) {
	for _, s := range seeds {
		f.Add(s.pattern, s.text)
	}
	c, err := pgx.Connect(f.Context(), pgtest.URL(f))
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, pattern, text string) {
		e, err := query.Parse(marshal(map[string]any{"a": map[string]any{"$regex": pattern}}))
		if err != nil || escaped(text) != text {
			return
		}
		pattern = string(e.(query.Compare).Value.(query.Pattern))
		translated, err := translate(pattern)
		require.NoError(t, err)
		var matches bool
		require.NoError(t, c.QueryRow(t.Context(), `SELECT $1::text COLLATE "C" ~ $2`, text, translated).Scan(&matches), translated)
		assert.Equal(t, regexp.MustCompile(pattern).MatchString(text), matches, "%q as %q on %q", pattern, translated, text)
	})
}
