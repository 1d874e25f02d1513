package wire_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/wire"
)

func TestDecodeErrors(t *testing.T) {
	for _, c := range []struct {
		name  string
		frame string
		want  error
	}{
		{"nothing after the tag", "08", wire.ErrTruncated},
		{"half a varint", "0880", wire.ErrTruncated},
		{"half a tag", "aa", wire.ErrTruncated},
		{"half a string", "1a0461", wire.ErrTruncated},
		{"a length beyond int", "1affffffffffffffffff01", wire.ErrTruncated},
		{"half a nested message", "ba060208", wire.ErrTruncated},
		{"a string that leaves its message", "ba0602" + "1205" + "6162636465", wire.ErrTruncated},
		{"half an unknown fixed64", "f90700000000", wire.ErrTruncated},
		{"half an unknown fixed32", "fd07000000", wire.ErrTruncated},
		{"half an unknown string", "fa070261", wire.ErrTruncated},
		{"a varint of eleven bytes", "08ffffffffffffffffffff01", wire.ErrMalformed},
		{"a varint of 65 bits", "08ffffffffffffffffff02", wire.ErrMalformed},
		{"field number 0", "0000", wire.ErrMalformed},
		{"a tag of 33 bits", "80808080100a", wire.ErrMalformed},
		{"a group", "fb07fc07", wire.ErrMalformed},
		{"wire type 6", "fe07", wire.ErrMalformed},
		{"a string where an integer is due", "0a00", wire.ErrWireType},
		{"an integer where a string is due", "1800", wire.ErrWireType},
		{"an integer where a message is due", "b006" + "00", wire.ErrWireType},
		{"an integer among strings", "f206" + "05" + "0a0161" + "0801", wire.ErrWireType},
		{"an error without code", "ba06021200", wire.ErrRequired},
		{"an empty tuple", "d206020a00", wire.ErrRequired},
	} {
		t.Run(c.name, func(t *testing.T) {
			frame, err := hex.DecodeString(c.frame)
			require.NoError(t, err)
			m := &wire.GenericCommand{}
			m.SetAppId("left over")
			require.ErrorIs(t, m.Unmarshal(frame), c.want)
			assert.Equal(t, &wire.GenericCommand{}, m, "a failed decode leaves nothing")
		})
	}
}

func TestDecodeIsLenient(t *testing.T) {
	for _, c := range []struct {
		name  string
		frame string
		want  map[string]any
	}{
		{"an empty frame", "", map[string]any{}},
		{"the last of several wins", "2801" + "2802", map[string]any{"i": "2"}},
		{"nested messages merge", "aa060218" + "01" + "aa06030a0161", map[string]any{
			"dataMessage": map[string]any{"offline": true, "ids": []any{"a"}},
		}},
		{"an int32 beyond its width is cut", "28ffffffff7f", map[string]any{"i": "-1"}},
		{"any varint but zero is true", "aa0603" + "18ac02", map[string]any{"dataMessage": map[string]any{"offline": true}}},
		{"padded varints", "2881808000", map[string]any{"i": "1"}},
		{"fields in any order", "2801" + "0800", map[string]any{"i": "1", "cmd": "0"}},
		{"an enum's value that is none", "10e707", map[string]any{"op": "999"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			frame, err := hex.DecodeString(c.frame)
			require.NoError(t, err)
			m := &wire.GenericCommand{}
			require.NoError(t, m.Unmarshal(frame))
			assert.Equal(t, c.want, show(m))
		})
	}
}

// Values of a repeated field that other fields separate are one list, and a tag
// may be spelled longer than it has to be.
func TestDecodeScatteredLists(t *testing.T) {
	m := &wire.ConvCommand{}
	frame, err := hex.DecodeString("0a0161" + "1001" + "0a0162" + "0a00" + "1000" + "8a00" + "0163")
	require.NoError(t, err)
	require.NoError(t, m.Unmarshal(frame))
	assert.Equal(t, []string{"a", "b", "", "c"}, m.GetM())
	assert.True(t, m.HasTransient())
	assert.False(t, m.GetTransient())
}

func TestDecodeKeepsNothingOfTheFrame(t *testing.T) {
	in := &wire.DirectCommand{}
	in.SetMsg("text")
	in.SetBinaryMsg([]byte("blob"))
	frame, err := in.Append(nil)
	require.NoError(t, err)
	out := &wire.DirectCommand{}
	require.NoError(t, out.Unmarshal(frame))
	clear(frame)
	assert.Equal(t, "text", out.GetMsg())
	assert.Equal(t, "blob", string(out.GetBinaryMsg()))

	blob := out.GetBinaryMsg()
	blob = append(blob, "longer than it was"...)
	clear(blob)
	clear(out.GetBinaryMsg())
	assert.Equal(t, "text", out.GetMsg(), "bytes and strings share no memory")
}

// Half an emoji is what JavaScript's substring leaves; the official SDK encodes
// it as three bytes that are no UTF-8.
func TestDecodeRepairsText(t *testing.T) {
	for sent, want := range map[string]string{
		"a\xed\xa0\xbdb":   "a\uFFFDb",
		"\xff":             "\uFFFD",
		"a\x80b\x80c\xe4":  "a\uFFFDb\uFFFDc\uFFFD",
		"会话\x00":           "会话\x00",
		"\xf0\x9f\x98\x80": "😀",
	} {
		in := &wire.DirectCommand{}
		in.SetMsg(sent)
		in.SetToPeerIds([]string{sent})
		frame, err := in.Append(nil)
		require.NoError(t, err)
		out := &wire.DirectCommand{}
		require.NoError(t, out.Unmarshal(frame))
		assert.Equal(t, want, out.GetMsg())
		assert.Equal(t, []string{want}, out.GetToPeerIds())
	}
}
