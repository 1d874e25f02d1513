package jsonwriter

import "errors"

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// errBase64 says that a text is not padded standard base64.
var errBase64 = errors.New("content is not base64")

// Base64 writes data as a string of padded standard base64.
func (w *Writer) Base64(name string, data []byte) {
	w.put(name, `"`)
	b := w.buf
	for ; len(data) >= 3; data = data[3:] {
		n := uint(data[0])<<16 | uint(data[1])<<8 | uint(data[2])
		b = append(b, alphabet[n>>18], alphabet[n>>12&63], alphabet[n>>6&63], alphabet[n&63])
	}
	switch len(data) {
	case 1:
		n := uint(data[0]) << 16
		b = append(b, alphabet[n>>18], alphabet[n>>12&63], '=', '=')
	case 2:
		n := uint(data[0])<<16 | uint(data[1])<<8
		b = append(b, alphabet[n>>18], alphabet[n>>12&63], alphabet[n>>6&63], '=')
	}
	w.buf = append(b, '"')
}

// DecodeBase64 reads padded standard base64.
func DecodeBase64(s string) ([]byte, error) {
	if len(s)%4 != 0 {
		return nil, errBase64
	}
	pad := 0
	for pad < 2 && pad < len(s) && s[len(s)-1-pad] == '=' {
		pad++
	}
	out := make([]byte, 0, len(s)/4*3)
	var n uint
	for i := 0; i < len(s); i++ {
		var v uint
		if i < len(s)-pad {
			d, ok := digit(s[i])
			if !ok {
				return nil, errBase64
			}
			v = d
		}
		n = n<<6 | v
		if i%4 == 3 {
			out = append(out, byte(n>>16), byte(n>>8), byte(n))
		}
	}
	return out[:len(out)-pad], nil
}

// digit is the value of one base64 character.
func digit(c byte) (uint, bool) {
	switch {
	case c >= 'A' && c <= 'Z':
		return uint(c - 'A'), true
	case c >= 'a' && c <= 'z':
		return uint(c-'a') + 26, true
	case c >= '0' && c <= '9':
		return uint(c-'0') + 52, true
	case c == '+':
		return 62, true
	case c == '/':
		return 63, true
	}
	return 0, false
}
