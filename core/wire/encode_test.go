package wire_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/wire"
)

func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for i := range 300 {
		in := &wire.GenericCommand{}
		fill(r, in, []float64{0.05, 0.3, 1}[i%3], nil)
		frame, err := in.Append([]byte("before"))
		require.NoError(t, err)
		require.Equal(t, "before", string(frame[:6]))
		out := &wire.GenericCommand{}
		require.NoError(t, out.Unmarshal(frame[6:]))
		require.Equal(t, show(in), show(out))
	}
}

func TestAppendTakesOneAllocation(t *testing.T) {
	m := &wire.GenericCommand{}
	fill(rand.New(rand.NewPCG(7, 8)), m, 1, nil)
	assert.EqualValues(t, 1, testing.AllocsPerRun(10, func() {
		if _, err := m.Append(nil); err != nil {
			t.Fatal(err)
		}
	}))
	buffer, err := m.Append(nil)
	require.NoError(t, err)
	assert.EqualValues(t, 0, testing.AllocsPerRun(10, func() {
		if _, err := m.Append(buffer[:0]); err != nil {
			t.Fatal(err)
		}
	}))
}

func TestRequired(t *testing.T) {
	code := &wire.ErrorCommand{}
	code.SetCode(0)
	both := &wire.ErrorCommand{}
	both.SetCode(0)
	both.SetReason("")
	command := &wire.GenericCommand{}
	command.SetErrorMessage(code)
	list := &wire.ConvCommand{}
	list.SetFailedPids([]*wire.ErrorCommand{both, code})
	missing := &wire.ConvCommand{}
	missing.SetFailedPids([]*wire.ErrorCommand{nil})
	var none *wire.JsonObjectMessage
	for name, m := range map[string]message{
		"empty": &wire.ErrorCommand{}, "half": code, "nested": command, "in a list": list, "nil in a list": missing, "nil": none,
	} {
		out, err := m.Append([]byte("before"))
		require.ErrorIs(t, err, wire.ErrRequired, name)
		assert.Equal(t, "before", string(out), name)
	}
	out, err := both.Append(nil)
	require.NoError(t, err, "an explicit zero is a value")
	assert.Equal(t, "\x08\x00\x12\x00", string(out))
}

func TestPresence(t *testing.T) {
	m := &wire.LogsCommand{}
	assert.False(t, m.HasL())
	assert.Equal(t, wire.DirectionOld, m.GetDirection(), "the default")
	assert.False(t, m.HasDirection())
	m.SetL(0)
	m.SetDirection(wire.DirectionNew)
	m.SetLogs([]*wire.LogItem{{}})
	assert.Equal(t, map[string]any{"l": "0", "direction": "2", "logs": []any{map[string]any{}}}, show(m))
	m.ClearL()
	m.ClearDirection()
	m.ClearLogs()
	assert.Equal(t, map[string]any{}, show(m))
	assert.Equal(t, wire.DirectionOld, m.GetDirection())

	command := &wire.GenericCommand{}
	assert.Equal(t, "", command.GetConvMessage().GetResults().GetData(), "getters of nil")
	command.SetConvMessage(&wire.ConvCommand{})
	assert.True(t, command.HasConvMessage())
	out, err := command.Append(nil)
	require.NoError(t, err)
	assert.Equal(t, "\xf2\x06\x00", string(out), "an empty message is a value")
	command.SetConvMessage(nil)
	assert.False(t, command.HasConvMessage())
}

func TestEnumNames(t *testing.T) {
	assert.Equal(t, "goaway", wire.CommandGoaway.String())
	assert.Equal(t, "members_unshutuped", wire.OpMembersUnshutuped.String())
	assert.Equal(t, "expire", wire.OpExpire.String())
	assert.Equal(t, "-1", wire.OpType(-1).String())
	assert.Equal(t, "NEW", wire.DirectionNew.String())
}
