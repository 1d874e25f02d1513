package archive

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"go.mongodb.org/mongo-driver/v2/bson"
)

// read reads a file of that name and returns how many rows and problems it has.
func read(t *testing.T, name string, data []byte) (rows, problems int) {
	r := &Reader{
		Row: func(row Row) error {
			rows++
			assert.Positive(t, row.Line)
			return nil
		},
		Problem: func(Problem) { problems++ },
	}
	assert.NoError(t, r.file(t.Context(), name, bytes.NewReader(data)))
	return rows, problems
}

func FuzzJSONL(f *testing.F) {
	f.Add([]byte("{}\n\n{\"a\":1}\n#head {\"class\":\"_User\"}\n{"))
	f.Add([]byte("\xef\xbb\xbf{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, problems := read(t, "x.jsonl", data)
		assert.LessOrEqual(t, rows+problems, bytes.Count(data, []byte("\n"))+1)
	})
}

func FuzzBSON(f *testing.F) {
	doc, err := bson.Marshal(bson.D{{Key: "_id", Value: bson.NewObjectID()}, {Key: "at", Value: time.Unix(0, 0)}, {Key: "list", Value: bson.A{1, "x", bson.D{}}},
		{Key: "b", Value: []byte{1}}, {Key: "ref", Value: bson.D{{Key: "$ref", Value: "c"}, {Key: "$id", Value: "x"}}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(doc)
	f.Add(append(doc, doc[:20]...))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := &Reader{Row: func(row Row) error {
			assert.True(t, json.Valid(row.Data))
			return nil
		}, Problem: func(Problem) {}}
		assert.NoError(t, r.file(t.Context(), "x.bson", bytes.NewReader(data)))
	})
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{`1767225600000`, `"2026-01-01T00:00:00.000Z"`, `{"__type":"Date","iso":"2026-01-01"}`, `{"$date":{"$numberLong":"1"}}`, `null`, `1e300`, `{"iso":{"iso":null}}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !json.Valid([]byte(s)) {
			return
		}
		var d Date
		_ = json.Unmarshal([]byte(s), &d)
	})
}

// A row that is too long is told, and the next one is read.
func TestLongRow(t *testing.T) {
	data := append(bytes.Repeat([]byte("x"), maxRow+1), "\n{}\n"...)
	rows, problems := read(t, "x.jsonl", data)
	assert.Equal(t, 1, rows)
	assert.Equal(t, 1, problems)
}
