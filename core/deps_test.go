//go:build !js

package core_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// allowed are the packages that core may link, besides its own and what the
// runtime brings: it is part of a page, and every package costs its loading
// time. fmt, reflect, encoding/json and net/url are what this test is about.
var allowed = []string{
	"cmp", "errors", "io", "iter", "math/bits", "runtime", "slices", "strconv", "strings",
	"sync", "sync/atomic", "syscall", "syscall/js", "time", "unicode", "unicode/utf16", "unicode/utf8", "unsafe",
}

func TestLinkedPackages(t *testing.T) {
	list := exec.Command("go", "list", "-deps", ".")
	list.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := list.Output()
	require.NoError(t, err)
	for _, name := range strings.Fields(string(out)) {
		if strings.HasPrefix(name, "imclient/core") || strings.HasPrefix(name, "internal/") || strings.Contains(name, "/internal/") {
			continue
		}
		assert.Contains(t, allowed, name)
	}
}
