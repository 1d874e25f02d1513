package bucket

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"imclient/server/blob/blobtest"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// service is an S3 service with one bucket.
func service(t *testing.T) Options {
	t.Helper()
	backend := s3mem.New()
	require.NoError(t, backend.CreateBucket("files"))
	s := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(s.Close)
	return Options{Endpoint: s.URL, Region: "us-east-1", Bucket: "files", Prefix: "im/", AccessKey: "key", SecretKey: "secret"}
}

func TestStore(t *testing.T) {
	s, err := Open(t.Context(), service(t))
	require.NoError(t, err)
	blobtest.Run(t, s)
	assert.Empty(t, s.PublicURL("app/key"))
	u, err := s.UploadURL(t.Context(), "app/key", "text/plain", time.Hour)
	require.NoError(t, err)
	assert.Empty(t, u)
}

func TestDirectUpload(t *testing.T) {
	o := service(t)
	o.Direct, o.PublicURL = true, "https://cdn.example.org/"
	s, err := Open(t.Context(), o)
	require.NoError(t, err)
	assert.Equal(t, "https://cdn.example.org/im/app/key", s.PublicURL("app/key"))
	u, err := s.UploadURL(t.Context(), "app/key", "text/plain", time.Hour)
	require.NoError(t, err)
	assert.Contains(t, u, "/files/im/app/key?")
	assert.Contains(t, u, "X-Amz-SignedHeaders=content-type%3Bhost")
	assert.NotContains(t, u, "secret")
	r, err := http.NewRequest(http.MethodPut, u, strings.NewReader("hello"))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "text/plain")
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
	n, err := s.Size(t.Context(), "app/key")
	require.NoError(t, err)
	assert.EqualValues(t, 5, n)
	_, err = s.UploadURL(t.Context(), "../key", "text/plain", time.Hour)
	assert.Error(t, err)
}

func TestOpenFailures(t *testing.T) {
	good := service(t)
	for name, change := range map[string]func(*Options){
		"no URL":        func(o *Options) { o.Endpoint = "s3.example.org" },
		"a path":        func(o *Options) { o.Endpoint += "/path" },
		"a bad address": func(o *Options) { o.PublicURL = "cdn" },
		"no bucket":     func(o *Options) { o.Bucket = "others" },
		"nobody there":  func(o *Options) { o.Endpoint = "http://127.0.0.1:1" },
	} {
		o := good
		change(&o)
		ctx, cancel := contextWithDeadline(t)
		_, err := Open(ctx, o)
		cancel()
		assert.Error(t, err, name)
	}
}

func contextWithDeadline(t *testing.T) (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.Context(), 2*time.Second)
}
