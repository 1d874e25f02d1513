package jsonwriter

import (
	"strconv"

	"imclient/core/jsontext"
)

// Writer builds one JSON text. The zero value is empty and ready. Commas are
// put where they belong; that objects and arrays are closed is the caller's
// business. The methods write a member of an object when they are given a
// name, and an element of an array, or the whole text, when name is empty.
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

// put writes text as a value, with the comma and the name it needs.
func (w *Writer) put(name, text string) {
	b := w.buf
	if n := len(b); n > 0 && b[n-1] != '{' && b[n-1] != '[' {
		b = append(b, ',')
	}
	if name != "" {
		b = append(jsontext.AppendString(b, name), ':')
	}
	w.buf = append(b, text...)
}

// Object opens an object; EndObject closes it.
func (w *Writer) Object(name string) { w.put(name, "{") }

// EndObject closes the innermost object.
func (w *Writer) EndObject() { w.buf = append(w.buf, '}') }

// Array opens an array; EndArray closes it.
func (w *Writer) Array(name string) { w.put(name, "[") }

// EndArray closes the innermost array.
func (w *Writer) EndArray() { w.buf = append(w.buf, ']') }

// String writes s, which JavaScript decodes with U+FFFD for what is not UTF-8.
func (w *Writer) String(name, s string) {
	w.put(name, "")
	w.buf = jsontext.AppendString(w.buf, s)
}

// Int writes a number.
func (w *Writer) Int(name string, n int64) {
	w.put(name, "")
	w.buf = strconv.AppendInt(w.buf, n, 10)
}

// Bool writes true or false.
func (w *Writer) Bool(name string, v bool) {
	text := "false"
	if v {
		text = "true"
	}
	w.put(name, text)
}

// Raw writes a value that is JSON text already; an empty one is null.
func (w *Writer) Raw(name, text string) {
	if text == "" {
		text = "null"
	}
	w.put(name, text)
}

// Strings writes an array of strings; nil is an empty array.
func (w *Writer) Strings(name string, list []string) {
	w.put(name, "")
	w.buf = jsontext.AppendStrings(w.buf, list)
}
