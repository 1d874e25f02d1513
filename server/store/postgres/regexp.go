package postgres

import (
	"fmt"
	"regexp/syntax"
	"strconv"
	"strings"
	"unicode"

	"imclient/server/store"
)

// translate writes a pattern of query.Pattern in the syntax of the database, which
// then matches the same texts. It has no back-references, so that matching takes time
// in proportion to the text.
func translate(pattern string) (string, error) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", fmt.Errorf("%w: %w", store.ErrUnsupported, err)
	}
	var b strings.Builder
	b.WriteString("***:") // whatever comes first is a pattern
	writeRegexp(&b, re.Simplify())
	return b.String(), nil
}

func writeRegexp(b *strings.Builder, re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			if re.Flags&syntax.FoldCase != 0 {
				writeClass(b, folded(r))
			} else {
				writeRune(b, r)
			}
		}
	case syntax.OpCharClass:
		writeClass(b, re.Rune)
	case syntax.OpAnyCharNotNL:
		b.WriteString(`[^\n]`)
	case syntax.OpAnyChar:
		b.WriteString(`(?:[^\n]|\n)`)
	case syntax.OpBeginLine:
		b.WriteString(`(?:\A|(?<=\n))`)
	case syntax.OpEndLine:
		b.WriteString(`(?:\Z|(?=\n))`)
	case syntax.OpBeginText:
		b.WriteString(`\A`)
	case syntax.OpEndText:
		b.WriteString(`\Z`)
	case syntax.OpWordBoundary:
		writeBoundary(b, true)
	case syntax.OpNoWordBoundary:
		writeBoundary(b, false)
	case syntax.OpNoMatch:
		b.WriteString(`(?!)`)
	case syntax.OpCapture:
		writeGroup(b, re.Sub, "")
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			writeGroup(b, []*syntax.Regexp{sub}, "")
		}
	case syntax.OpAlternate:
		writeGroup(b, re.Sub, "|")
	case syntax.OpStar:
		writeGroup(b, re.Sub, "")
		b.WriteByte('*')
	case syntax.OpPlus:
		writeGroup(b, re.Sub, "")
		b.WriteByte('+')
	case syntax.OpQuest:
		writeGroup(b, re.Sub, "")
		b.WriteByte('?')
	}
}

// writeGroup writes expressions in a group, with what stands between them.
func writeGroup(b *strings.Builder, list []*syntax.Regexp, between string) {
	b.WriteString("(?:")
	for i, re := range list {
		if i > 0 {
			b.WriteString(between)
		}
		writeRegexp(b, re)
	}
	b.WriteByte(')')
}

// Words are of ASCII characters.
const word = `[0-9A-Z_a-z]`

func writeBoundary(b *strings.Builder, is bool) {
	before, after, notBefore, notAfter := `(?<=`+word+`)`, `(?=`+word+`)`, `(?<!`+word+`)`, `(?!`+word+`)`
	if is {
		b.WriteString(`(?:` + before + notAfter + `|` + notBefore + after + `)`)
	} else {
		b.WriteString(`(?:` + before + after + `|` + notBefore + notAfter + `)`)
	}
}

func writeRune(b *strings.Builder, r rune) {
	if (r >= '0' && r <= '9') || (r >= 'A' && r <= 'Z') || (r >= 'a' && r <= 'z') {
		b.WriteRune(r)
		return
	}
	b.WriteString(code(r))
}

// code is an escape for a character.
func code(r rune) string {
	if r <= 0xffff {
		return fmt.Sprintf(`\u%04x`, r)
	}
	return `\U` + strings.Repeat("0", 8-len(strconv.FormatInt(int64(r), 16))) + strconv.FormatInt(int64(r), 16)
}

// writeClass writes pairs of first and last characters.
func writeClass(b *strings.Builder, pairs []rune) {
	if len(pairs) == 0 {
		b.WriteString(`(?!)`)
		return
	}
	b.WriteByte('[')
	if pairs[0] == 0 && pairs[len(pairs)-1] == unicode.MaxRune {
		inner := pairs[1 : len(pairs)-1] // what is between the pairs is left out
		if len(inner) == 0 {
			b.WriteString(`^\u0001]`) // a text has no such character, but in an escape
			return
		}
		b.WriteByte('^')
		for i := 0; i < len(inner); i += 2 {
			writeRange(b, inner[i]+1, inner[i+1]-1)
		}
	} else {
		for i := 0; i < len(pairs); i += 2 {
			writeRange(b, max(pairs[i], 1), max(pairs[i+1], 1))
		}
	}
	b.WriteByte(']')
}

func writeRange(b *strings.Builder, from, to rune) {
	b.WriteString(code(from))
	if to > from {
		b.WriteString("-" + code(to))
	}
}

// folded are the characters that are r in upper or lower case.
func folded(r rune) []rune {
	pairs := []rune{r, r}
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		pairs = append(pairs, other, other)
	}
	return pairs
}
