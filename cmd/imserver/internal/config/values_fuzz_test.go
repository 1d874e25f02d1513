package config

import (
	"bytes"
	"flag"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzValues sets any setting to whatever, as the environment and the command line
// do. What is taken is printed so that it is taken again, and means the same.
func FuzzValues(f *testing.F) {
	settings := New().table()
	for n := range settings {
		for _, text := range New().table()[n].value.get() {
			f.Add(uint8(n), text)
		}
	}
	for _, text := range []string{"", "off", "1MiB", "999999999999TB", "-1", "1h2m3s", "9999999h", "1e9", "https://x:y@z", "http://", "::1", "[::1]:80",
		"127.0.0.1/8,::/0", "*", "a,b,,c", "\x00", "true", "dev:key:master", "a=b=c"} {
		for n := range uint8(8) {
			f.Add(n*7, text)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		n := int(which) % len(settings)
		c := New()
		s := c.table()[n]
		// A name of a file would be read.
		if strings.HasSuffix(s.Key, "_file") || c.environment(map[string]string{s.Variable(): text}) != nil {
			return
		}
		want := s.value.get()
		again := New()
		if len(want) == 0 {
			return
		}
		require.NoError(t, again.table()[n].value.set(want), "%s: %q gives %q", s.Key, text, want)
		assert.Equal(t, want, again.table()[n].value.get(), s.Key)
		c.Print(io.Discard)
	})
}

// FuzzLine reads whatever as a command line. It is refused or taken.
func FuzzLine(f *testing.F) {
	f.Add("--listen :80 --limits-members 3")
	f.Add("--app a:b:c --no-such --")
	f.Add("-h")
	f.Fuzz(func(t *testing.T, text string) {
		args := strings.Fields(text)
		for _, arg := range args {
			if strings.Contains(arg, "config") || strings.Contains(arg, "file") {
				return // it would be read
			}
		}
		var out bytes.Buffer
		c, _, err := Load("imserver serve", "[flags]", args, nil, &out)
		if err == nil {
			c.Print(io.Discard)
			return
		}
		assert.Nil(t, c)
		assert.NotEqual(t, "", err.Error())
		if err == flag.ErrHelp || err == ErrUsage {
			assert.NotZero(t, out.Len(), "it was answered")
		}
	})
}
