package wire

import (
	"slices"
	"unsafe"
)

// appendMessage appends the encoding of the message at p. The length is
// computed first; then the frame is written from its end to its start, so that
// the length of a nested message is known when its prefix is due and nothing is
// measured twice. Fields come in the order of their numbers, unknown ones last:
// byte for byte what the official JavaScript SDK writes.
func appendMessage(b []byte, t *table, p unsafe.Pointer) ([]byte, error) {
	n, err := t.measure(p)
	if err != nil {
		return b, err
	}
	start := len(b)
	b = slices.Grow(b, n)[:start+n]
	t.write(b, len(b), p)
	return b, nil
}

// measure returns the encoded length of the message at p; a nil p is an empty
// message.
func (t *table) measure(p unsafe.Pointer) (int, error) {
	if p == nil {
		if t.required != 0 {
			return 0, ErrRequired
		}
		return 0, nil
	}
	h := (*header)(p)
	if h.has&t.required != t.required {
		return 0, ErrRequired
	}
	total := len(h.unknown)
	for i := range t.fields {
		f := &t.fields[i]
		at := unsafe.Add(p, f.offset)
		tag := varintSize(f.tag())
		switch f.kind {
		case kindMessage:
			sub := *(*unsafe.Pointer)(at)
			if sub == nil {
				continue
			}
			n, err := f.message.measure(sub)
			if err != nil {
				return 0, err
			}
			total += tag + varintSize(uint64(n)) + n
		case kindMessages:
			for _, sub := range *(*[]unsafe.Pointer)(at) {
				n, err := f.message.measure(sub)
				if err != nil {
					return 0, err
				}
				total += tag + varintSize(uint64(n)) + n
			}
		case kindStrings:
			for _, s := range *(*[]string)(at) {
				total += tag + varintSize(uint64(len(s))) + len(s)
			}
		default:
			if h.has&(1<<f.bit) != 0 {
				total += tag + scalarSize(f.kind, at)
			}
		}
	}
	return total, nil
}

func scalarSize(k kind, at unsafe.Pointer) int {
	switch k {
	case kindBool:
		return 1
	case kindInt32:
		return varintSize(uint64(*(*int32)(at)))
	case kindInt64:
		return varintSize(uint64(*(*int64)(at)))
	case kindString:
		n := len(*(*string)(at))
		return varintSize(uint64(n)) + n
	default:
		n := len(*(*[]byte)(at))
		return varintSize(uint64(n)) + n
	}
}

// write writes the message at p so that it ends at b[:end], and returns where
// it starts. A negative int32 takes ten bytes, as protobuf demands.
func (t *table) write(b []byte, end int, p unsafe.Pointer) int {
	if p == nil {
		return end
	}
	h := (*header)(p)
	end -= len(h.unknown)
	copy(b[end:], h.unknown)
	for i := len(t.fields) - 1; i >= 0; i-- {
		f := &t.fields[i]
		at := unsafe.Add(p, f.offset)
		switch f.kind {
		case kindMessage:
			if sub := *(*unsafe.Pointer)(at); sub != nil {
				end = f.writeMessage(b, end, sub)
			}
		case kindMessages:
			for _, sub := range slices.Backward(*(*[]unsafe.Pointer)(at)) {
				end = f.writeMessage(b, end, sub)
			}
		case kindStrings:
			for _, s := range slices.Backward(*(*[]string)(at)) {
				end = writeString(b, end, s)
				end = writeVarint(b, end, f.tag())
			}
		default:
			if h.has&(1<<f.bit) != 0 {
				end = writeScalar(b, end, f.kind, at)
				end = writeVarint(b, end, f.tag())
			}
		}
	}
	return end
}

func (f *field) writeMessage(b []byte, end int, sub unsafe.Pointer) int {
	start := f.message.write(b, end, sub)
	start = writeVarint(b, start, uint64(end-start))
	return writeVarint(b, start, f.tag())
}

func writeScalar(b []byte, end int, k kind, at unsafe.Pointer) int {
	switch k {
	case kindBool:
		v := uint64(0)
		if *(*bool)(at) {
			v = 1
		}
		return writeVarint(b, end, v)
	case kindInt32:
		return writeVarint(b, end, uint64(*(*int32)(at)))
	case kindInt64:
		return writeVarint(b, end, uint64(*(*int64)(at)))
	case kindString:
		return writeString(b, end, *(*string)(at))
	default:
		v := *(*[]byte)(at)
		return writeString(b, end, unsafe.String(unsafe.SliceData(v), len(v)))
	}
}

// writeString writes a length and the bytes of s.
func writeString(b []byte, end int, s string) int {
	start := end - len(s)
	copy(b[start:], s)
	return writeVarint(b, start, uint64(len(s)))
}
