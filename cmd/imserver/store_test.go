package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"imclient/core/native"
	"imclient/server/archive"
	"imclient/server/archive/sample"
	"imclient/server/store/postgres"
	"imclient/server/store/postgres/pgtest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What operators do with a PostgreSQL database, while nodes serve it and while none does.
func TestDataInPostgreSQL(t *testing.T) {
	url, data, in := pgtest.Fresh(t), t.TempDir(), filepath.Join(t.TempDir(), "in")
	at := func(args ...string) []string { return append(args, "--store", url, "--data", data) }
	require.NoError(t, sample.Write(in, sample.Options{Conversations: 20, Messages: 300, Users: 10, Seed: 9, Now: sampleNow}))
	status, _, errs := runCommand(t, at("export", "--app", "dev", "--out", filepath.Join(t.TempDir(), "none"))...)
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, "holds nothing of imserver's")
	status, dry, errs := runCommand(t, append(at("import", "--app", "dev", "--dry-run"), in)...)
	require.Zero(t, status, errs)
	made, err := postgres.Exists(t.Context(), url)
	require.NoError(t, err)
	assert.False(t, made, "a dry run makes no schema")
	status, out, errs := runCommand(t, append(at("import", "--app", "dev"), in)...)
	require.Zero(t, status, errs)
	assert.Equal(t, dry, "dry run: nothing was written\n"+out)
	left, err := os.ReadDir(data)
	require.NoError(t, err)
	assert.Empty(t, left, "what was sorted is gone")

	p := startProcess(t, "--listen", "127.0.0.1:0", "--data", data, "--store", url)
	status, _, errs = runCommand(t, append(at("import", "--app", "dev"), in)...)
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, "imserver at this machine")
	assert.Contains(t, errs, "stop the nodes")
	export := func() (string, map[archive.Class]*sample.Digest) {
		t.Helper()
		dir := filepath.Join(t.TempDir(), "out")
		status, text, errs := runCommand(t, at("export", "--app", "dev", "--out", dir)...)
		require.Zero(t, status, errs)
		got, err := sample.Digests(t.Context(), dir)
		require.NoError(t, err)
		return text, got
	}
	want, err := sample.Digests(t.Context(), in)
	require.NoError(t, err)
	_, got := export()
	assert.Equal(t, want, got, "while a node serves")
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	conversation, end := loginAndCreate(t, ctx, p.url)
	defer end()
	_, err = conversation.Send(ctx, native.Text("new"))
	require.NoError(t, err)
	text, got := export()
	assert.Contains(t, text, "301")
	assert.Equal(t, want[archive.Messages].Rows+1, got[archive.Messages].Rows)
	end()
	require.NoError(t, p.end(t, syscall.SIGTERM))

	// What came meanwhile stays, and nothing is there twice.
	status, out, errs = runCommand(t, append(at("import", "--app", "dev"), in)...)
	require.Zero(t, status, errs)
	assert.Regexp(t, `messages +300 +0 +0 +300 +0 +0`, out)
	_, after := export()
	assert.Equal(t, got, after)
}

func TestPlace(t *testing.T) {
	dir := t.TempDir()
	file, empty := filepath.Join(dir, "url"), filepath.Join(dir, "empty")
	require.NoError(t, os.WriteFile(file, []byte("postgres:///nothing?host="+dir+"\n"), 0o600))
	require.NoError(t, os.WriteFile(empty, nil, 0o600))
	for name, c := range map[string]struct {
		variables, args []string
		want            string
	}{
		"flag":                      {nil, []string{"--store", "postgres:///nothing?host=" + dir}, "pg_dump"},
		"file":                      {nil, []string{"--store-file", file}, "pg_dump"},
		"variable":                  {[]string{"IMSERVER_STORE", "postgres:///nothing?host=" + dir}, nil, "pg_dump"},
		"variable with a file":      {[]string{"IMSERVER_STORE_FILE", file}, nil, "pg_dump"},
		"a flag against a variable": {[]string{"IMSERVER_STORE", "postgres:///nothing"}, []string{"--store", ""}, dir},
		"an empty file":             {nil, []string{"--store-file", empty}, "is empty"},
		"another database":          {nil, []string{"--store", "mysql://root:secret@db/im"}, "not of the form postgres://"},
		"no file":                   {nil, []string{"--store-file", filepath.Join(dir, "none")}, "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.variables != nil {
				t.Setenv(c.variables[0], c.variables[1])
			}
			for _, args := range [][]string{{"backup", "--out", filepath.Join(dir, "b")}, {"restore", "--from", filepath.Join(dir, "none")}} {
				status, _, errs := runCommand(t, slices.Concat(args, []string{"--data", dir}, c.args)...)
				assert.Equal(t, 1, status)
				assert.Contains(t, errs, c.want)
				assert.Equal(t, c.want == "pg_dump", strings.Contains(errs, "pg_dump"))
				assert.NotContains(t, errs, "secret@")
			}
		})
	}
	t.Setenv("IMSERVER_STORE", "postgres://root:secret@db/im")
	for _, command := range []string{"import", "export", "backup", "restore", "migrate"} {
		_, out, errs := runCommand(t, command, "--help")
		assert.NotContains(t, out+errs, "secret@", "the password is not shown")
	}
}
