package jsonframe

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"

	"imclient/core/wire"
)

// Encode writes the JSON form of frame, which is what [wire.GenericCommand.Append]
// returned. Fields that the schema does not know are left out. It fails with
// [wire.ErrMalformed] for what is no such frame.
func Encode(frame []byte) ([]byte, error) {
	body, err := bodyIn(frame)
	if err != nil {
		return nil, err
	}
	out, err := messageGenericCommand.appendJSON(append(make([]byte, 0, 2*len(frame)+16), '{'), frame, body)
	if err != nil {
		return nil, err
	}
	return append(out, '}'), nil
}

// bodyIn returns the field for the body of the command in frame, or nil.
func bodyIn(frame []byte) (*field, error) {
	for len(frame) > 0 {
		v, rest, err := next(frame)
		if err != nil {
			return nil, err
		}
		if v.number == 1 {
			return bodyOf(int32(v.varint)), nil
		}
		frame = rest
	}
	return nil, nil
}

// value is one field of a frame as it is encoded.
type value struct {
	number uint64
	varint uint64
	bytes  []byte
}

func next(b []byte) (v value, rest []byte, err error) {
	tag, n := binary.Uvarint(b)
	if n <= 0 {
		return v, nil, wire.ErrMalformed
	}
	v.number, b = tag>>3, b[n:]
	size := 0
	switch tag & 7 {
	case wireVarint, wireBytes:
		if v.varint, n = binary.Uvarint(b); n <= 0 {
			return v, nil, wire.ErrMalformed
		}
		if b = b[n:]; tag&7 == wireBytes {
			if v.varint > uint64(len(b)) {
				return v, nil, wire.ErrTruncated
			}
			size = int(v.varint)
		}
	case 1: // 64 bits, of an unknown field
		size = 8
	case 5: // 32 bits, likewise
		size = 4
	default:
		return v, nil, wire.ErrMalformed
	}
	if size > len(b) {
		return v, nil, wire.ErrTruncated
	}
	v.bytes = b[:size]
	return v, b[size:], nil
}

// appendJSON appends the fields of a message, without braces; those of flat, if
// that is one of its fields, among them.
func (m message) appendJSON(out, b []byte, flat *field) ([]byte, error) {
	for len(b) > 0 {
		v, rest, err := next(b)
		if err != nil {
			return nil, err
		}
		f := m.byNumber(v.number)
		switch {
		case f == nil:
			b = rest
			continue
		case f == flat:
			if out, err = f.message.appendJSON(out, v.bytes, nil); err != nil {
				return nil, err
			}
			b = rest
			continue
		}
		out = appendName(out, f.name)
		if !f.repeated() {
			if out, err = f.appendValue(out, v); err != nil {
				return nil, err
			}
			b = rest
			continue
		}
		if out, b, err = f.appendList(out, b); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func appendName(out []byte, name string) []byte {
	if out[len(out)-1] != '{' {
		out = append(out, ',')
	}
	return append(appendString(out, []byte(name)), ':')
}

// appendList appends the values of a repeated field, which follow each other, and
// returns what follows them.
func (f *field) appendList(out, b []byte) (list, rest []byte, err error) {
	out = append(out, '[')
	for len(b) > 0 {
		v, rest, err := next(b)
		if err != nil {
			return nil, nil, err
		}
		if v.number != uint64(f.number) {
			break
		}
		if out[len(out)-1] != '[' {
			out = append(out, ',')
		}
		if out, err = f.appendValue(out, v); err != nil {
			return nil, nil, err
		}
		b = rest
	}
	return append(out, ']'), b, nil
}

func (f *field) appendValue(out []byte, v value) ([]byte, error) {
	switch f.kind {
	case kindBool:
		return strconv.AppendBool(out, v.varint != 0), nil
	case kindInt32:
		return strconv.AppendInt(out, int64(int32(v.varint)), 10), nil
	case kindInt64:
		return strconv.AppendInt(out, int64(v.varint), 10), nil
	case kindEnum:
		name := f.enum.name(int32(v.varint))
		if _, named := f.enum.value(name); !named {
			return append(out, name...), nil
		}
		return appendString(out, []byte(name)), nil
	case kindBytes:
		out = append(out, '"')
		out = base64.StdEncoding.AppendEncode(out, v.bytes)
		return append(out, '"'), nil
	case kindMessage, kindMessages:
		out, err := f.message.appendJSON(append(out, '{'), v.bytes, nil)
		return append(out, '}'), err
	case kindJSON, kindJSONs:
		text, _, err := next(v.bytes)
		if err != nil {
			return nil, err
		}
		if isValue(text.bytes) {
			return append(out, text.bytes...), nil
		}
		return appendString(out, text.bytes), nil
	}
	return appendString(out, v.bytes), nil
}
