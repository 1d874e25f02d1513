package jsontext

import "math/bits"

// Kind is what a JSON value is.
type Kind byte

// Kinds of values; Invalid is what no value begins with.
const (
	Invalid Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

// KindOf tells a value's kind by its first character; text may begin with
// white space and is not checked further.
func KindOf(text string) Kind {
	i := space(text, 0)
	if i == len(text) {
		return Invalid
	}
	switch c := text[i]; {
	case c == 'n':
		return Null
	case c == 't', c == 'f':
		return Bool
	case c == '-', c >= '0' && c <= '9':
		return Number
	case c == '"':
		return String
	case c == '[':
		return Array
	case c == '{':
		return Object
	}
	return Invalid
}

// Valid reports whether text is one JSON value of that kind, nesting no deeper
// than MaxDepth, and nothing else.
func Valid(text string, kind Kind) bool {
	if KindOf(text) != kind {
		return false
	}
	end, deep, ok := value(text, space(text, 0))
	return ok && !deep && space(text, end) == len(text)
}

// space returns the index of the first character at or after i that is not
// white space. Not inlined: it would weigh on a page in each of the many places.
//
//go:noinline
func space(text string, i int) int {
	for i < len(text) {
		switch text[i] {
		case ' ', '\t', '\r', '\n':
			i++
		default:
			return i
		}
	}
	return i
}

// value returns the end of the value that begins at i and whether it nests
// deeper than MaxDepth. It keeps the open brackets itself, one bit each, so that
// hostile nesting costs no stack.
func value(text string, i int) (stop int, deep, ok bool) {
	var shallow [MaxDepth / 8]byte
	objects := shallow[:] // a bit for each open bracket: whether it is "{"
	depth := 0
	for {
		i = space(text, i)
		if i == len(text) {
			return i, deep, false
		}
		switch c := text[i]; {
		case c == '{' || c == '[':
			if depth == 8*len(objects) {
				objects = append(objects, 0)
				deep = true
			}
			if c == '{' {
				objects[depth/8] |= 1 << (depth % 8)
			} else {
				objects[depth/8] &^= 1 << (depth % 8)
			}
			depth++
			i = space(text, i+1)
			if i < len(text) && text[i] == c+2 { // "}" and "]" follow their openers by two
				i, ok = i+1, true
				depth--
				break
			}
			if c == '[' {
				continue
			}
			if i, ok = name(text, i); !ok {
				return i, deep, false
			}
			continue
		case c == '"':
			i, ok = quoted(text, i)
		case c == 't':
			i, ok = literal(text, i, "true")
		case c == 'f':
			i, ok = literal(text, i, "false")
		case c == 'n':
			i, ok = literal(text, i, "null")
		default:
			i, ok = number(text, i)
		}
		if !ok {
			return i, deep, false
		}
		// A value has ended: close what it ends, or go on to the next member.
		for {
			if depth == 0 {
				return i, deep, true
			}
			i = space(text, i)
			if i == len(text) {
				return i, deep, false
			}
			open := byte('[')
			if objects[(depth-1)/8]&(1<<((depth-1)%8)) != 0 {
				open = '{'
			}
			if text[i] == open+2 {
				i++
				depth--
				continue
			}
			if text[i] != ',' {
				return i, deep, false
			}
			i = space(text, i+1)
			if open == '{' {
				if i, ok = name(text, i); !ok {
					return i, deep, false
				}
			}
			break
		}
	}
}

// name returns the index after a member's name and colon.
func name(text string, i int) (int, bool) {
	i, ok := quoted(text, i)
	if !ok {
		return i, false
	}
	i = space(text, i)
	if i == len(text) || text[i] != ':' {
		return i, false
	}
	return i + 1, true
}

func quoted(text string, i int) (int, bool) {
	if i >= len(text) || text[i] != '"' {
		return i, false
	}
	for i = plain(text, i+1); i < len(text); i = plain(text, i+1) {
		switch c := text[i]; {
		case c == '"':
			return i + 1, true
		case c < ' ':
			return i, false
		case c == '\\':
			i++
			if i == len(text) {
				return i, false
			}
			switch text[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if _, ok := hex4(text, i+1); !ok {
					return i, false
				}
				i += 4
			default:
				return i, false
			}
		}
	}
	return i, false
}

// plain returns the index of the first character at or after i that ends a string,
// or means something in one; eight bytes at a time.
func plain(text string, i int) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	for ; len(text)-i >= 8; i += 8 {
		s := text[i : i+8]
		w := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		quote, slash := w^'"'*ones, w^'\\'*ones
		// The lowest of the bytes that match is marked, and perhaps some above it.
		marks := (((w - ' '*ones) &^ w) | ((quote - ones) &^ quote) | ((slash - ones) &^ slash)) & high
		if marks != 0 {
			return i + bits.TrailingZeros64(marks)/8
		}
	}
	for i < len(text) && text[i] >= ' ' && text[i] != '"' && text[i] != '\\' {
		i++
	}
	return i
}

func literal(text string, i int, want string) (int, bool) {
	if len(text)-i < len(want) || text[i:i+len(want)] != want {
		return i, false
	}
	return i + len(want), true
}

func number(text string, i int) (int, bool) {
	if i < len(text) && text[i] == '-' {
		i++
	}
	start := i
	i = digits(text, i)
	if i == start || (text[start] == '0' && i > start+1) {
		return i, false
	}
	if i < len(text) && text[i] == '.' {
		start = i + 1
		if i = digits(text, start); i == start {
			return i, false
		}
	}
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		i++
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		start = i
		if i = digits(text, start); i == start {
			return i, false
		}
	}
	return i, true
}

func digits(text string, i int) int {
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	return i
}

func hex4(text string, i int) (rune, bool) {
	if len(text)-i < 4 {
		return 0, false
	}
	var r rune
	for _, c := range []byte(text[i : i+4]) {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
