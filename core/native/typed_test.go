package native

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTyped(t *testing.T) {
	for name, c := range map[string]struct {
		message Message
		want    Typed
		err     error
	}{
		"text":          {Message{Text: `{"_lctype":-1,"_lctext":"hi","_lcattrs":{"a":1}}`}, Typed{TypeText, "hi", map[string]any{"a": 1.0}}, nil},
		"own type":      {Message{Text: `{"_lctype":7,"x":[]}`}, Typed{Type: 7}, nil},
		"type zero":     {Message{Text: `{"_lctype":0}`}, Typed{}, nil},
		"plain":         {Message{Text: "hi"}, Typed{}, ErrNotTyped},
		"empty":         {Message{}, Typed{}, ErrNotTyped},
		"other JSON":    {Message{Text: `{"a":1}`}, Typed{}, ErrNotTyped},
		"not an object": {Message{Text: `[-1]`}, Typed{}, ErrNotTyped},
		"bad type":      {Message{Text: `{"_lctype":"-1"}`}, Typed{}, ErrNotTyped},
		"binary":        {Message{Text: `{"_lctype":-1}`, IsBinary: true}, Typed{}, ErrNotTyped},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.message.Typed()
			assert.Equal(t, c.err, err)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestTypedMessage(t *testing.T) {
	o, err := Typed{Type: 3, Text: "t", Attributes: map[string]any{"k": "v"}}.Message()
	require.NoError(t, err)
	assert.JSONEq(t, `{"_lctype":3,"_lctext":"t","_lcattrs":{"k":"v"}}`, o.Text)
	_, err = Typed{Attributes: map[string]any{"f": func() {}}}.Message()
	var bad *ArgumentError
	assert.ErrorAs(t, err, &bad)
}

func FuzzText(f *testing.F) {
	f.Add("hello")
	f.Add("")
	f.Add("\x00\xff\u2028\"\\")
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := TextOf(&Message{Text: Text(text).Text})
		assert.True(t, ok)
		if utf8.ValidString(text) {
			assert.Equal(t, text, got)
		}
	})
}

func FuzzTyped(f *testing.F) {
	f.Add(`{"_lctype":-1,"_lctext":"hi"}`)
	f.Fuzz(func(t *testing.T, content string) {
		m := &Message{Text: content}
		typed, err := m.Typed()
		text, ok := TextOf(m)
		assert.Equal(t, err == nil && typed.Type == TypeText, ok)
		if ok {
			assert.Equal(t, typed.Text, text)
		}
	})
}
