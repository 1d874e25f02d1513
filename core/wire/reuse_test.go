package wire_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/wire"
)

func TestUnmarshalReusing(t *testing.T) {
	frame := func(fill func(*wire.GenericCommand, *wire.DirectCommand)) []byte {
		cmd, direct := new(wire.GenericCommand), new(wire.DirectCommand)
		cmd.SetCmd(wire.CommandDirect)
		cmd.SetDirectMessage(direct)
		fill(cmd, direct)
		b, err := cmd.Append(nil)
		require.NoError(t, err)
		return b
	}
	first := frame(func(_ *wire.GenericCommand, d *wire.DirectCommand) {
		d.SetMsg("first")
		d.SetMentionPids([]string{"a", "b"})
		d.SetTransient(true)
	})
	second := frame(func(_ *wire.GenericCommand, d *wire.DirectCommand) { d.SetId("2") })
	without := frame(func(c *wire.GenericCommand, _ *wire.DirectCommand) { c.ClearDirectMessage() })

	cmd, direct := new(wire.GenericCommand), new(wire.DirectCommand)
	require.NoError(t, cmd.UnmarshalReusing(first, direct, nil))
	assert.Same(t, direct, cmd.GetDirectMessage())
	text, mentions := direct.GetMsg(), direct.GetMentionPids()
	for _, again := range [][]byte{second, first, second} {
		require.NoError(t, cmd.UnmarshalReusing(again, direct, nil))
		assert.Same(t, direct, cmd.GetDirectMessage())
		encoded, err := cmd.Append(nil)
		require.NoError(t, err)
		assert.Equal(t, again, encoded, "nothing is left of the one before")
	}
	assert.Equal(t, "first", text)
	assert.Equal(t, []string{"a", "b"}, mentions)

	require.NoError(t, cmd.UnmarshalReusing(without, direct, nil))
	assert.False(t, cmd.HasDirectMessage())
	require.NoError(t, cmd.UnmarshalReusing(first, nil, nil))
	assert.Equal(t, "first", cmd.GetDirectMessage().GetMsg())
	require.Error(t, cmd.UnmarshalReusing(first[:len(first)-1], direct, nil))
	assert.Equal(t, &wire.GenericCommand{}, cmd)
	require.NoError(t, cmd.UnmarshalReusing(second, direct, nil))
	assert.Equal(t, "", direct.GetMsg())
}

// TestUnmarshalReusingAnAck keeps what the ack before it said apart.
func TestUnmarshalReusingAnAck(t *testing.T) {
	frame := func(uid string, code int32) []byte {
		cmd, ack := new(wire.GenericCommand), new(wire.AckCommand)
		cmd.SetCmd(wire.CommandAck)
		if uid != "" {
			ack.SetUid(uid)
		}
		if code != 0 {
			ack.SetCode(code)
		}
		cmd.SetAckMessage(ack)
		b, err := cmd.Append(nil)
		require.NoError(t, err)
		return b
	}
	cmd, ack := new(wire.GenericCommand), new(wire.AckCommand)
	require.NoError(t, cmd.UnmarshalReusing(frame("first", 0), nil, ack))
	assert.Same(t, ack, cmd.GetAckMessage())
	uid := ack.GetUid()
	require.NoError(t, cmd.UnmarshalReusing(frame("", 7), nil, ack))
	assert.Same(t, ack, cmd.GetAckMessage())
	assert.False(t, ack.HasUid())
	assert.Equal(t, int32(7), ack.GetCode())
	assert.Equal(t, "first", uid)
}
