package wire

import (
	"slices"
	"strings"
	"unicode/utf8"
	"unsafe"
)

// MaxExpansion bounds what decoding allocates: at most MaxExpansion times the
// frame's length plus MinAllowance bytes, whatever the frame says; beyond that
// it fails with [ErrTooLarge]. The worst honest frames, lists of the shortest
// ids, take about half of it.
const (
	MaxExpansion = 16
	MinAllowance = 4 << 10
)

// decoder decodes one frame. Nothing in it refers to the caller's bytes:
// strings and byte slices of the result are parts of one copy. No part belongs
// to two fields, so that changing a byte slice changes no string.
type decoder struct {
	allowance int            // bytes that may still be allocated
	direct    *DirectCommand // for the first directMessage; nil: it is made
	ack       *AckCommand    // the same for the first ackMessage
}

// unmarshal merges b into the message at p, which is empty.
func unmarshal(b []byte, t *table, p unsafe.Pointer) error {
	return unmarshalReusing(b, t, p, nil, nil)
}

func unmarshalReusing(b []byte, t *table, p unsafe.Pointer, direct *DirectCommand, ack *AckCommand) error {
	d := decoder{allowance: (MaxExpansion-1)*len(b) + MinAllowance, direct: direct, ack: ack}
	return d.message(slices.Clone(b), t, p)
}

// charge takes n bytes from the allowance, before they are allocated.
func (d *decoder) charge(n int) error {
	if n > d.allowance {
		return ErrTooLarge
	}
	d.allowance -= n
	return nil
}

// message merges the fields in b into the message at p. The schema has no
// cycle, so the depth of the recursion is that of the schema.
func (d *decoder) message(b []byte, t *table, p unsafe.Pointer) error {
	h := (*header)(p)
	for i := 0; i < len(b); {
		start := i
		tag, next, err := readVarint(b, i)
		if err != nil {
			return err
		}
		position := t.lookup(tag >> 3)
		if position < 0 {
			if i, err = skip(b, next, tag); err != nil {
				return err
			}
			if err = d.keep(h, b[start:i]); err != nil {
				return err
			}
			continue
		}
		f := &t.fields[position]
		if tag&7 != f.wireType() {
			return ErrWireType
		}
		if i, err = d.field(b, next, f, unsafe.Add(p, f.offset)); err != nil {
			return err
		}
		h.has |= 1 << position
	}
	if h.has&t.required != t.required {
		return ErrRequired
	}
	return nil
}

// field reads the value at b[i:] into the field at that address and returns
// where it ends; of a repeated field, the run of values that starts there.
func (d *decoder) field(b []byte, i int, f *field, at unsafe.Pointer) (int, error) {
	switch f.kind {
	case kindStrings:
		return d.strings(b, i, f, (*[]string)(at))
	case kindMessages:
		return d.messages(b, i, f, (*[]unsafe.Pointer)(at))
	}
	n, i, err := readVarint(b, i)
	if err != nil {
		return 0, err
	}
	switch f.kind {
	case kindBool:
		*(*bool)(at) = n != 0
		return i, nil
	case kindInt32:
		*(*int32)(at) = int32(n)
		return i, nil
	case kindInt64:
		*(*int64)(at) = int64(n)
		return i, nil
	}
	if n > uint64(len(b)-i) {
		return 0, ErrTruncated
	}
	end := i + int(n)
	v := b[i:end:end]
	switch f.kind {
	case kindString:
		*(*string)(at), err = d.text(v)
	case kindBytes:
		*(*[]byte)(at) = v
	case kindMessage:
		err = d.submessage(v, f.message, (*unsafe.Pointer)(at))
	}
	return end, err
}

// submessage merges b into the message that *to points at, making it if need be.
func (d *decoder) submessage(b []byte, t *table, to *unsafe.Pointer) error {
	if *to == nil {
		if err := d.charge(int(t.size)); err != nil {
			return err
		}
		switch {
		case d.direct != nil && t == &tableDirectCommand:
			d.direct.Reset()
			*to, d.direct = unsafe.Pointer(d.direct), nil
		case d.ack != nil && t == &tableAckCommand:
			d.ack.Reset()
			*to, d.ack = unsafe.Pointer(d.ack), nil
		default:
			*to = t.make(1)
		}
	}
	return d.message(b, t, *to)
}

// text returns v as a string that is valid UTF-8, like the service and the
// browsers do: what is not becomes U+FFFD. The official SDK can send such text
// (half an emoji) and fails on all of a frame that holds worse.
func (d *decoder) text(v []byte) (string, error) {
	s := unsafe.String(unsafe.SliceData(v), len(v))
	if utf8.ValidString(s) {
		return s, nil
	}
	if err := d.charge(4 * len(s)); err != nil {
		return "", err
	}
	return strings.ToValidUTF8(s, "\uFFFD"), nil
}

// keep appends a field that the schema does not know to the message's unknown
// bytes, which are encoded again with it.
func (d *decoder) keep(h *header, raw []byte) error {
	list, err := grow(d, h.unknown, len(raw))
	if err != nil {
		return err
	}
	h.unknown = append(list, raw...)
	return nil
}
