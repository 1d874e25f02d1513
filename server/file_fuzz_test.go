package server

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"imclient/server/blob"
	"imclient/server/store"

	"github.com/stretchr/testify/require"
)

// Whatever a file and its type are called, the address stays below the app's, and the
// headers say nothing but what they should.
func FuzzFileNames(f *testing.F) {
	for _, seed := range [][3]string{{"a.png", "", "app"}, {"../../etc/passwd", "text/html", ".."}, {"a\r\nX: y", "a/b; c=\"\n\"", "a/b"}, {`..\x`, "image/svg+xml", ""}, {"é?#%00", "A/B", "App-1"}} {
		f.Add(seed[0], seed[1], seed[2])
	}
	s := &Server{}
	s.log = slog.New(slog.DiscardHandler)
	f.Fuzz(func(t *testing.T, name, kind, app string) {
		require.True(t, blob.IsKey(blobKey(app, "0123456789abcdef01234567")))
		w := httptest.NewRecorder()
		made := s.newFile(w, httptest.NewRequest("POST", "/1.1/fileTokens", nil), &fileInput{Name: name, Type: kind})
		if made == nil {
			require.Equal(t, http.StatusBadRequest, w.Code)
			return
		}
		require.NotContains(t, made.Name, "/")
		for _, keep := range []bool{false, true} {
			u, err := url.Parse(fileURL("https://host", "app", made.ID, made.Name, keep))
			require.NoError(t, err)
			require.Empty(t, u.RawQuery+u.Fragment)
			require.True(t, strings.HasPrefix(u.EscapedPath(), "/files/app/"+made.ID))
		}
		h := http.Header{}
		fileHeaders(h, &store.File{ID: made.ID, Name: made.Name, Type: made.Type})
		for name, values := range h {
			require.NotContains(t, strings.Join(values, ""), "\n", name)
			require.NotContains(t, strings.Join(values, ""), "\r", name)
		}
		require.NotEmpty(t, h.Get("Content-Disposition"))
		require.NotEmpty(t, h.Get("Content-Type"))
	})
}

func FuzzUploadTokens(f *testing.F) {
	s := &Server{clock: systemClock{}, tokenKey: []byte("key")}
	signed := uploadToken{App: "app", File: "file", Expires: 1 << 60}
	good, err := s.signUpload(signed)
	require.NoError(f, err)
	f.Add(good)
	f.Add("a.b")
	f.Add("." + good)
	f.Fuzz(func(t *testing.T, token string) {
		if read, err := s.readUpload(token); err == nil {
			require.Equal(t, signed, read)
		}
	})
}
