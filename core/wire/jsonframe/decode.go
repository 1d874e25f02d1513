package jsonframe

import (
	"bytes"
	"encoding/binary"
	"encoding/json"

	"imclient/core/wire"
)

// object is a JSON object before anyone looks at the values.
type object map[string]json.RawMessage

// get returns no value for null.
func (o object) get(name string) (json.RawMessage, bool) {
	raw, ok := o[name]
	return raw, ok && string(raw) != "null"
}

// Decode reads a frame. With [ErrUnknown] and a [*FieldError] it still returns
// the command, with so much of its header (cmd, i, peerId and so on) as can be
// read, so that it can be refused; with [ErrMalformed] it returns nil.
func Decode(text []byte) (*wire.GenericCommand, error) {
	var o object
	if err := json.Unmarshal(text, &o); err != nil || o == nil {
		return nil, ErrMalformed
	}
	cmd := new(wire.GenericCommand)
	if len(o) == 0 {
		cmd.SetCmd(wire.CommandEcho)
		return cmd, nil
	}
	if _, ok := o.get("cmd"); !ok {
		return nil, ErrMalformed
	}
	var header, body []byte
	var failed error
	for i := range messageGenericCommand {
		f := &messageGenericCommand[i]
		raw, ok := o.get(f.name)
		if !ok {
			continue
		}
		to := &header
		if f.kind == kindMessage {
			to = &body
		}
		b, err := f.appendRaw(*to, raw)
		if err != nil {
			failed = err
			continue
		}
		*to = b
	}
	if err := cmd.Unmarshal(header); err != nil {
		return nil, ErrMalformed
	}
	if failed != nil {
		return cmd, failed
	}
	if f := bodyOf(int32(cmd.GetCmd())); f != nil {
		fields, err := f.message.appendFrom(nil, o)
		if err != nil {
			return cmd, err
		}
		if len(fields) > 0 {
			body = appendBytes(body, f, fields)
		}
	}
	whole := new(wire.GenericCommand)
	if err := whole.Unmarshal(append(header, body...)); err != nil {
		return cmd, &FieldError{Name: "a required field", Want: "there"}
	}
	return whole, nil
}

// appendFrom appends the encoding of those fields of o that m knows.
func (m message) appendFrom(b []byte, o object) ([]byte, error) {
	for i := range m {
		raw, ok := o.get(m[i].name)
		if !ok {
			continue
		}
		var err error
		if b, err = m[i].appendRaw(b, raw); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// appendRaw appends the field with the value that a JSON text says.
func (f *field) appendRaw(b []byte, raw json.RawMessage) ([]byte, error) {
	if !f.repeated() {
		return f.appendOne(b, raw)
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil, &FieldError{f.name, "a list"}
	}
	for _, item := range list {
		var err error
		if b, err = f.appendOne(b, item); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (f *field) appendOne(b []byte, raw json.RawMessage) ([]byte, error) {
	raw = bytes.TrimSpace(raw)
	switch f.kind {
	case kindBool, kindInt32, kindInt64, kindEnum:
		n, err := f.number64(raw)
		if err != nil {
			return nil, err
		}
		return binary.AppendUvarint(binary.AppendUvarint(b, f.tag()), n), nil
	case kindMessage, kindMessages:
		var o object
		if json.Unmarshal(raw, &o) != nil || o == nil {
			return nil, &FieldError{f.name, "an object"}
		}
		value, err := f.message.appendFrom(nil, o)
		if err != nil {
			return nil, err
		}
		return appendBytes(b, f, value), nil
	case kindJSON, kindJSONs:
		return appendBytes(b, f, appendBytes(nil, &f.message[0], jsonText(raw))), nil
	}
	value, err := f.text(raw)
	if err != nil {
		return nil, err
	}
	return appendBytes(b, f, value), nil
}

func appendBytes(b []byte, f *field, value []byte) []byte {
	b = binary.AppendUvarint(binary.AppendUvarint(b, f.tag()), uint64(len(value)))
	return append(b, value...)
}
