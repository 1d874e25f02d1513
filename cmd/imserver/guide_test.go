package main

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"imclient/server/archive"
	"imclient/server/archive/sample"
	"imclient/server/pull/pulltest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var shellBlock = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")

func shellBlocks(t *testing.T, page string) (blocks []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", page))
	require.NoError(t, err)
	for _, found := range shellBlock.FindAllStringSubmatch(string(text), -1) {
		blocks = append(blocks, found[1])
	}
	return blocks
}

// TestMovingGuide runs the blocks of the guide in order, in one shell, against the
// stand-in of the service's API. In both languages they are the same.
func TestMovingGuide(t *testing.T) {
	blocks := shellBlocks(t, "moving.md")
	require.Greater(t, len(blocks), 10)
	assert.Equal(t, blocks, shellBlocks(t, "moving.zh.md"))

	source := filepath.Join(t.TempDir(), "source")
	require.NoError(t, sample.Write(source, sample.Options{Conversations: 40, Messages: 2500, Users: 20, Seed: 12, Now: sampleNow}))
	s, err := pulltest.Start("app-of-the-guide", "master-of-the-guide", source)
	require.NoError(t, err)
	defer s.Close()
	s.SetFault(func(n int) pulltest.Fault {
		return map[int]pulltest.Fault{5: pulltest.Cut, 9: pulltest.Unavailable, 12: pulltest.Overlapping}[n]
	})
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := free.Addr().String()
	require.NoError(t, free.Close())

	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "imserver"), []byte("#!/bin/sh\nexec \"$TEST_BINARY\" \"$@\"\n"), 0o700))
	// The users come from the export, which the guide says is got by hand.
	require.NoError(t, os.Mkdir(filepath.Join(dir, "exported"), 0o700))
	users, err := os.ReadFile(filepath.Join(source, "_User.jsonl"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "exported", "_User.jsonl"), users, 0o600))
	script := strings.Join(blocks, "\n")
	for placeholder, value := range map[string]string{
		"https://xxxxxxxx.api.lncldglobal.com": s.URL, "your-app-id": s.App, "your-app-key": "key-of-the-guide", "your-master-key": s.Master,
		"127.0.0.1:8080": address,
	} {
		require.Contains(t, script, placeholder)
		script = strings.ReplaceAll(script, placeholder, value)
	}
	cmd := exec.Command("sh", "-eux", "-c", script)
	cmd.Dir = dir
	binary, err := filepath.Abs(os.Args[0])
	require.NoError(t, err)
	cmd.Env = append(os.Environ(), asServer+"=1", "TEST_BINARY="+binary, "PATH="+dir+":"+os.Getenv("PATH"))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(t, cmd.Start())
	killed := time.AfterFunc(3*time.Minute, func() { _ = cmd.Process.Kill() })
	defer killed.Stop()
	require.NoError(t, cmd.Wait(), out.String())
	assert.NotContains(t, out.String(), "problem:")
	assert.Contains(t, out.String(), `"msg-id"`)
	assert.Contains(t, out.String(), `"count":40`)

	want, err := sample.Digests(t.Context(), source)
	require.NoError(t, err)
	got, err := sample.Digests(t.Context(), filepath.Join(dir, "everything"))
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Equal(t, 2500, got[archive.Messages].Rows)
}
