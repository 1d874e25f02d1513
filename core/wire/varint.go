package wire

import "math/bits"

// varintSize is the number of bytes that v takes: one for each 7 bits.
func varintSize(v uint64) int { return (bits.Len64(v|1) + 6) / 7 }

// readVarint reads the varint at b[i:] and returns where it ends.
func readVarint(b []byte, i int) (uint64, int, error) {
	var v uint64
	for shift := 0; i < len(b); shift += 7 {
		c := b[i]
		i++
		if shift == 63 && c > 1 {
			return 0, 0, ErrMalformed
		}
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return v, i, nil
		}
	}
	return 0, 0, ErrTruncated
}

// writeVarint writes v so that it ends at b[:end], and returns where it starts.
func writeVarint(b []byte, end int, v uint64) int {
	start := end - varintSize(v)
	i := start
	for v >= 0x80 {
		b[i] = byte(v) | 0x80
		v >>= 7
		i++
	}
	b[i] = byte(v)
	return start
}
