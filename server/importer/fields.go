package importer

import (
	"bytes"
	"encoding/json"
	"strings"

	"imclient/server/archive"
)

// fields are the columns of a row. take removes what it reads, so that what remains are
// the app's own columns.
type fields map[string]json.RawMessage

// parse returns nil for a row that is no JSON object, which it reports.
func (im *importer) parse(r archive.Row) fields {
	var f fields
	if err := json.Unmarshal(r.Data, &f); err != nil || f == nil {
		im.problem(r, "not a JSON object", excerpt(r.Data))
		return nil
	}
	return f
}

func excerpt(data []byte) string {
	const most = 80
	if len(data) > most {
		return strings.ToValidUTF8(string(data[:most]), "") + "…"
	}
	return string(data)
}

// wrongType is the first column that is not what it has to be.
type wrongType struct{ key, value string }

// taker takes columns and remembers the first that cannot be read.
type taker struct {
	fields
	wrong *wrongType
}

func (t *taker) take(key string, to any) {
	raw, ok := t.fields[key]
	if !ok {
		return
	}
	delete(t.fields, key)
	if bytes.Equal(raw, []byte("null")) {
		return
	}
	if json.Unmarshal(raw, to) != nil && t.wrong == nil {
		t.wrong = &wrongType{key, excerpt(raw)}
	}
}

func (t *taker) text(keys ...string) (s string) {
	for _, key := range keys {
		t.take(key, &s)
	}
	return s
}

func (t *taker) flag(key string) (b bool) {
	t.take(key, &b)
	return b
}

func (t *taker) date(key string) int64 {
	var d archive.Date
	t.take(key, &d)
	return int64(d)
}

func (t *taker) texts(key string) (list []string) {
	t.take(key, &list)
	return list
}

// pointer is an id, or a pointer to a row.
func (t *taker) pointer(key string) string {
	var p struct{ ObjectID string }
	if raw := t.fields[key]; len(raw) > 0 && raw[0] == '{' {
		t.take(key, &p)
		return p.ObjectID
	}
	return t.text(key)
}

// refuse reports a column of a wrong type.
func (t *taker) refuse(im *importer, r archive.Row) bool {
	if t.wrong == nil {
		return false
	}
	im.problem(r, "wrong type of "+t.wrong.key, t.wrong.value)
	return true
}

// rest are the columns that are left, as a JSON object.
func (t *taker) rest() string {
	b, err := json.Marshal(t.fields)
	if err != nil || t.fields == nil {
		return "{}"
	}
	return string(b)
}
