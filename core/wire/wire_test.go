package wire_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/wire"
)

func TestRoundTrip(t *testing.T) {
	in := &wire.GenericCommand{}
	in.SetCmd(wire.CommandConv)
	in.SetOp(wire.OpStart)
	in.SetI(-7)
	in.SetPeerId("")
	conv := &wire.ConvCommand{}
	conv.SetM([]string{"小明", "", "tom"})
	conv.SetUnique(true)
	conv.SetLimit(0)
	conv.SetMaxReadTimestamp(1 << 60)
	attr := &wire.JsonObjectMessage{}
	attr.SetData(`{"name":"x"}`)
	conv.SetAttr(attr)
	failed := &wire.ErrorCommand{}
	failed.SetCode(4304)
	failed.SetReason("full")
	failed.SetPids([]string{"a"})
	conv.AddFailedPids(failed, failed)
	in.SetConvMessage(conv)

	frame, err := in.Append(nil)
	require.NoError(t, err)
	assert.Equal(t, len(frame), cap(frame[:len(frame):len(frame)]))

	out := &wire.GenericCommand{}
	require.NoError(t, out.Unmarshal(frame))
	assert.Equal(t, in, out)
	assert.True(t, out.HasPeerId())
	assert.False(t, out.HasAppId())
	assert.True(t, out.GetConvMessage().HasLimit())
	assert.Equal(t, "", out.GetDirectMessage().GetCid())

	again, err := out.Append([]byte("x"))
	require.NoError(t, err)
	assert.Equal(t, append([]byte("x"), frame...), again)
}
