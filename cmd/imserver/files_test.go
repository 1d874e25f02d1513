package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"encoding/json"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A file goes to the bucket that is configured, and comes from it.
func TestFilesInABucket(t *testing.T) {
	backend := s3mem.New()
	require.NoError(t, backend.CreateBucket("files"))
	service := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(service.Close)
	flags := []string{"--files-endpoint", service.URL, "--files-region", "r", "--files-bucket", "files", "--files-prefix", "im/", "--files-access-key", "k", "--files-secret-key", "s"}
	p := startProcess(t, append([]string{"--listen", "127.0.0.1:0", "--data", t.TempDir()}, flags...)...)
	send := func(method, address, body string) []byte {
		r, err := http.NewRequest(method, address, strings.NewReader(body))
		require.NoError(t, err)
		r.Header.Set("X-LC-Id", "dev")
		r.Header.Set("X-LC-Key", "dev")
		response, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.Less(t, response.StatusCode, 300, string(text))
		return text
	}
	var file struct {
		URL    string
		Upload string `json:"upload_url"`
		Key    string
	}
	require.NoError(t, json.Unmarshal(send("POST", p.url+"/1.1/fileTokens", `{"name":"a.txt"}`), &file))
	send("PUT", file.Upload, "hello")
	assert.Equal(t, "hello", string(send("GET", file.URL, "")))
	object, err := backend.HeadObject("files", "im/"+file.Key)
	require.NoError(t, err)
	assert.EqualValues(t, 5, object.Size)
	require.NoError(t, p.end(t, syscall.SIGTERM))

	var out, errs bytes.Buffer
	status := run(t.Context(), append([]string{"serve", "--listen", "127.0.0.1:0", "--data", t.TempDir()}, append(flags, "--files-bucket", "others")...), &out, &errs)
	assert.Equal(t, 1, status)
	assert.Contains(t, errs.String(), "does not exist")
}
