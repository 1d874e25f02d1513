package core

import (
	"slices"
	"strconv"
	"strings"

	"imclient/core/jsontext"
)

// row is a `_Conversation` row: its members in order, their values as JSON.
type row struct {
	columns  []column
	json     string // the row as text; "" when it has to be written anew
	revision uint32 // counts the changes
}

type column struct{ name, value string }

// parseRow reads a row; the text is copied, not kept.
func parseRow(text string) (row, error) {
	text = strings.Clone(text)
	r := row{columns: make([]column, 0, 16)}
	size := len("{}")
	err := jsontext.Members(text, func(name, value string) bool {
		r.columns = append(r.columns, column{name, value})
		size += len(`"":,`) + len(name) + len(value)
		return true
	})
	// Without white space, escapes in names and what is left out of it, the text
	// is what would be written anew.
	if size-1 == len(text) {
		r.json = text
	}
	return r, err
}

// get returns a column's value, "" when there is none.
//
// Not inlined: it would weigh on a page in each of the many places.
//
//go:noinline
func (r *row) get(name string) string {
	for i := range r.columns {
		if r.columns[i].name == name {
			return r.columns[i].value
		}
	}
	return ""
}

//go:noinline
func (r *row) set(name, value string) {
	r.revision++
	r.amend(name, value)
}

// amend is set without a new revision.
//
//go:noinline
func (r *row) amend(name, value string) {
	r.json = ""
	for i := range r.columns {
		if r.columns[i].name == name {
			r.columns[i].value = value
			return
		}
	}
	r.columns = append(r.columns, column{name, value})
}

func (r *row) remove(name string) {
	r.removeIf(func(column string) bool { return column == name })
}

// removeIf removes the columns that match. A row that has none of them is as it was.
func (r *row) removeIf(match func(name string) bool) {
	for i := range r.columns {
		if match(r.columns[i].name) {
			r.changed()
			r.columns = slices.DeleteFunc(r.columns, func(c column) bool { return match(c.name) })
			return
		}
	}
}

// take removes a column and returns its value.
func (r *row) take(name string) string {
	value := r.get(name)
	r.remove(name)
	return value
}

func (r *row) string(name string) string {
	s, _ := jsontext.Unquote(r.get(name))
	return s
}

func (r *row) bool(name string) bool { return r.get(name) == "true" }

func (r *row) strings(name string) []string {
	list, _ := jsontext.Strings(r.get(name))
	return list
}

// date reads an ISO string or a Date object, as ms; 0 when there is none.
func (r *row) date(name string) int64 {
	value := r.get(name)
	if jsontext.KindOf(value) == jsontext.Object {
		value, _ = jsontext.Get(value, "iso")
	}
	iso, _ := jsontext.Unquote(value)
	return parseTime(iso)
}

// change sets what a dotted path leads to, as an update of attributes does; the
// operation Delete removes it. Of other operations the result is not known
// here: they change nothing.
func (r *row) change(path, value string) {
	if op, isOperation := jsontext.Get(value, "__op"); isOperation {
		if op != `"Delete"` {
			return
		}
		value = ""
	}
	name, rest, deeper := strings.Cut(path, ".")
	switch {
	case deeper:
		r.set(name, jsontext.Set(r.get(name), rest, value))
	case value == "":
		r.remove(name)
	default:
		r.set(name, value)
	}
}

func (r *row) changed() {
	r.revision++
	r.json = ""
}

// quote is a value that is a string. Not inlined: it would weigh on a page in each of the many places.
//
//go:noinline
func quote(s string) string { return string(jsontext.AppendString(nil, s)) }

func (r *row) text() string {
	if r.json == "" {
		b := []byte{'{'}
		for _, c := range r.columns {
			b = jsontext.AppendMember(b, c.name, c.value)
		}
		r.json = string(append(b, '}'))
	}
	return r.json
}

func formatInt(n int64) string { return strconv.FormatInt(n, 10) }
