package main

import (
	"bytes"
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A short one; make soak takes half an hour.
func TestSoak(t *testing.T) {
	var out bytes.Buffer
	s := &soak{imserver: buildServer(t), clients: 30, rounds: 18, out: &out}
	problems, err := s.run(context.Background())
	require.NoError(t, err)
	assert.Empty(t, problems, out.String())
	assert.Len(t, s.result.samples, 18)
	assert.Equal(t, 18*30, s.result.acked)
	assert.Positive(t, s.result.reconnects)
	assert.Positive(t, s.result.logins)
}

// What grows is seen, and what has only warmed up is not taken for it.
func TestFlat(t *testing.T) {
	series := func(at func(n float64) memory) (samples []sample) {
		for n := range 90 {
			samples = append(samples, sample{client: at(float64(n)), server: at(0)})
		}
		return samples
	}
	for name, c := range map[string]struct {
		at   func(n float64) memory
		want []string
	}{
		"flat":                 {func(float64) memory { return memory{50e6, 300, 0} }, nil},
		"warming up":           {func(n float64) memory { return memory{min(n, 25) * 4e6, min(n, 25) * 20, 0} }, nil},
		"a heap that grows":    {func(n float64) memory { return memory{50e6 + n*300e3, 300, 0} }, []string{"client heap, MB grows"}},
		"goroutines that stay": {func(n float64) memory { return memory{50e6, 300 + n*2, 0} }, []string{"client goroutines grows"}},
	} {
		assert.Equal(t, c.want, flat(series(c.at), io.Discard), name)
	}
	assert.NotEmpty(t, flat(nil, io.Discard), "no verdict without samples")
}
