package core

// Base64 of RFC 4648 with padding: text frames and binary messages in JSON.
// The standard library's package links reflection into the program.

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

func appendBase64(dst, src []byte) []byte {
	for len(src) >= 3 {
		v := uint32(src[0])<<16 | uint32(src[1])<<8 | uint32(src[2])
		dst = append(dst, base64Digits[v>>18], base64Digits[v>>12&63], base64Digits[v>>6&63], base64Digits[v&63])
		src = src[3:]
	}
	switch len(src) {
	case 1:
		v := uint32(src[0]) << 16
		dst = append(dst, base64Digits[v>>18], base64Digits[v>>12&63], '=', '=')
	case 2:
		v := uint32(src[0])<<16 | uint32(src[1])<<8
		dst = append(dst, base64Digits[v>>18], base64Digits[v>>12&63], base64Digits[v>>6&63], '=')
	}
	return dst
}

// decodeBase64 accepts text with or without its padding.
func decodeBase64[T string | []byte](text T) ([]byte, bool) {
	n := len(text)
	for n > 0 && n > len(text)-2 && text[n-1] == '=' {
		n--
	}
	if n%4 == 1 || (n != len(text) && len(text)%4 != 0) {
		return nil, false
	}
	dst := make([]byte, 0, n/4*3+2)
	var v uint32
	for i := 0; i < n; i++ {
		c := text[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c -= 'A'
		case c >= 'a' && c <= 'z':
			c -= 'a' - 26
		case c >= '0' && c <= '9':
			c += 52 - '0'
		case c == '+':
			c = 62
		case c == '/':
			c = 63
		default:
			return nil, false
		}
		v = v<<6 | uint32(c)
		if i%4 == 3 {
			dst = append(dst, byte(v>>16), byte(v>>8), byte(v))
			v = 0
		}
	}
	switch n % 4 {
	case 2:
		dst = append(dst, byte(v>>4))
	case 3:
		dst = append(dst, byte(v>>10), byte(v>>2))
	}
	return dst, true
}
