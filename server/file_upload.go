package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"imclient/server/blob"
	"imclient/server/store"
)

const (
	// uploadIdle is how long an upload or a download may stand still.
	uploadIdle = 30 * time.Second
	// maxUploads bounds the uploads of one node at a time.
	maxUploads = 64
)

// fileUpload takes the content of a file: as the body of a PUT, or as the part
// "file" of a form that is posted. The media type is the one that the token was
// given for, whatever the upload says.
func (s *Server) fileUpload(w http.ResponseWriter, r *http.Request) {
	t, err := s.readUpload(r.PathValue("token"))
	if err != nil {
		s.refuseFile(w, r, http.StatusForbidden, codeFileNotSaved, err.Error())
		return
	}
	f, err := s.readFile(r.Context(), t.App, t.File)
	switch {
	case err != nil:
		s.failFile(w, r, err)
		return
	case f == nil:
		s.refuseFile(w, r, http.StatusNotFound, codeObjectNotFound, "the file has been deleted")
		return
	case f.State != store.FilePending:
		s.refuseFile(w, r, http.StatusConflict, codeFileNotSaved, "the upload token has been used")
		return
	}
	select {
	case s.uploads <- struct{}{}:
		defer func() { <-s.uploads }()
	default:
		w.Header().Set("Retry-After", "5")
		s.refuseFile(w, r, http.StatusServiceUnavailable, codeFileNotSaved, "too many uploads at a time")
		return
	}
	body, size, err := uploadContent(r)
	if err != nil {
		s.refuseFile(w, r, http.StatusBadRequest, codeFileNotSaved, err.Error())
		return
	}
	until := time.Now().Add(time.UnixMilli(t.Expires).Sub(s.clock.Now()))
	ctx, cancel := context.WithDeadline(r.Context(), until)
	defer cancel()
	steady := &steadyReader{r: body, control: http.NewResponseController(w), until: until}
	size, err = s.files.Put(ctx, f.Blob, steady, blob.PutOptions{Type: f.Type, Size: size, Limit: int64(s.options.Limits.File)})
	_ = steady.control.SetReadDeadline(time.Time{})
	switch {
	case errors.Is(err, blob.ErrTooLarge):
		// The rest is not read: the connection ends with it.
		w.Header().Set("Connection", "close")
		s.refuseFile(w, r, http.StatusRequestEntityTooLarge, codeFileTooLarge, "the file is too large")
	case errors.Is(err, blob.ErrExists):
		s.refuseFile(w, r, http.StatusConflict, codeFileNotSaved, "the upload token has been used")
	case err != nil && steady.failed:
		s.refuseFile(w, r, http.StatusBadRequest, codeFileNotSaved, "the upload ended early")
	case err != nil:
		s.failFile(w, r, err)
	default:
		err := s.advanceFile(r.Context(), f, store.FileUploaded, size)
		if errors.Is(err, store.ErrNotFound) {
			if err := s.files.Delete(r.Context(), f.Blob); err != nil {
				s.failFile(w, r, err)
				return
			}
			s.refuseFile(w, r, http.StatusNotFound, codeObjectNotFound, "the file has been deleted")
			return
		}
		if err != nil {
			s.failFile(w, r, err)
			return
		}
		writeJSON(w, http.StatusOK, map[string]any{"key": f.Blob, "objectId": f.ID, "url": f.URL})
	}
}

// uploadContent finds the content in a request, and its size, -1 when that is not
// known.
func uploadContent(r *http.Request) (io.Reader, int64, error) {
	if r.Method == http.MethodPut {
		return r.Body, r.ContentLength, nil
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, 0, errors.New("the body is not a form")
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return nil, 0, errors.New(`the form has no part "file"`)
		}
		if name := part.FormName(); name == "file" || name == "fileContent" {
			return part, -1, nil
		}
	}
}

// steadyReader gives a request more time as long as content arrives, up to a limit.
type steadyReader struct {
	r       io.Reader
	control *http.ResponseController
	until   time.Time
	failed  bool // reading failed
}

func (s *steadyReader) Read(p []byte) (int, error) {
	deadline := time.Now().Add(uploadIdle)
	if s.until.Before(deadline) {
		deadline = s.until
	}
	_ = s.control.SetReadDeadline(deadline)
	_ = s.control.SetWriteDeadline(deadline.Add(uploadIdle)) // of the answer, which comes at the end
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.failed = true
	}
	return n, err
}

// refuseFile and failFile log no path: it may hold an upload token.
func (s *Server) refuseFile(w http.ResponseWriter, r *http.Request, status, code int, message string) {
	s.log.Info("file refused", "remote", r.RemoteAddr, "status", status, "code", code, "error", message)
	writeError(w, status, code, message)
}

func (s *Server) failFile(w http.ResponseWriter, r *http.Request, err error) {
	s.log.Error("file failed", "remote", r.RemoteAddr, "error", err)
	writeError(w, http.StatusInternalServerError, codeFileNotSaved, "internal error")
}
