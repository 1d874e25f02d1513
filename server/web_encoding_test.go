package server_test

import (
	"io"
	"net/http"
	"testing"
	"testing/fstest"
	"time"

	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// load asks for a file as a browser does that decodes for itself.
func load(t *testing.T, i *servertest.Instance, path string, header ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, i.URL+path, nil)
	require.NoError(t, err)
	request.Header.Set("Accept-Encoding", "identity")
	for n := 0; n < len(header); n += 2 {
		request.Header.Set(header[n], header[n+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response, string(body)
}

func TestWebFilesAreSentCompressed(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Web: fstest.MapFS{
		"dist/imclient.wasm":    {Data: []byte("plain")},
		"dist/imclient.wasm.br": {Data: []byte("brotli")},
		"dist/imclient.wasm.gz": {Data: []byte("gzip")},
		"dist/only.js":          {Data: []byte("plain")},
		"dist/only.js.gz":       {Data: []byte("gzip")},
		"dist/none.js":          {Data: []byte("plain")},
	}})
	tests := []struct {
		path, accepted string
		coding, body   string
	}{
		{"/dist/imclient.wasm", "gzip, deflate, br, zstd", "br", "brotli"},
		{"/dist/imclient.wasm", "GZIP", "gzip", "gzip"},
		{"/dist/imclient.wasm", "br;q=0, gzip;q=0.5", "gzip", "gzip"},
		{"/dist/imclient.wasm", "br; q=0.1", "br", "brotli"},
		{"/dist/imclient.wasm", "br;q=x", "", "plain"},
		{"/dist/imclient.wasm", "*", "br", "brotli"},
		{"/dist/imclient.wasm", "*;q=0.3, br;q=0", "gzip", "gzip"},
		{"/dist/imclient.wasm", "*;q=0", "", "plain"},
		{"/dist/imclient.wasm", "identity", "", "plain"},
		{"/dist/imclient.wasm", "brotli", "", "plain"},
		{"/dist/only.js", "br, gzip", "gzip", "gzip"},
		{"/dist/only.js", "br", "", "plain"},
		{"/dist/none.js", "br, gzip", "", "plain"},
	}
	tags := map[string]string{}
	for _, test := range tests {
		name := test.path + " " + test.accepted
		response, body := load(t, i, test.path, "Accept-Encoding", test.accepted)
		assert.Equal(t, http.StatusOK, response.StatusCode, name)
		assert.Equal(t, test.coding, response.Header.Get("Content-Encoding"), name)
		assert.Equal(t, test.body, body, name)
		vary := "Accept-Encoding"
		if test.path == "/dist/none.js" {
			vary = ""
		}
		assert.Equal(t, vary, response.Header.Get("Vary"), name)
		if test.path == "/dist/imclient.wasm" {
			assert.Equal(t, "application/wasm", response.Header.Get("Content-Type"), name)
			tag := response.Header.Get("ETag")
			require.NotEmpty(t, tag, name)
			if known, ok := tags[tag]; ok {
				assert.Equal(t, known, body, "a tag is of one form")
			}
			tags[tag] = body
			again, _ := load(t, i, test.path, "Accept-Encoding", test.accepted, "If-None-Match", tag)
			assert.Equal(t, http.StatusNotModified, again.StatusCode, name)
		}
	}
	assert.Len(t, tags, 3)
}

func TestWebFilesOfAnEarlierBuildAreNotSent(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	i := servertest.StartWith(t, server.Options{Web: fstest.MapFS{
		"dist/imclient.js":    {Data: []byte("new"), ModTime: now},
		"dist/imclient.js.br": {Data: []byte("old"), ModTime: now.Add(-time.Second)},
		"dist/imclient.js.gz": {Data: []byte("new, gzip"), ModTime: now},
	}})
	response, body := load(t, i, "/dist/imclient.js", "Accept-Encoding", "br, gzip")
	assert.Equal(t, "gzip", response.Header.Get("Content-Encoding"))
	assert.Equal(t, "new, gzip", body)
	_, body = load(t, i, "/dist/imclient.js", "Accept-Encoding", "br")
	assert.Equal(t, "new", body)
}
