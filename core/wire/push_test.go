package wire_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/wire"
)

// samePush requires that ReadPush and Unmarshal agree about a frame, and reports
// whether ReadPush reads it.
func samePush(t *testing.T, frame []byte) bool {
	var p wire.Push
	if !wire.ReadPush(frame, &p) {
		return false
	}
	var m wire.GenericCommand
	require.NoError(t, m.Unmarshal(frame))
	direct := m.GetDirectMessage()
	assert.EqualExportedValues(t, wire.Push{
		PeerID: m.GetPeerId(), Cid: direct.GetCid(), ID: direct.GetId(), From: direct.GetFromPeerId(), Msg: direct.GetMsg(),
		Timestamp: direct.GetTimestamp(), Service: uint8(m.GetService()), Receipt: direct.GetR(), Transient: direct.GetTransient(),
	}, p)
	assert.Equal(t, wire.CommandDirect, m.GetCmd())
	// What a Push has no field for is not there.
	rest := wire.GenericCommand{}
	rest.SetCmd(wire.CommandDirect)
	if m.HasPeerId() {
		rest.SetPeerId(p.PeerID)
	}
	if m.HasService() {
		rest.SetService(int32(p.Service))
	}
	plain := &wire.DirectCommand{}
	plain.SetMsg(p.Msg)
	if direct.HasCid() {
		plain.SetCid(p.Cid)
	}
	if direct.HasId() {
		plain.SetId(p.ID)
	}
	if direct.HasFromPeerId() {
		plain.SetFromPeerId(p.From)
	}
	if direct.HasTimestamp() {
		plain.SetTimestamp(p.Timestamp)
	}
	if direct.HasR() {
		plain.SetR(p.Receipt)
	}
	if direct.HasTransient() {
		plain.SetTransient(p.Transient)
	}
	if direct.HasConvType() {
		plain.SetConvType(direct.GetConvType())
	}
	rest.SetDirectMessage(plain)
	all, err := m.Append(nil)
	require.NoError(t, err)
	of, err := rest.Append(nil)
	require.NoError(t, err)
	assert.Equal(t, all, of)
	return true
}

func TestReadPush(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*wire.GenericCommand, *wire.DirectCommand)
		reads  bool
	}{
		"plain": {func(*wire.GenericCommand, *wire.DirectCommand) {}, true},
		"flags": {func(_ *wire.GenericCommand, d *wire.DirectCommand) {
			d.SetR(true)
			d.SetTransient(true)
			d.SetConvType(1)
		}, true},
		"no peer":      {func(m *wire.GenericCommand, _ *wire.DirectCommand) { m.ClearPeerId() }, true},
		"other peer":   {func(m *wire.GenericCommand, _ *wire.DirectCommand) { m.SetPeerId("天") }, true},
		"negative":     {func(_ *wire.GenericCommand, d *wire.DirectCommand) { d.SetTimestamp(-1) }, true},
		"long":         {func(_ *wire.GenericCommand, d *wire.DirectCommand) { d.SetMsg(strings.Repeat("x", 16_000)) }, true},
		"serial":       {func(m *wire.GenericCommand, _ *wire.DirectCommand) { m.SetI(3) }, false},
		"command":      {func(m *wire.GenericCommand, _ *wire.DirectCommand) { m.SetCmd(wire.CommandConv) }, false},
		"permanent":    {func(m *wire.GenericCommand, _ *wire.DirectCommand) { m.SetNotificationType(1) }, false},
		"edited":       {func(_ *wire.GenericCommand, d *wire.DirectCommand) { d.SetPatchTimestamp(5) }, false},
		"binary":       {func(_ *wire.GenericCommand, d *wire.DirectCommand) { d.SetBinaryMsg([]byte{1}) }, false},
		"mention":      {func(_ *wire.GenericCommand, d *wire.DirectCommand) { d.SetMentionPids([]string{"tom"}) }, false},
		"mention all":  {func(_ *wire.GenericCommand, d *wire.DirectCommand) { d.SetMentionAll(true) }, false},
		"no content":   {func(_ *wire.GenericCommand, d *wire.DirectCommand) { d.ClearMsg() }, false},
		"half a text":  {func(_ *wire.GenericCommand, d *wire.DirectCommand) { d.SetMsg("\xff") }, false},
		"half an id":   {func(_ *wire.GenericCommand, d *wire.DirectCommand) { d.SetId("\xff") }, false},
		"half a peer":  {func(m *wire.GenericCommand, _ *wire.DirectCommand) { m.SetPeerId("\xff") }, false},
		"no service":   {func(m *wire.GenericCommand, _ *wire.DirectCommand) { m.SetService(0) }, false},
		"large number": {func(m *wire.GenericCommand, _ *wire.DirectCommand) { m.SetService(300) }, false},
	} {
		m := textMessage()
		c.change(m, m.GetDirectMessage())
		frame, err := m.Append(nil)
		require.NoError(t, err)
		assert.Equal(t, c.reads, samePush(t, frame), name)
		for n := range min(len(frame), 400) {
			samePush(t, frame[:n])
		}
		assert.False(t, samePush(t, append(frame, 0xff)), name)
	}
}

func TestKeptPush(t *testing.T) {
	frame, err := textMessage().Append(nil)
	require.NoError(t, err)
	var p wire.Push
	require.True(t, wire.ReadPush(frame, &p))
	want := p
	want.ID, want.From, want.Msg = strings.Clone(p.ID), strings.Clone(p.From), strings.Clone(p.Msg)
	buffer := p.Keep(make([]byte, 3, 10))
	clear(frame)
	assert.Equal(t, want.ID, p.ID)
	assert.Equal(t, want.From, p.From)
	assert.Equal(t, want.Msg, p.Msg)
	p = wire.Push{ID: "a"}
	assert.Equal(t, &buffer[0], &p.Keep(buffer)[0], "a buffer that is large enough is used again")
	assert.Equal(t, wire.Push{ID: "a"}, p)
	p = wire.Push{}
	assert.Empty(t, p.Keep(nil))
}

func TestReadPushAllocatesNothing(t *testing.T) {
	frame, err := textMessage().Append(nil)
	require.NoError(t, err)
	var p wire.Push
	assert.Zero(t, testing.AllocsPerRun(100, func() { wire.ReadPush(frame, &p) }))
}

func FuzzReadPush(f *testing.F) {
	frame, err := textMessage().Append(nil)
	require.NoError(f, err)
	f.Add(frame)
	f.Add([]byte{1 << 3, 2, 0xc2, 6, 2, 0x0a, 0})
	f.Fuzz(func(t *testing.T, frame []byte) { samePush(t, frame) })
}

func BenchmarkReadPush(b *testing.B) {
	frame, err := textMessage().Append(nil)
	require.NoError(b, err)
	var p wire.Push
	b.SetBytes(int64(len(frame)))
	for b.Loop() {
		if !wire.ReadPush(frame, &p) {
			b.Fatal("not read")
		}
	}
}
