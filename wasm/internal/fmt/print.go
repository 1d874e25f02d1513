// Package fmt takes the place of the standard library's in imclient.wasm, where
// it is linked for the texts of vert's errors alone and would be 28 KB of the
// download (Makefile, OVERLAY). It has what they need: Sprintf with verbs that
// print a value as %v does. A build without the overlay works the same, with the
// standard library's.
package fmt

import (
	"reflect"
	"strconv"
)

// Stringer is what has a text of its own.
type Stringer interface{ String() string }

// Sprintf puts the arguments into the format where its verbs are, each as %v
// does: errors, Stringers, texts, truth values and integers; of anything else its
// type is told. A verb without an argument stays as it is.
func Sprintf(format string, args ...any) string {
	var text []byte
	for i := 0; i < len(format); i++ {
		end := verb(format, i)
		switch {
		case end == i:
			text = append(text, format[i])
		case format[end-1] == '%':
			text = append(text, '%')
		case len(args) == 0:
			text = append(text, format[i:end]...)
		default:
			text = append(text, show(args[0])...)
			args = args[1:]
		}
		i = max(i, end-1)
	}
	return string(text)
}

// verb is where the verb that begins at i ends; i itself where none does.
func verb(format string, i int) int {
	if format[i] != '%' {
		return i
	}
	end := i + 1
	for end < len(format) && (format[end] == '+' || format[end] == '#') {
		end++
	}
	if end == len(format) {
		return i
	}
	return end + 1
}

func show(value any) string {
	switch v := value.(type) {
	case nil:
		return "<nil>"
	case error:
		return v.Error()
	case Stringer:
		return v.String()
	}
	switch v := reflect.ValueOf(value); v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	default:
		return "(" + v.Type().String() + ")"
	}
}
