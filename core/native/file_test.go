package native

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFileMessage(t *testing.T) {
	image := FileMessage{Type: TypeImage, Text: "look", Attributes: map[string]any{"a": 1.0}, File: File{
		URL: "http://x/y.png", ObjectID: "f1", Name: "y.png", Format: "png", Size: 1234, Width: 10, Height: 20,
		MetaData: map[string]any{"owner": "tom"},
	}}
	o, err := image.Message()
	require.NoError(t, err)
	assert.JSONEq(t, `{"_lctype":-2,"_lctext":"look","_lcattrs":{"a":1},"_lcfile":{"url":"http://x/y.png","objId":"f1",
		"metaData":{"name":"y.png","format":"png","size":1234,"width":10,"height":20,"owner":"tom"}}}`, o.Text)
	assert.Equal(t, map[string]any{"owner": "tom"}, image.File.MetaData, "the argument is left alone")
	got, ok := FileOf(&Message{Text: o.Text})
	require.True(t, ok)
	assert.Len(t, got.File.MetaData, 6)
	got.File.MetaData = image.File.MetaData
	assert.Equal(t, image, got)

	o, err = FileMessage{File: File{URL: "http://x/y"}}.Message()
	require.NoError(t, err)
	assert.JSONEq(t, `{"_lctype":-6,"_lcfile":{"url":"http://x/y"}}`, o.Text)
	got, ok = FileOf(&Message{Text: o.Text})
	assert.True(t, ok)
	assert.Equal(t, FileMessage{Type: TypeFile, File: File{URL: "http://x/y"}}, got)

	for _, bad := range []FileMessage{
		{}, {Type: TypeText, File: File{URL: "u"}}, {File: File{URL: "u"}, Attributes: map[string]any{"f": func() {}}},
	} {
		_, err := bad.Message()
		var argument *ArgumentError
		assert.ErrorAs(t, err, &argument)
	}
	for _, text := range []string{
		``, `hi`, `{"_lctype":-1,"_lcfile":{"url":"u"}}`, `{"_lctype":-2}`, `{"_lctype":-2,"_lcfile":{}}`, `{"_lctype":-2,"_lcfile":7}`,
	} {
		_, ok := FileOf(&Message{Text: text})
		assert.False(t, ok, text)
	}
}

func TestLocationMessage(t *testing.T) {
	here := LocationMessage{Text: "here", Latitude: 31.9, Longitude: 121}
	o, err := here.Message()
	require.NoError(t, err)
	assert.JSONEq(t, `{"_lctype":-5,"_lctext":"here","_lcloc":{"latitude":31.9,"longitude":121}}`, o.Text)
	got, ok := LocationOf(&Message{Text: o.Text})
	assert.True(t, ok)
	assert.Equal(t, here, got)
	_, err = LocationMessage{Latitude: 91}.Message()
	var argument *ArgumentError
	assert.ErrorAs(t, err, &argument)
	for _, text := range []string{``, `{"_lctype":-1,"_lcloc":{"latitude":1,"longitude":1}}`, `{"_lctype":-5}`, `{"_lctype":-5,"_lcloc":{"latitude":1}}`} {
		_, ok := LocationOf(&Message{Text: text})
		assert.False(t, ok, text)
	}
}
