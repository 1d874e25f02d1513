package jsonframe

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"
)

// number64 reads the value of a field that protobuf writes as a varint.
func (f *field) number64(raw json.RawMessage) (uint64, error) {
	switch f.kind {
	case kindBool:
		switch string(raw) {
		case "true":
			return 1, nil
		case "false":
			return 0, nil
		}
		return 0, &FieldError{f.name, "true or false"}
	case kindEnum:
		var name string
		if json.Unmarshal(raw, &name) == nil {
			if v, ok := f.enum.value(name); ok {
				return uint64(v), nil
			}
			if f.name == "cmd" || f.name == "op" {
				return 0, ErrUnknown
			}
			return 0, &FieldError{f.name, "a known value"}
		}
	}
	bits := 64
	if f.kind != kindInt64 {
		bits = 32
	}
	n, ok := integer(raw, bits)
	if !ok {
		return 0, &FieldError{f.name, "an integer of " + strconv.Itoa(bits) + " bits"}
	}
	return uint64(n), nil
}

// integer reads a JSON number without a fraction, or a string that holds one.
func integer(raw json.RawMessage, bits int) (int64, bool) {
	text := string(raw)
	if len(text) >= 2 && text[0] == '"' {
		text = text[1 : len(text)-1]
	}
	if n, err := strconv.ParseInt(text, 10, bits); err == nil {
		return n, true
	}
	var v float64 // 1e3 and 5.0 are integers too
	if json.Unmarshal([]byte(text), &v) != nil || v != math.Trunc(v) || math.Abs(v) > 1<<53 {
		return 0, false
	}
	if bits == 32 && (v < math.MinInt32 || v > math.MaxInt32) {
		return 0, false
	}
	return int64(v), true
}

// text reads the value of a string or bytes field.
func (f *field) text(raw json.RawMessage) ([]byte, error) {
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return nil, &FieldError{f.name, "a string"}
	}
	if f.kind != kindBytes {
		return []byte(s), nil
	}
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return nil, &FieldError{f.name, "base64"}
	}
	return b, nil
}

// jsonText is the text that a JSON value stands for in a binary frame.
func jsonText(raw json.RawMessage) []byte {
	var s string
	if raw[0] == '"' && json.Unmarshal(raw, &s) == nil {
		return []byte(s)
	}
	return raw
}

// isValue says whether text can stand in a frame as it is, and be read back as
// the same text.
func isValue(text []byte) bool {
	if len(text) == 0 || text[0] == '"' || text[0] <= ' ' || text[len(text)-1] <= ' ' || string(text) == "null" {
		return false
	}
	return utf8.Valid(text) && json.Valid(text)
}

const hexDigits = "0123456789abcdef"

// appendString appends s, which is valid UTF-8, as a JSON string.
func appendString(b, s []byte) []byte {
	b = append(b, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c < ' ' || c == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
