package wire_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/wire"
)

// What a newer peer adds survives us: behind the known fields of its message.
func TestUnknownFieldsSurvive(t *testing.T) {
	const (
		varint  = "c03e96ffffffffffffff01" // field 1000
		fixed64 = "c93e0102030405060708"   // field 1001
		text    = "d23e03616263"           // field 1002
		fixed32 = "dd3e01020304"           // field 1003
	)
	nested := "aa06" + "0e" + text + "1801" + fixed32 // a data command with two of them
	frame, err := hex.DecodeString(varint + "0802" + fixed64 + nested + text + "2805" + fixed32)
	require.NoError(t, err)
	m := &wire.GenericCommand{}
	require.NoError(t, m.Unmarshal(frame))
	assert.Equal(t, wire.CommandDirect, m.GetCmd())
	assert.Equal(t, int32(5), m.GetI())
	assert.True(t, m.GetDataMessage().GetOffline())

	out, err := m.Append(nil)
	require.NoError(t, err)
	want := "0802" + "2805" + "aa06" + "0e" + "1801" + text + fixed32 + varint + fixed64 + text + fixed32
	assert.Equal(t, want, hex.EncodeToString(out))

	again := &wire.GenericCommand{}
	require.NoError(t, again.Unmarshal(out))
	assert.Equal(t, m, again)
	m.Reset()
	out, err = m.Append(nil)
	require.NoError(t, err)
	assert.Empty(t, out)
}
