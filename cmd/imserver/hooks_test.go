package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"imclient/core/native"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHooks(t *testing.T) {
	paths := make(chan string, 100)
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "from a file", r.Header.Get("X-LC-Hook-Key"))
		assert.Equal(t, "a", r.Header.Get("X-LC-Id"))
		if r.URL.Path == "/1.1/functions/_conversationStart" {
			_, _ = io.WriteString(w, `{"result":{"reject":true,"code":7,"detail":"no"}}`)
		} else {
			_, _ = io.WriteString(w, `{"result":{}}`)
		}
		paths <- r.URL.Path
	}))
	defer app.Close()
	key := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(key, []byte("from a file\n"), 0o600))
	p := startProcess(t, "--listen", "127.0.0.1:0", "--data", t.TempDir(), "--app", "a,k,m",
		"--hooks-url", app.URL, "--hooks-key-file", key, "--hooks-names", "_conversationStart,_clientOnline,_clientOffline")
	ctx := t.Context()
	r, err := native.New(native.Options{AppID: "a", AppKey: "k", Server: p.url})
	require.NoError(t, err)
	defer r.Close()
	client, err := r.Login(ctx, "ann")
	require.NoError(t, err)
	_, err = client.CreateConversation(ctx, native.ConversationOptions{Members: []string{"bob"}})
	var refusal *native.Error
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, 4305, int(refusal.Code))
	assert.Equal(t, 7, refusal.AppCode)
	require.NoError(t, p.end(t, syscall.SIGTERM), "and what happens at the end is told")
	close(paths)
	var all []string
	for path := range paths {
		all = append(all, path)
	}
	assert.ElementsMatch(t, []string{"/1.1/functions/_conversationStart", "/1.1/functions/_clientOnline", "/1.1/functions/_clientOffline"}, all)
}
