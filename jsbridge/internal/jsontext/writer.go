package jsontext

import "strconv"

// Writer builds one JSON text. The zero value is empty and ready. Commas are
// put where they belong; that arrays and objects are closed, and that keys
// alternate with values inside objects, is the caller's business.
type Writer struct {
	buf []byte
}

// Reset empties w and keeps its memory, up to 64 KiB of it.
func (w *Writer) Reset() {
	const keep = 64 << 10
	if cap(w.buf) > keep {
		w.buf = nil
	}
	w.buf = w.buf[:0]
}

// Bytes is the text written so far; valid until the next write or Reset.
func (w *Writer) Bytes() []byte { return w.buf }

// separate writes the comma that an earlier element calls for.
func (w *Writer) separate() {
	if n := len(w.buf); n > 0 {
		switch w.buf[n-1] {
		case '{', '[', ':':
		default:
			w.buf = append(w.buf, ',')
		}
	}
}

// Object opens an object; EndObject closes it.
func (w *Writer) Object() { w.separate(); w.buf = append(w.buf, '{') }

// EndObject closes the innermost object.
func (w *Writer) EndObject() { w.buf = append(w.buf, '}') }

// Array opens an array; EndArray closes it.
func (w *Writer) Array() { w.separate(); w.buf = append(w.buf, '[') }

// EndArray closes the innermost array.
func (w *Writer) EndArray() { w.buf = append(w.buf, ']') }

// Key writes a member's name; its value comes next.
func (w *Writer) Key(name string) {
	w.separate()
	w.buf = append(appendString(w.buf, name), ':')
}

// String writes s; bytes that are not UTF-8 become U+FFFD.
func (w *Writer) String(s string) { w.separate(); w.buf = appendString(w.buf, s) }

// Int writes a number.
func (w *Writer) Int(n int64) { w.separate(); w.buf = strconv.AppendInt(w.buf, n, 10) }

// Bool writes true or false.
func (w *Writer) Bool(v bool) { w.separate(); w.buf = strconv.AppendBool(w.buf, v) }

// Null writes null.
func (w *Writer) Null() { w.separate(); w.buf = append(w.buf, "null"...) }

// Raw writes a value that is JSON text already; an empty one is null.
func (w *Writer) Raw(text string) {
	if text == "" {
		w.Null()
		return
	}
	w.separate()
	w.buf = append(w.buf, text...)
}

// Strings writes an array of strings; nil is an empty array.
func (w *Writer) Strings(list []string) {
	w.Array()
	for _, s := range list {
		w.String(s)
	}
	w.EndArray()
}
