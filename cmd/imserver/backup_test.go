package main

import (
	"bytes"
	"context"
	"fmt"
	"imclient/cmd/imserver/internal/config"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"imclient/core/native"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// command runs imserver and returns what it wrote.
func runCommand(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(context.Background(), args, &out, &errs)
	return status, out.String(), errs.String()
}

// The server runs in another process and is written to all the while.
func TestBackupAndRestore(t *testing.T) {
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "backup.db")
	p := startProcess(t, "--listen", "127.0.0.1:0", "--data", dir)
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	conversation, end := loginAndCreate(t, ctx, p.url)
	defer end()
	send := func(n int) string {
		m, err := conversation.Send(ctx, native.Text(fmt.Sprint(n)))
		require.NoError(t, err)
		return m.ID
	}
	var before []string
	for n := range 20 {
		before = append(before, send(n))
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for n := 20; ; n++ {
			select {
			case <-stop:
				return
			default:
				if _, err := conversation.Send(ctx, native.Text(fmt.Sprint(n))); err != nil {
					t.Errorf("sending during the backup: %v", err)
					return
				}
			}
		}
	}()
	status, out, errs := runCommand(t, "backup", "--data", dir, "--out", file)
	close(stop)
	<-stopped
	require.Zero(t, status, errs)
	assert.Contains(t, out, "checked")
	status, _, errs = runCommand(t, "restore", "--data", dir, "--from", file)
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, "a server runs on that directory")
	require.NoError(t, p.end(t, syscall.SIGTERM))

	fresh := filepath.Join(t.TempDir(), "fresh")
	status, _, errs = runCommand(t, "restore", "--data", fresh, "--from", file)
	require.Zero(t, status, errs)
	p = startProcess(t, "--listen", "127.0.0.1:0", "--data", fresh)
	restored, end := loginAndCreate(t, ctx, p.url)
	defer end()
	assert.Equal(t, conversation.ID(), restored.ID())
	history, err := restored.History(ctx, native.HistoryQuery{Limit: 1000})
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(history), len(before))
	for i, m := range history {
		if i < len(before) {
			assert.Equal(t, before[i], m.ID)
		}
		text, _ := native.TextOf(m)
		assert.Equal(t, fmt.Sprint(i), text, "no gap")
	}
	require.NoError(t, p.end(t, syscall.SIGTERM))
}

func TestBackupSaysWhatIsNotInIt(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	require.NoError(t, startProcess(t, "--listen", "127.0.0.1:0", "--data", dir).end(t, syscall.SIGTERM))
	status, _, errs := runCommand(t, "backup", "--data", dir, "--out", filepath.Join(out, "a"))
	assert.Zero(t, status)
	assert.Empty(t, errs, "there are no uploaded files")
	blobs := filepath.Join(dir, "files", "blobs", "dev")
	require.NoError(t, os.MkdirAll(blobs, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(blobs, "file"), nil, 0o600))
	status, _, errs = runCommand(t, "backup", "--data", dir, "--out", filepath.Join(out, "b"))
	assert.Zero(t, status)
	assert.Contains(t, errs, "NOT in this backup")
	require.NoError(t, os.Truncate(filepath.Join(dir, "imserver.db"), 4096))
	status, _, errs = runCommand(t, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, "put a backup in its place")
}

func loginAndCreate(t *testing.T, ctx context.Context, url string) (*native.Conversation, func()) {
	rt, err := native.New(native.Options{AppID: "dev", AppKey: "dev", Server: url})
	require.NoError(t, err)
	ann, err := rt.Login(ctx, "ann")
	require.NoError(t, err)
	c, err := ann.CreateConversation(ctx, native.ConversationOptions{Members: []string{"bob"}})
	require.NoError(t, err)
	return c, func() { _ = rt.Close() }
}

func TestHealthCommand(t *testing.T) {
	dir := t.TempDir()
	p := startProcess(t, "--listen", "127.0.0.1:0", "--data", dir)
	socket := filepath.Join(dir, "admin.sock")
	status, out, errs := runCommand(t, "health", "--socket", socket)
	assert.Zero(t, status, errs)
	assert.Contains(t, out, "ok")
	status, _, errs = runCommand(t, "health", "--socket", socket, "--url", p.url)
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, "not both")
	status, out, errs = runCommand(t, "health", "--url", p.url+"/healthz")
	assert.Zero(t, status, errs)
	assert.Contains(t, out, "ok")
	status, _, errs = runCommand(t, "health", "--url", p.url+"/nothing")
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, "404")
	require.NoError(t, p.end(t, syscall.SIGTERM))
	status, _, _ = runCommand(t, "health", "--url", p.url+"/healthz")
	assert.Equal(t, 1, status)
	status, _, _ = runCommand(t, "health", "--socket", socket)
	assert.Equal(t, 1, status)
	for listen, want := range map[string]string{"": "http://127.0.0.1:8080/healthz", ":80": "http://127.0.0.1:80/healthz",
		"0.0.0.0:80": "http://127.0.0.1:80/healthz", "[::1]:80": "http://[::1]:80/healthz"} {
		c := &config.Config{Listen: listen}
		assert.Equal(t, want, ownURL(c))
		c.TLS.Certificate = "cert.pem"
		assert.Equal(t, strings.Replace(want, "http:", "https:", 1), ownURL(c))
	}
	file := filepath.Join(t.TempDir(), "imserver.yaml")
	require.NoError(t, os.WriteFile(file, []byte("listen: "+strings.TrimPrefix(p.url, "http://")+"\n"), 0o600))
	status, _, errs = runCommand(t, "health", "--config", file)
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, p.url+"/healthz", "the configured address is asked")
}
