package record

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// one is a decoded record.
type one struct {
	kind    Kind
	id      uint32
	payload []byte
}

// records splits the outbox.
func records(t *testing.T, b []byte) []one {
	t.Helper()
	var all []one
	for len(b) > 0 {
		require.GreaterOrEqual(t, len(b), 12)
		size := binary.LittleEndian.Uint32(b)
		require.Zero(t, size%4)
		require.LessOrEqual(t, int(size), len(b))
		all = append(all, one{Kind(binary.LittleEndian.Uint32(b[4:])), binary.LittleEndian.Uint32(b[8:]), b[12:size]})
		b = b[size:]
	}
	return all
}

func readU32(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }

func readF64(b []byte, at int) float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(b[at:]))
}

func TestOutboxKeepsOrderAndPads(t *testing.T) {
	var o Outbox
	o.Head(StopTimer, 7)
	o.Data(Send, 3, []byte{1, 2, 3, 4, 5})
	o.Data(Log, 1, []byte("né"))
	o.Timer(9, 1500.25)
	o.Sent(4, 1_700_000_000_123, "abc")
	o.Data(Result, 5, nil)
	o.Count(2, 6, 41, true)

	all := records(t, o.Bytes())
	require.Len(t, all, 7)
	assert.Equal(t, one{Count, 2, []byte{6, 0, 0, 0, 41, 0, 0, 0, 1, 0, 0, 0}}, all[6])
	assert.Equal(t, one{StopTimer, 7, []byte{}}, all[0])
	assert.Equal(t, one{Send, 3, []byte{5, 0, 0, 0, 1, 2, 3, 4, 5, 0, 0, 0}}, all[1])
	assert.Equal(t, one{Log, 1, []byte("\x03\x00\x00\x00né\x00")}, all[2])
	assert.Equal(t, 1500.25, readF64(all[3].payload, 0))
	assert.Equal(t, 1_700_000_000_123.0, readF64(all[4].payload, 0))
	assert.Equal(t, uint32(3), readU32(all[4].payload, 8))
	assert.Equal(t, "abc", string(all[4].payload[12:15]))
	assert.Equal(t, one{Result, 5, []byte{0, 0, 0, 0}}, all[5])
	assert.NotZero(t, o.Pointer())

	o.Drained()
	assert.Zero(t, o.Len())
}

func TestDrainedReleasesABurst(t *testing.T) {
	var o Outbox
	o.Data(Log, 0, []byte("small"))
	o.Drained()
	assert.NotZero(t, cap(o.buf), "a small buffer is kept")
	o.Data(Log, 0, make([]byte, 1<<20))
	o.Drained()
	assert.Zero(t, cap(o.buf))
}

func FuzzMessage(f *testing.F) {
	f.Add("id", "tom", "hello", []byte{})
	f.Add("天", "a😀b", "\x00\"", []byte{1, 2, 3})
	f.Add("cut\xe5", "\xa4\xa9", "bad\xff\xed\xa0\x80", []byte("x"))
	f.Fuzz(func(t *testing.T, id, from, text string, data []byte) {
		var o Outbox
		mentions := `["天"]`
		o.Message(8, &Received{Seq: 2, Flags: FlagOwn, Unread: 7, Timestamp: 11, PatchTimestamp: 12, ID: id, From: from, Text: text, Mentions: mentions, Binary: data})
		all := records(t, o.Bytes())
		require.Len(t, all, 1)
		p := all[0].payload
		assert.Equal(t, []uint32{2, FlagOwn}, []uint32{readU32(p, 0), readU32(p, 4)})
		assert.Equal(t, []float64{11, 12}, []float64{readF64(p, 8), readF64(p, 16)})
		assert.Equal(t, uint32(7), readU32(p, 48))
		n := int(readU32(p, 40))
		whole := utf16.Encode([]rune(string(p[52 : 52+n])))
		for i, want := range []string{id, from, text, mentions} {
			size := int(readU32(p, 24+4*i))
			require.LessOrEqual(t, size, len(whole))
			assert.Equal(t, string([]rune(want)), string(utf16.Decode(whole[:size])))
			whole = whole[size:]
		}
		assert.Empty(t, whole)
		assert.Equal(t, len(data), int(readU32(p, 44)))
		assert.Equal(t, string(data), string(p[52+n:52+n+len(data)]))
	})
}

// layout writes a message to send as JavaScript does.
func layout(flags, priority uint32, parts ...string) []byte {
	b := binary.LittleEndian.AppendUint32(nil, flags)
	b = binary.LittleEndian.AppendUint32(b, priority)
	for _, s := range parts {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(s)))
	}
	return append(b, strings.Join(parts, "")...)
}

func TestReadOutgoing(t *testing.T) {
	got, err := ReadOutgoing(layout(SendReceipt|SendWill, 2, "body", "dt", "{}", `["a"]`))
	require.NoError(t, err)
	assert.Equal(t, Outgoing{Flags: SendReceipt | SendWill, Priority: 2, Text: "body", Dt: "dt", PushData: "{}", Mentions: `["a"]`}, got)

	input := layout(SendBinary, 0, "\xff\x00", "dt", "", "")
	got, err = ReadOutgoing(input)
	require.NoError(t, err)
	clear(input)
	assert.Equal(t, Outgoing{Flags: SendBinary, Binary: []byte{0xff, 0}, Dt: "dt"}, got, "nothing is kept of the input")

	whole := layout(0, 0, "a", "b", "c", "d")
	for n := range whole {
		_, err := ReadOutgoing(whole[:n])
		assert.ErrorIs(t, err, errOutgoing, "cut at %d", n)
	}
	_, err = ReadOutgoing(append(whole, 0))
	assert.ErrorIs(t, err, errOutgoing)
}

func FuzzReadOutgoing(f *testing.F) {
	f.Add(layout(1, 2, "a", "b", "c", "d"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := ReadOutgoing(b); err == nil {
			assert.Equal(t, len(b), outgoingHeader+len(m.Dt)+len(m.Text)+len(m.Binary)+len(m.PushData)+len(m.Mentions))
		}
	})
}
