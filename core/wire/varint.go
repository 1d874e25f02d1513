package wire

import "math/bits"

// varintSize is the number of bytes that v takes: one for each 7 bits.
func varintSize(v uint64) int { return (bits.Len64(v|1) + 6) / 7 }

// readVarint reads the varint at b[i:] and returns where it ends.
func readVarint(b []byte, i int) (uint64, int, error) {
	if i < len(b) && b[i] < 0x80 {
		return uint64(b[i]), i + 1, nil
	}
	return readLongVarint(b, i)
}

func readLongVarint(b []byte, i int) (uint64, int, error) {
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
	if v < 0x80 {
		end--
		b[end] = byte(v)
		return end
	}
	start := end - varintSize(v)
	i := start
	for ; v >= 0x80; v >>= 7 {
		b[i] = byte(v) | 0x80
		i++
	}
	b[i] = byte(v)
	return start
}
