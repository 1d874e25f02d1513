package jsontext

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Members calls f with each member of an object, in order, its name unquoted
// and its value as text, until f returns false. Members whose value nests deeper
// than MaxDepth are left out. It gives ErrSyntax when text is not an object;
// members before the fault have been reported then.
func Members(text string, f func(name, value string) bool) error {
	i := space(text, 0)
	if i == len(text) || text[i] != '{' {
		return ErrSyntax
	}
	i = space(text, i+1)
	if i < len(text) && text[i] == '}' {
		return end(text, i+1)
	}
	for {
		start := i
		stop, ok := quoted(text, i)
		if !ok {
			return ErrSyntax
		}
		key, _ := Unquote(text[start:stop])
		i = space(text, stop)
		if i == len(text) || text[i] != ':' {
			return ErrSyntax
		}
		start = space(text, i+1)
		var deep bool
		if i, deep, ok = value(text, start); !ok {
			return ErrSyntax
		}
		if !deep && !f(key, text[start:i]) {
			return nil
		}
		i = space(text, i)
		if i == len(text) {
			return ErrSyntax
		}
		switch text[i] {
		case ',':
			i = space(text, i+1)
		case '}':
			return end(text, i+1)
		default:
			return ErrSyntax
		}
	}
}

// Elements calls f with each element of an array, as text, however deep it
// nests, until f returns false. It gives ErrSyntax when text is not an array.
func Elements(text string, f func(value string) bool) error {
	i := space(text, 0)
	if i == len(text) || text[i] != '[' {
		return ErrSyntax
	}
	i = space(text, i+1)
	if i < len(text) && text[i] == ']' {
		return end(text, i+1)
	}
	for {
		start := space(text, i)
		stop, _, ok := value(text, start)
		if !ok {
			return ErrSyntax
		}
		if !f(text[start:stop]) {
			return nil
		}
		i = space(text, stop)
		if i == len(text) {
			return ErrSyntax
		}
		switch text[i] {
		case ',':
			i++
		case ']':
			return end(text, i+1)
		default:
			return ErrSyntax
		}
	}
}

func end(text string, i int) error {
	if space(text, i) != len(text) {
		return ErrSyntax
	}
	return nil
}

// Get returns the value of an object's member, as text, and whether there is
// one. Of two members of one name the last counts.
func Get(object, name string) (string, bool) {
	var found string
	err := Members(object, func(key, value string) bool {
		if key == name {
			found = value
		}
		return true
	})
	return found, err == nil && found != ""
}

// Strings returns the strings in an array; other elements are left out.
func Strings(array string) ([]string, error) {
	var list []string
	err := Elements(array, func(value string) bool {
		if s, ok := Unquote(value); ok {
			list = append(list, s)
		}
		return true
	})
	return list, err
}

// Int returns the number in text, its fraction cut off, and whether it is one
// that fits, without white space around it. Numbers with an exponent do not: nobody writes times and counts
// so, and reading them would cost a page the tables of floating point.
func Int(text string) (int64, bool) {
	if !Valid(text, Number) {
		return 0, false
	}
	whole, _, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	return n, err == nil && strings.IndexByte(text, 'e') < 0 && strings.IndexByte(text, 'E') < 0
}

// Unquote returns the string that text quotes and whether it is one. Halves of
// surrogate pairs become U+FFFD.
func Unquote(text string) (string, bool) {
	if stop, ok := quoted(text, 0); !ok || stop != len(text) {
		return "", false
	}
	text = text[1 : len(text)-1]
	i := strings.IndexByte(text, '\\')
	if i < 0 {
		return text, true
	}
	out := append(make([]byte, 0, len(text)), text[:i]...)
	for i < len(text) {
		if text[i] != '\\' {
			out = append(out, text[i])
			i++
			continue
		}
		c := text[i+1]
		i += 2
		switch c {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, _ := hex4(text, i)
			i += 4
			if utf16.IsSurrogate(r) {
				low := rune(utf8.RuneError)
				if strings.HasPrefix(text[i:], `\u`) {
					low, _ = hex4(text, i+2)
				}
				if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
					i += 6
				}
			}
			out = utf8.AppendRune(out, r)
		default: // " \ /
			out = append(out, c)
		}
	}
	return string(out), true
}
