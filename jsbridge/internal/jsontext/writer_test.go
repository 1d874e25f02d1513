package jsontext

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWriter(t *testing.T) {
	var w Writer
	w.Array()
	w.String("unread")
	w.Object()
	w.Key("list")
	w.Array()
	w.Object()
	w.Key("n")
	w.Int(-5)
	w.Key("ok")
	w.Bool(true)
	w.EndObject()
	w.Object()
	w.EndObject()
	w.Null()
	w.EndArray()
	w.Key("row")
	w.Raw(`{"a":1}`)
	w.Key("none")
	w.Raw("")
	w.Key("names")
	w.Strings([]string{"a", "b"})
	w.Key("empty")
	w.Strings(nil)
	w.EndObject()
	w.EndArray()
	assert.Equal(t, `["unread",{"list":[{"n":-5,"ok":true},{},null],"row":{"a":1},"none":null,"names":["a","b"],"empty":[]}]`, string(w.Bytes()))
	w.Reset()
	w.String("again")
	assert.Equal(t, `"again"`, string(w.Bytes()))
}

func TestResetReleasesLargeText(t *testing.T) {
	var w Writer
	w.String(strings.Repeat("x", 1<<20))
	w.Reset()
	assert.LessOrEqual(t, cap(w.buf), 64<<10)
}

func FuzzString(f *testing.F) {
	for _, s := range []string{"", "plain", "quote\" back\\slash", "\x00\x1f\n\r\t", "天 😀 \u2028", "bad \xff\xc3( end \xe2\x82"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var w Writer
		w.String(s)
		var got string
		require.NoError(t, json.Unmarshal(w.Bytes(), &got))
		assert.Equal(t, string([]rune(s)), got)
	})
}

func FuzzBase64(f *testing.F) {
	for _, s := range []string{"", "a", "ab", "abc", "abcd", "\x00\xff\xfe"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var w Writer
		w.Base64(data)
		want := base64.StdEncoding.EncodeToString(data)
		require.Equal(t, `"`+want+`"`, string(w.Bytes()))
		got, err := DecodeBase64(want)
		require.NoError(t, err)
		assert.True(t, bytes.Equal(data, got))
	})
}

func FuzzDecodeBase64(f *testing.F) {
	for _, s := range []string{"", "=", "====", "YQ==", "YWI=", "Y=Q=", "YQ=", "YQ==YQ==", "Y Q=", "ab\xff="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := DecodeBase64(s)
		want, wantErr := base64.StdEncoding.DecodeString(s)
		if strings.ContainsAny(s, "\r\n") {
			return // line breaks, which encoding/base64 skips, are refused here
		}
		if wantErr != nil {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		assert.True(t, bytes.Equal(want, got))
	})
}
