package server_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// deadlines notes how much time an answer was given before each write.
type deadlines struct {
	*httptest.ResponseRecorder
	read, write time.Time
	early       int // writes without time
}

func (d *deadlines) SetReadDeadline(at time.Time) error  { d.read = at; return nil }
func (d *deadlines) SetWriteDeadline(at time.Time) error { d.write = at; return nil }

func (d *deadlines) Write(p []byte) (int, error) {
	if !d.write.After(time.Now()) {
		d.early++
	}
	d.write = time.Time{}
	return d.ResponseRecorder.Write(p)
}

// Uploads and downloads go on for as long as they move, whatever the limits of the HTTP
// server are.
func TestTransfersGetMoreTime(t *testing.T) {
	i := servertest.Start(t)
	file := token(t, i, `{"name":"film.mp4","mime_type":"video/mp4"}`)
	content := strings.Repeat("0123456789abcdef", 20000)
	upload, err := url.Parse(file["upload_url"].(string))
	require.NoError(t, err)
	up := &deadlines{ResponseRecorder: httptest.NewRecorder()}
	i.Any().Handler().ServeHTTP(up, httptest.NewRequest("PUT", upload.RequestURI(), strings.NewReader(content)))
	require.Equal(t, http.StatusOK, up.Code, up.Body)
	assert.Zero(t, up.early, "the answer to an upload has time")
	require.Equal(t, http.StatusOK, callback(t, i, file, true))

	address, err := url.Parse(file["url"].(string))
	require.NoError(t, err)
	down := &deadlines{ResponseRecorder: httptest.NewRecorder()}
	i.Any().Handler().ServeHTTP(down, httptest.NewRequest("GET", address.RequestURI(), nil))
	assert.Equal(t, content, down.Body.String())
	assert.Zero(t, down.early, "each part of a download has time")
}
