package wire

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
