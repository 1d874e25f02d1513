package wire

import (
	"math/bits"
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
	if cap(b)-start < n {
		// Exactly what one frame needs; doubled for those who collect several.
		bigger := make([]byte, start, max(start+n, 2*start))
		copy(bigger, b)
		b = bigger
	}
	b = b[:start+n]
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
	for rest := h.has; rest != 0; rest &= rest - 1 {
		f := &t.fields[bits.TrailingZeros64(rest)]
		at := unsafe.Add(p, f.offset)
		switch f.kind {
		case kindBool:
			total++
		case kindInt32:
			total += varintSize(uint64(*(*int32)(at)))
		case kindInt64:
			total += varintSize(uint64(*(*int64)(at)))
		case kindString:
			total += prefixed(len(*(*string)(at)))
		case kindBytes:
			total += prefixed(len(*(*[]byte)(at)))
		case kindMessage:
			n, err := f.message.measure(*(*unsafe.Pointer)(at))
			if err != nil {
				return 0, err
			}
			total += prefixed(n)
		case kindStrings:
			list := *(*[]string)(at)
			for _, s := range list {
				total += prefixed(len(s))
			}
			total += (len(list) - 1) * f.tagSize()
		case kindMessages:
			list := *(*[]unsafe.Pointer)(at)
			for _, sub := range list {
				n, err := f.message.measure(sub)
				if err != nil {
					return 0, err
				}
				total += prefixed(n)
			}
			total += (len(list) - 1) * f.tagSize()
		}
		total += f.tagSize()
	}
	return total, nil
}

// prefixed is the length of n bytes behind their length.
func prefixed(n int) int { return varintSize(uint64(n)) + n }

// write writes the message at p so that it ends at b[:end], and returns where
// it starts. A negative int32 takes ten bytes, as protobuf demands.
func (t *table) write(b []byte, end int, p unsafe.Pointer) int {
	if p == nil {
		return end
	}
	h := (*header)(p)
	end -= len(h.unknown)
	copy(b[end:], h.unknown)
	for rest := h.has; rest != 0; {
		position := bits.Len64(rest) - 1
		rest &^= 1 << position
		f := &t.fields[position]
		at := unsafe.Add(p, f.offset)
		switch f.kind {
		case kindBool:
			end--
			b[end] = 0
			if *(*bool)(at) {
				b[end] = 1
			}
		case kindInt32:
			end = writeVarint(b, end, uint64(*(*int32)(at)))
		case kindInt64:
			end = writeVarint(b, end, uint64(*(*int64)(at)))
		case kindString:
			end = writeString(b, end, *(*string)(at))
		case kindBytes:
			v := *(*[]byte)(at)
			end = writeString(b, end, unsafe.String(unsafe.SliceData(v), len(v)))
		case kindMessage:
			start := f.message.write(b, end, *(*unsafe.Pointer)(at))
			end = writeVarint(b, start, uint64(end-start))
		case kindStrings:
			for _, s := range slices.Backward(*(*[]string)(at)) {
				end = writeString(b, end, s)
				end = writeVarint(b, end, f.tag())
			}
			continue
		case kindMessages:
			for _, sub := range slices.Backward(*(*[]unsafe.Pointer)(at)) {
				start := f.message.write(b, end, sub)
				end = writeVarint(b, start, uint64(end-start))
				end = writeVarint(b, end, f.tag())
			}
			continue
		}
		end = writeVarint(b, end, f.tag())
	}
	return end
}

// writeString writes a length and the bytes of s.
func writeString(b []byte, end int, s string) int {
	start := end - len(s)
	copy(b[start:], s)
	return writeVarint(b, start, uint64(len(s)))
}
