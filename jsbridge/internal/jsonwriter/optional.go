package jsonwriter

// The Optional methods write a member unless its value is the zero value.

// OptionalString writes s unless it is empty.
func (w *Writer) OptionalString(name, s string) {
	if s != "" {
		w.String(name, s)
	}
}

// OptionalInt writes n unless it is 0.
func (w *Writer) OptionalInt(name string, n int64) {
	if n != 0 {
		w.Int(name, n)
	}
}

// OptionalTrue writes true or nothing.
func (w *Writer) OptionalTrue(name string, v bool) {
	if v {
		w.Bool(name, true)
	}
}
