package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"imclient/server/archive/sample"
	"imclient/server/pull/pulltest"
	"imclient/server/store/postgres/pgtest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const sampleNow = 1_790_000_000_000

// importProcess is an import in a process of its own; where says where the data is.
func importProcess(in string, where ...string) (*exec.Cmd, *bytes.Buffer) {
	cmd := exec.Command(os.Args[0], slices.Concat([]string{"import", "--app", "a"}, where, []string{in})...)
	cmd.Env = append(os.Environ(), asServer+"=1")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	return cmd, &errs
}

// An import is killed again and again, at moments that are spread over all that it takes,
// and then comes to its end: the export is what was imported.
func TestKilledImport(t *testing.T) {
	killImport(t, func() []string { return []string{"--data", t.TempDir()} })
}

func TestKilledImportIntoPostgreSQL(t *testing.T) {
	cluster := pgtest.Start(t)
	killImport(t, func() []string { return []string{"--store", cluster.Database(t), "--data", t.TempDir()} })
}

func killImport(t *testing.T, place func() []string) {
	t.Helper()
	in := filepath.Join(t.TempDir(), "in")
	require.NoError(t, sample.Write(in, sample.Options{Conversations: 1000, Messages: 20_000, Users: 100, Seed: 6, Now: sampleNow}))
	start := time.Now()
	whole, errs := importProcess(in, place()...)
	require.NoError(t, whole.Run(), errs.String())
	took := time.Since(start)

	where, killed := place(), 0
	const kills = 5
	for n := 1; n <= kills; n++ {
		cmd, _ := importProcess(in, where...)
		require.NoError(t, cmd.Start())
		timer := time.AfterFunc(took*time.Duration(n)/kills, func() { _ = cmd.Process.Kill() })
		if cmd.Wait() != nil {
			killed++
		}
		timer.Stop()
	}
	assert.Positive(t, killed)
	cmd, errs := importProcess(in, where...)
	require.NoError(t, cmd.Run(), errs.String())
	left, err := filepath.Glob(filepath.Join(where[len(where)-1], "*import-*"))
	require.NoError(t, err)
	assert.Empty(t, left, "what the killed ones sorted is removed")
	out := filepath.Join(t.TempDir(), "out")
	status, _, text := runCommand(t, slices.Concat([]string{"export", "--app", "a", "--out", out}, where)...)
	require.Zero(t, status, text)
	want, err := sample.Digests(t.Context(), in)
	require.NoError(t, err)
	got, err := sample.Digests(t.Context(), out)
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

func TestImportCommand(t *testing.T) {
	dir, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	file := filepath.Join(dir, "_Conversation.jsonl")
	require.NoError(t, os.WriteFile(file, []byte(`{"objectId":"c1","m":["a","b","c"]}`+"\n{\n"), 0o600))
	report := filepath.Join(dir, "report")
	status, out, errs := runCommand(t, "import", "--dry-run", "--data", data, "--app", "a", file)
	assert.Equal(t, 3, status)
	assert.Contains(t, out, "dry run: nothing was written")
	assert.Contains(t, errs, file+":2: not a JSON object")
	assert.NoDirExists(t, data)

	status, out, errs = runCommand(t, "import", "--data", data, "--app", "a", "--members", "2", "--report", report, file)
	assert.Equal(t, 3, status, errs)
	assert.Contains(t, out, "note: members beyond the limit are left out: 1")
	text, err := os.ReadFile(report)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	require.Len(t, lines, 3)
	for _, line := range lines {
		assert.True(t, json.Valid([]byte(line)))
	}
	for _, c := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"import"}, 2, "no FILE"},
		{[]string{"import", "--only", "nothing", file}, 2, `unknown class "nothing"`},
		{[]string{"import", "--data", data, filepath.Join(dir, "none")}, 1, "no such file"},
		{[]string{"import", "--data", data, t.TempDir()}, 1, "no files to read"},
		{[]string{"export"}, 2, "--out"},
		{[]string{"export", "--data", t.TempDir(), "--out", dir}, 1, "no such file"},
		{[]string{"export", "--data", data, "--out", dir}, 1, "is not empty"},
		{[]string{"pull", "--app", "a", "--out", dir}, 2, "--url"},
		{[]string{"pull", "--url", "https://x", "--app", "a", "--out", dir, "--skip", "all"}, 2, `unknown step "all"`},
		{[]string{"pull", "--url", "https://x", "--app", "a", "--out", dir}, 1, "LEANCLOUD_MASTER_KEY is not set"},
	} {
		status, _, errs := runCommand(t, c.args...)
		assert.Equal(t, c.status, status, c.args)
		assert.Contains(t, errs, c.want)
	}
}

func TestPullCommand(t *testing.T) {
	in, out := filepath.Join(t.TempDir(), "in"), filepath.Join(t.TempDir(), "out")
	require.NoError(t, sample.Write(in, sample.Options{Conversations: 50, Messages: 3000, Users: 20, Seed: 8, Now: sampleNow}))
	s, err := pulltest.Start("a", "master-of-a", in)
	require.NoError(t, err)
	defer s.Close()
	t.Setenv(masterKeyVariable, "master-of-a")
	args := []string{"pull", "--url", s.URL, "--app", "a", "--out", out}
	status, text, errs := runCommand(t, append(args, "--dry-run")...)
	require.Zero(t, status, errs)
	assert.Contains(t, text, "_Conversation: 50 rows")
	assert.NoDirExists(t, out)
	status, text, errs = runCommand(t, args...)
	require.Zero(t, status, errs)
	assert.Contains(t, text, "run 1: ")
	assert.Contains(t, text, "50 rows, 0 of them repeated, 0 of no use")
	assert.NotContains(t, text+errs, "master-of-a")
	status, text, errs = runCommand(t, append(args, "--skip", "blacklists,client-blacklists")...)
	require.Zero(t, status, errs)
	assert.Contains(t, text, "run 2: ")
	left, err := filepath.Glob(filepath.Join(out, "check-*"))
	require.NoError(t, err)
	assert.Empty(t, left)
}
