package jsontext

import "strings"

// AppendString appends s quoted. U+2028 and U+2029 stay as they are: JSON
// allows them, and so does JavaScript since 2019.
func AppendString(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		}
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

// AppendStrings appends an array of strings.
func AppendStrings(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendString(b, s)
	}
	return append(b, ']')
}

// AppendMember appends a member, with the comma it needs, to an object whose
// opening bracket b ends with or that has members already.
func AppendMember(b []byte, name, value string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = AppendString(b, name)
	b = append(b, ':')
	return append(b, value...)
}

// Set returns object with value at a dotted path ("a.b.c"): objects on the way
// are made, or take the place of what is not an object; an empty value removes
// the member. A text that is not an object counts as an empty one, and a path
// deeper than MaxDepth changes nothing.
func Set(object, path, value string) string {
	if strings.Count(path, ".") >= MaxDepth {
		return object
	}
	return set(object, path, value)
}

func set(object, path, value string) string {
	name, rest, deeper := strings.Cut(path, ".")
	if !Valid(object, Object) {
		object = "{}"
	}
	if deeper {
		inner, _ := Get(object, name)
		if KindOf(inner) != Object {
			if value == "" {
				return object // nothing there to remove
			}
			inner = "{}"
		}
		value = set(inner, rest, value)
	}
	out := append(make([]byte, 0, len(object)+len(name)+len(value)+4), '{')
	done := false
	_ = Members(object, func(key, old string) bool { // object is valid
		if key != name {
			out = AppendMember(out, key, old)
		} else if value != "" && !done {
			out = AppendMember(out, key, value)
			done = true
		}
		return true
	})
	if value != "" && !done {
		out = AppendMember(out, name, value)
	}
	return string(append(out, '}'))
}
