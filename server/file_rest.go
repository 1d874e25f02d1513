package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"imclient/server/store"
)

const (
	filesPath   = "/files/"
	uploadsPath = "/1.1/uploads/"
)

// fileCalls registers the calls about files.
func (s *Server) fileCalls(mux *http.ServeMux) {
	mux.HandleFunc("POST /1.1/fileTokens", s.fileToken)
	mux.HandleFunc("PUT "+uploadsPath+"{token}", s.fileUpload)
	mux.HandleFunc("POST "+uploadsPath+"{token}", s.fileUpload)
	mux.HandleFunc("POST /1.1/fileCallback", s.fileCallback)
	mux.HandleFunc("POST /1.1/files", s.fileCreate)
	for _, path := range []string{"/1.1/files/{id}", "/1.1/classes/_File/{id}"} {
		mux.HandleFunc("GET "+path, s.fileGet)
		mux.HandleFunc("DELETE "+path, s.fileDelete)
	}
	mux.HandleFunc("GET "+filesPath+"{app}/{name...}", s.fileServe)
}

// fileCallback takes a client's word on how its upload ended.
func (s *Server) fileCallback(w http.ResponseWriter, r *http.Request) {
	a, _ := s.restApp(w, r)
	if a == nil {
		return
	}
	var body struct {
		Token  string `json:"token"`
		Result bool   `json:"result"`
	}
	if !s.readBody(w, r, maxFileBody, &body) {
		return
	}
	t, err := s.readUpload(body.Token)
	if err != nil || t.App != a.ID {
		s.refuseFile(w, r, http.StatusForbidden, codeFileNotSaved, errUploadToken.Error())
		return
	}
	f, err := s.readFile(r.Context(), t.App, t.File)
	if err == nil && f != nil && f.State == store.FileConfirmed {
		writeJSON(w, http.StatusOK, map[string]any{}) // said again
		return
	}
	if err == nil && f != nil && !body.Result {
		if err = s.deleteFile(r.Context(), f); err == nil {
			writeJSON(w, http.StatusOK, map[string]any{})
			return
		}
	}
	if err == nil && f != nil {
		f, err = s.settleFile(r.Context(), f)
	}
	if err == nil && f != nil {
		if err = s.advanceFile(r.Context(), f, store.FileConfirmed, f.Size); errors.Is(err, store.ErrNotFound) {
			f, err = nil, nil // deleted meanwhile
		}
	}
	switch {
	case err != nil:
		s.failREST(w, r, err)
	case f == nil:
		s.refuseFile(w, r, http.StatusBadRequest, codeFileNotSaved, "the content has not arrived, or is too large")
	default:
		writeJSON(w, http.StatusOK, map[string]any{})
	}
}

// fileCreate notes a file whose content is elsewhere.
func (s *Server) fileCreate(w http.ResponseWriter, r *http.Request) {
	a, _ := s.restApp(w, r)
	if a == nil {
		return
	}
	var in fileInput
	if !s.readBody(w, r, maxFileBody, &in) {
		return
	}
	u, err := url.Parse(in.URL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || len(in.URL) > maxFileURL {
		s.refuseFile(w, r, http.StatusBadRequest, codeInvalidField, "url is not of the form https://host/path")
		return
	}
	f := s.newFile(w, r, &in)
	if f == nil {
		return
	}
	f.App, f.State, f.URL = a.ID, store.FileConfirmed, in.URL
	err = s.updateAndWait(r.Context(), func(tx store.Tx) error {
		f.CreatedAt = tx.Now()
		f.UpdatedAt = f.CreatedAt
		return tx.CreateFile(f)
	}, func() {})
	if err != nil {
		s.failREST(w, r, err)
		return
	}
	writeJSON(w, http.StatusCreated, fileRow(f))
}

func (s *Server) fileGet(w http.ResponseWriter, r *http.Request) {
	a, _ := s.restApp(w, r)
	if a == nil {
		return
	}
	if f := s.requireFile(w, r, a); f != nil {
		writeJSON(w, http.StatusOK, fileRow(f))
	}
}

func (s *Server) fileDelete(w http.ResponseWriter, r *http.Request) {
	a := s.restMaster(w, r)
	if a == nil {
		return
	}
	f := s.requireFile(w, r, a)
	if f == nil {
		return
	}
	if err := s.deleteFile(r.Context(), f); err != nil {
		s.failREST(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{})
}

// requireFile finds the file that the path names. It answers the request itself
// when it returns nil.
func (s *Server) requireFile(w http.ResponseWriter, r *http.Request, a *app) *store.File {
	f, err := s.readFile(r.Context(), a.ID, r.PathValue("id"))
	if err == nil && f == nil {
		s.refuseFile(w, r, http.StatusNotFound, codeObjectNotFound, "no such file")
		return nil
	}
	if err != nil {
		s.failREST(w, r, err)
		return nil
	}
	return f
}

// readBody reads a JSON body of at most limit bytes; it answers the request
// itself when it returns false.
func (s *Server) readBody(w http.ResponseWriter, r *http.Request, limit int64, v any) bool {
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, limit))
	dec.UseNumber()
	if err := dec.Decode(v); err != nil {
		s.refuseREST(w, r, http.StatusBadRequest, "the body is not the JSON object that is expected")
		return false
	}
	return true
}
