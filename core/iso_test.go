package core

import (
	"math/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestTimesAgreeWithTheStandardLibrary(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	last := time.Date(9999, 12, 31, 23, 59, 59, 999e6, time.UTC).UnixMilli()
	first := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	for i := range 5000 {
		ms := first + random.Int63n(last-first)
		if i%2 == 0 {
			ms = 1_300_000_000_000 + random.Int63n(1_000_000_000_000)
		}
		at := time.UnixMilli(ms).UTC()
		assert.Equal(t, `{"__type":"Date","iso":"`+at.Format("2006-01-02T15:04:05.000Z")+`"}`, formatDate(ms))
		assert.Equal(t, ms, parseTime(at.Format("2006-01-02T15:04:05.000Z")))
		assert.Equal(t, ms, parseTime(at.In(time.FixedZone("", 8*3600)).Format("2006-01-02T15:04:05.000Z07:00")))
		assert.Equal(t, ms/1000*1000, parseTime(time.UnixMilli(ms/1000*1000).UTC().Format(time.RFC3339)))
	}
}

func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"2024-02-29T10:00:00.123Z", "2023-02-29T00:00:00Z", "2024-01-01T00:00:00.5Z", "2024-01-01T00:00:00.123456789-05:30", "2024-01-01T24:00:00Z", "2024-01-01T00:00:00", "", "2024-13-01T00:00:00Z", "2024-01-01T00:00:00.Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := int64(0)
		if at, err := time.Parse(time.RFC3339, s); err == nil {
			want = at.UnixMilli()
		}
		if got := parseTime(s); got != want {
			// Stricter in one thing: one digit for the hour, a comma before the
			// fraction, which time.Parse lets pass.
			assert.Zero(t, got, "%q", s)
		}
	})
}
