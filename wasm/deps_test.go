package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// goTool runs the go command for the target that imclient.wasm is built for.
func goTool(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	return strings.TrimSpace(string(out))
}

// What a page downloads is decided by what is linked. A new package has to be
// argued for and added to deps.txt by hand; the standard library's internal
// packages, which change with the toolchain, are not listed.
func TestLinkedPackages(t *testing.T) {
	listed, err := os.ReadFile("deps.txt")
	require.NoError(t, err)
	var linked []string
	for _, name := range strings.Fields(goTool(t, "list", "-deps", ".")) {
		ours := strings.HasPrefix(name, "imclient/")
		if ours || !slices.Contains(strings.Split(name, "/"), "internal") {
			linked = append(linked, name)
		}
	}
	slices.Sort(linked)
	assert.Equal(t, strings.Fields(string(listed)), linked)
	for _, name := range []string{"net/http", "net/url", "crypto/tls", "encoding/json", "google.golang.org/protobuf/proto", "github.com/coder/websocket"} {
		assert.NotContains(t, linked, name)
	}
}

// Loader and binary are a pair: wasm_exec.js must be the toolchain's own.
func TestLoaderIsTheToolchains(t *testing.T) {
	want, err := os.ReadFile(filepath.Join(goTool(t, "env", "GOROOT"), "lib/wasm/wasm_exec.js"))
	require.NoError(t, err)
	got, err := os.ReadFile("../wasm_exec.js")
	require.NoError(t, err)
	assert.True(t, bytes.Equal(want, got), "wasm_exec.js is not the one of this Go toolchain")
}
