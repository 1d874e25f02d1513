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
	allowance int // bytes that may still be allocated
}

// unmarshal merges b into the message at p, which is empty.
func unmarshal(b []byte, t *table, p unsafe.Pointer) error {
	d := decoder{allowance: (MaxExpansion-1)*len(b) + MinAllowance}
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
		*to = t.make(1)
	}
	return d.message(b, t, *to)
}

// strings reads a run of values, counted first so that they take one slice.
func (d *decoder) strings(b []byte, i int, f *field, to *[]string) (int, error) {
	n := run(b, i, f.tag())
	list, err := grow(d, *to, n)
	if err != nil {
		return 0, err
	}
	for ; n > 0; n-- {
		v, next, err := readBytes(b, i)
		if err != nil {
			return 0, err
		}
		s, err := d.text(v)
		if err != nil {
			return 0, err
		}
		list = append(list, s)
		if i = next; n > 1 {
			i += f.tagSize()
		}
	}
	*to = list
	return i, nil
}

// messages reads a run of values into one block of memory and one slice.
func (d *decoder) messages(b []byte, i int, f *field, to *[]unsafe.Pointer) (int, error) {
	n := run(b, i, f.tag())
	list, err := grow(d, *to, n)
	if err != nil {
		return 0, err
	}
	if err := d.charge(n * int(f.message.size)); err != nil {
		return 0, err
	}
	block := f.message.make(n)
	for k := range n {
		v, next, err := readBytes(b, i)
		if err != nil {
			return 0, err
		}
		sub := unsafe.Add(block, uintptr(k)*f.message.size)
		if err := d.message(v, f.message, sub); err != nil {
			return 0, err
		}
		list = append(list, sub)
		if i = next; k < n-1 {
			i += f.tagSize()
		}
	}
	*to = list
	return i, nil
}

// grow makes room for n more, at least doubling what is there, so that values
// scattered over the frame do not copy the list each time.
func grow[T any](d *decoder, list []T, n int) ([]T, error) {
	if cap(list)-len(list) >= n {
		return list, nil
	}
	var zero T
	size := max(len(list)+n, 2*len(list))
	if err := d.charge(size * int(unsafe.Sizeof(zero))); err != nil {
		return nil, err
	}
	bigger := make([]T, len(list), size)
	copy(bigger, list)
	return bigger, nil
}

// run counts the values of a repeated field that follow each other from b[i:],
// the first of which has had its tag read. It is at least 1, and a broken value
// ends the run: reading it reports the error.
func run(b []byte, i int, tag uint64) int {
	for n := 1; ; n++ {
		_, next, err := readBytes(b, i)
		if err != nil {
			return n
		}
		// Only the shortest spelling of the tag continues the run, since its
		// readers skip as many bytes.
		again, next2, err := readVarint(b, next)
		if err != nil || again != tag || next2-next != varintSize(tag) {
			return n
		}
		i = next2
	}
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

// readBytes reads a length and that many bytes at b[i:].
func readBytes(b []byte, i int) ([]byte, int, error) {
	n, i, err := readVarint(b, i)
	if err != nil {
		return nil, 0, err
	}
	if n > uint64(len(b)-i) {
		return nil, 0, ErrTruncated
	}
	end := i + int(n)
	return b[i:end:end], end, nil
}

// skip returns where the value of an unknown field ends.
func skip(b []byte, i int, tag uint64) (int, error) {
	if tag>>3 == 0 || tag>>32 != 0 {
		return 0, ErrMalformed
	}
	var err error
	switch tag & 7 {
	case wireVarint:
		_, i, err = readVarint(b, i)
	case wireBytes:
		_, i, err = readBytes(b, i)
	case wireFixed64:
		i += 8
	case wireFixed32:
		i += 4
	default:
		return 0, ErrMalformed
	}
	if err == nil && i > len(b) {
		err = ErrTruncated
	}
	return i, err
}
