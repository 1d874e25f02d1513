package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestProgressText(t *testing.T) {
	for _, c := range []struct {
		done, of, from int64
		took           time.Duration
		want           string
	}{
		{0, 0, 0, 0, "step"},
		{5, 0, 0, 0, "step 5"},
		{50, 200, 0, 10 * time.Second, "step 50 of 200 (25%), 5/s, 30s left"},
		{150, 200, 100, 10 * time.Second, "step 150 of 200 (75%), 5/s, 10s left"},
		{200, 200, 0, 10 * time.Second, "step 200 of 200 (100%), 20/s"},
		{90, 0, 0, 10 * time.Second, "step 90, 9/s"},
	} {
		assert.Equal(t, c.want, progressText("step", c.done, c.of, c.from, c.took))
	}
}

// On a terminal one line changes; elsewhere there are whole lines, and few.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(&out)
	p.show("a", 1, 0)
	p.show("a", 2, 0)
	p.show("b", 1, 0)
	p.clear()
	assert.Equal(t, "a 1\nb 1\n", out.String())
	out.Reset()
	p.terminal = true
	p.write("long text")
	p.write("short")
	p.print("stays")
	assert.Equal(t, "\rlong text\rshort    \r     \rstays\n", out.String())
}
