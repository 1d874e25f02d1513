package server

import (
	"errors"
	"mime"
	"net/http"
	"strings"
	"time"

	"imclient/server/blob"
	"imclient/server/store"
)

// shown are the media types that a browser may show by itself; it is told to save
// all others. None of them can carry a script.
var shown = map[string]bool{
	"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true, "image/avif": true, "image/heic": true, "image/bmp": true,
}

func isShown(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	return shown[kind] || strings.HasPrefix(kind, "audio/") || strings.HasPrefix(kind, "video/")
}

// fileServe answers with the content of a file. Whoever knows its address may read
// it: the id in there cannot be guessed. The address of a file never gets other
// content.
func (s *Server) fileServe(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("name")
	if end := strings.IndexAny(id, "./"); end >= 0 {
		id = id[:end]
	}
	f, err := s.readFile(r.Context(), r.PathValue("app"), id)
	if err == nil && f != nil && f.Blob != "" {
		f, err = s.settleFile(r.Context(), f)
	}
	if err != nil {
		s.failREST(w, r, err)
		return
	}
	if f == nil || f.Blob == "" {
		writeError(w, http.StatusNotFound, codeObjectNotFound, "no such file")
		return
	}
	content, err := s.files.Open(r.Context(), f.Blob)
	if errors.Is(err, blob.ErrNotFound) {
		writeError(w, http.StatusNotFound, codeObjectNotFound, "no such file")
		return
	}
	if err != nil {
		s.failREST(w, r, err)
		return
	}
	defer content.Close()
	fileHeaders(w.Header(), f)
	http.ServeContent(steadyWriter{w, http.NewResponseController(w)}, r, "", time.UnixMilli(f.CreatedAt), content)
}

// steadyWriter gives an answer more time as long as its receiver takes some of it.
type steadyWriter struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (w steadyWriter) Write(p []byte) (int, error) {
	_ = w.control.SetWriteDeadline(time.Now().Add(uploadIdle))
	return w.ResponseWriter.Write(p)
}

// fileHeaders keep what users upload from doing anything on this origin but being
// shown or saved.
func fileHeaders(h http.Header, f *store.File) {
	disposition := "attachment"
	if isShown(f.Type) {
		disposition = "inline"
	}
	h.Set("Content-Type", f.Type)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": f.Name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", `"`+f.ID+`"`)
}
