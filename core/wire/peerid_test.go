package wire_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/wire"
)

func TestAppendPeerID(t *testing.T) {
	m := &wire.GenericCommand{}
	m.SetCmd(wire.CommandDirect)
	m.SetPeerId("first")
	m.SetDirectMessage(&wire.DirectCommand{})
	m.GetDirectMessage().SetMsg("text")
	shared, err := m.Append(make([]byte, 0, 1000))
	require.NoError(t, err)
	behind := shared[:len(shared)+1]

	for _, id := range []string{"", "tom", "小明", strings.Repeat("x", 300)} {
		frame := wire.AppendPeerID(shared, id)
		out := &wire.GenericCommand{}
		require.NoError(t, out.Unmarshal(frame))
		assert.Equal(t, id, out.GetPeerId())
		assert.True(t, out.HasPeerId())
		assert.Equal(t, "text", out.GetDirectMessage().GetMsg())
	}
	assert.Zero(t, behind[len(shared)], "the memory behind the shared frame is not written to")
}
