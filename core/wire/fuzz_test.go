package wire_test

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/wire"
)

// allocated returns how many bytes do allocates. Other goroutines allocate too,
// so that a result above limit is measured again.
func allocated(limit uint64, do func()) uint64 {
	var bytes uint64
	for range 3 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		do()
		runtime.ReadMemStats(&after)
		if bytes = after.TotalAlloc - before.TotalAlloc; bytes <= limit {
			break
		}
	}
	return bytes
}

// allowance is what decoding n bytes may allocate, with room for what the
// allocator adds to round up.
func allowance(n int) uint64 { return uint64(wire.MaxExpansion*n+wire.MinAllowance) * 5 / 4 }

func FuzzUnmarshal(f *testing.F) {
	for _, seed := range []string{
		"", "\x08\x00", "\x80", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
		"\xfb\x07\xfc\x07", "\x10\xe7\x07", "\xaa\x06\x02\x12\x00", strings.Repeat("\x92\x07\x02\x0a\x00", 40),
		"\x92\x07\x28" + strings.Repeat("\x0a\x00", 20), "\x22\x03\xed\xa0\xbd",
	} {
		f.Add([]byte(seed))
	}
	r := rand.New(rand.NewPCG(9, 10))
	for i := range 30 {
		m := &wire.GenericCommand{}
		fill(r, m, []float64{0.05, 0.3, 1}[i%3], nil)
		frame, err := m.Append(nil)
		require.NoError(f, err)
		f.Add(frame)
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		sent := bytes.Clone(frame)
		m := &wire.GenericCommand{}
		var err error
		limit := allowance(len(frame))
		require.LessOrEqual(t, allocated(limit, func() { err = m.Unmarshal(frame) }), limit)
		require.Equal(t, sent, frame)
		if err != nil {
			require.Equal(t, &wire.GenericCommand{}, m)
			return
		}
		first, err := m.Append(nil)
		require.NoError(t, err)
		again := &wire.GenericCommand{}
		if err := again.Unmarshal(first); err != nil {
			// What was padded may have got a larger allowance than what is not.
			require.ErrorIs(t, err, wire.ErrTooLarge)
			require.Less(t, len(first), len(frame))
			return
		}
		require.Equal(t, m, again)
		second, err := again.Append(nil)
		require.NoError(t, err)
		require.Equal(t, first, second)
	})
}

// Frames that say more than they weigh.
func TestAllocationIsBounded(t *testing.T) {
	const size = 1 << 20
	list := func(tag, body string) []byte {
		var value []byte
		for len(value) < size {
			value = append(value, body...)
		}
		n := len(value)
		return append([]byte(tag+string([]byte{byte(n) | 0x80, byte(n>>7) | 0x80, byte(n >> 14)})), value...)
	}
	for name, c := range map[string]struct {
		frame []byte
		want  error
	}{
		"empty patches":           {list("\x92\x07", "\x0a\x00"), wire.ErrTooLarge},
		"empty log items":         {list("\xea\x06", "\xca\x06\x00"), wire.ErrTooLarge},
		"small tuples":            {list("\xd2\x06", "\x0a\x04\x0a\x00\x10\x00"), wire.ErrTooLarge},
		"empty strings":           {list("\xf2\x06", "\x0a\x00"), nil},
		"scattered empty strings": {list("\xf2\x06", "\x0a\x00\x10\x01"), nil},
		"one unknown varint":      {list("\xf2\x06", "\xf8\x07\x01"), nil},
		"broken text":             {list("\xf2\x06", "\x0a\x02\xffa"), nil},
		"strings":                 {list("\xf2\x06", "\x0a\x09abcdefghi"), nil},
	} {
		var err error
		limit := allowance(len(c.frame))
		bytes := allocated(limit, func() { err = (&wire.GenericCommand{}).Unmarshal(c.frame) })
		assert.LessOrEqual(t, bytes, limit, name)
		if c.want == nil {
			assert.NoError(t, err, name)
		} else {
			assert.ErrorIs(t, err, c.want, name)
		}
		t.Logf("%s: %.1f times the frame", name, float64(bytes)/float64(len(c.frame)))
	}
}
