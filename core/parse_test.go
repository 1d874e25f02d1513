package core

import (
	"bytes"
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/assert"

	"imclient/core/jsontext"
)

// FuzzBase64 compares with the standard library: what it can read is read alike,
// and what is written is read again.
func FuzzBase64(f *testing.F) {
	for _, text := range []string{"", "AA==", "AAA=", "AAAA", "A", "====", "AA=A", "////", "+/+/", "A\nAA=", "-_-_"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, ok := decodeBase64(text)
		if want, err := base64.StdEncoding.DecodeString(string(text)); err == nil && !bytes.ContainsAny(text, "\r\n") {
			assert.True(t, ok, "%q", text)
			assert.Equal(t, string(want), string(got), "%q", text)
		}
		encoded := appendBase64(nil, text)
		assert.Equal(t, base64.StdEncoding.EncodeToString(text), string(encoded))
		again, ok := decodeBase64(encoded)
		assert.True(t, ok)
		assert.Equal(t, string(text), string(again))
	})
}

// FuzzRow reads anything as a conversation's row, changes it, and expects JSON.
func FuzzRow(f *testing.F) {
	for _, text := range []string{
		`{}`, `{"objectId":"c","m":["a","b"],"lm":{"__type":"Date","iso":"2024-01-02T03:04:05.678Z"}}`,
		`{"objectId":7,"m":{},"tr":"true","attr":{"a":{"b":1}}}`, `{"objectId":"c","objectId":"d"}`, `[`, `{"a":}`, `null`,
		`{"attr":[1,2],"name":"\ud800"}`,
	} {
		f.Add(text, "attr.a.b")
	}
	f.Fuzz(func(t *testing.T, text, path string) {
		r, err := parseRow(text)
		if err != nil {
			return
		}
		_ = r.kind("c")
		_, _, _ = r.strings("m"), r.date("lm"), r.bool("tr")
		r.change(path, `{"x":1}`)
		r.set("objectId", `"c"`)
		r.remove("m")
		assert.True(t, jsontext.Valid(r.text(), jsontext.Object), "%q", r.text())
		assert.Equal(t, "c", r.string("objectId"))
	})
}
