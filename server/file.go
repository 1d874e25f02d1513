package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"imclient/server/blob"
	"imclient/server/blob/disk"
	"imclient/server/store"
)

// Files are what rich messages point to (docs/protocol.md, Files). The store knows
// about them, Options.Files keeps their content.

// The codes of the file calls, which are the storage service's.
const (
	codeObjectNotFound = 101
	codeInvalidField   = 105
	codeFileName       = 122
	codeFileTooLarge   = 129
	codeFileNotSaved   = 130
)

const (
	// maxFileName and maxFileURL bound what is kept of a file, in bytes.
	maxFileName = 255
	maxFileURL  = 2048
	maxFileBody = 64 << 10
)

// openFiles sets up where the content of files is.
func (s *Server) openFiles() error {
	if s.files = s.options.Files; s.files != nil {
		return nil
	}
	dir := s.options.DataDir
	if dir == "" {
		if s.temporary == "" {
			var err error
			if s.temporary, err = os.MkdirTemp("", "imserver-"); err != nil {
				return fmt.Errorf("server: %w", err)
			}
		}
		dir = s.temporary
	}
	files, err := disk.Open(filepath.Join(dir, "files"))
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	s.files = files
	return nil
}

// closeFiles closes what openFiles opened.
func (s *Server) closeFiles() error {
	if closer, ok := s.files.(io.Closer); ok && s.options.Files == nil {
		return closer.Close()
	}
	return nil
}

// blobKey is where the content of a new file goes. The app's id is part of it as
// far as it can be.
func blobKey(app, id string) string {
	if !blob.IsKey(app) || len(app) > 128 || strings.Contains(app, "/") {
		sum := sha256.Sum256([]byte(app))
		app = "app-" + hex.EncodeToString(sum[:16])
	}
	return app + "/" + id
}

// fileURL is where clients find a file; its last part ends as the name does,
// because clients go by that, and is the name itself when keep is set.
func fileURL(base, app, id, name string, keep bool) string {
	last := "/" + url.PathEscape(name)
	if !keep {
		last = ""
		if ext := path.Ext(name); isExtension(ext) {
			last = ext
		}
	}
	return base + filesPath + url.PathEscape(app) + "/" + id + last
}

func isExtension(ext string) bool {
	return len(ext) > 1 && len(ext) <= 16 && blob.IsKey(ext[1:]) && !strings.Contains(ext, "/")
}

// fileRow is a file as the REST API shows it.
func fileRow(f *store.File) map[string]any {
	row := map[string]any{
		"objectId": f.ID, "name": f.Name, "mime_type": f.Type, "url": f.URL, "metaData": json.RawMessage(f.MetaData),
		"createdAt": isoDate(f.CreatedAt), "updatedAt": isoDate(f.UpdatedAt),
	}
	if f.Blob != "" {
		row["provider"], row["bucket"], row["key"] = providerS3, fileBucket, f.Blob
	}
	return row
}

// readFile returns nil when there is no such file.
func (s *Server) readFile(ctx context.Context, app, id string) (*store.File, error) {
	var f *store.File
	err := s.store.View(ctx, func(v store.Reader) (err error) {
		f, err = v.File(app, id)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return f, err
}

// settleFile looks whether the content of a pending file has arrived, and notes it
// when it has. It returns nil when there is none, or too much of it: that is
// deleted with the file.
func (s *Server) settleFile(ctx context.Context, f *store.File) (*store.File, error) {
	if f.State != store.FilePending {
		return f, nil
	}
	size, err := s.files.Size(ctx, f.Blob)
	switch {
	case errors.Is(err, blob.ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	case size > int64(s.options.Limits.File):
		return nil, s.deleteFile(ctx, f)
	}
	err = s.advanceFile(ctx, f, store.FileUploaded, size)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil // deleted meanwhile
	}
	return f, err
}

// advanceFile notes the state and size of a file.
func (s *Server) advanceFile(ctx context.Context, f *store.File, state store.FileState, size int64) error {
	metaData, err := withSize(f.MetaData, size)
	if err != nil {
		return err
	}
	return s.updateAndWait(ctx, func(tx store.Tx) error {
		now, err := tx.File(f.App, f.ID)
		if err != nil {
			return err
		}
		now.State, now.Size, now.MetaData, now.UpdatedAt = max(state, now.State), size, metaData, tx.Now()
		*f = *now
		return tx.UpdateFile(now)
	}, func() {})
}

func withSize(metaData string, size int64) (string, error) {
	row := map[string]any{}
	dec := json.NewDecoder(strings.NewReader(metaData))
	dec.UseNumber()
	if err := dec.Decode(&row); err != nil {
		return "", err
	}
	row["size"] = size
	return marshal(row)
}

// deleteFile removes the content first: what is known of a file is what finds its
// content again.
func (s *Server) deleteFile(ctx context.Context, f *store.File) error {
	if f.Blob != "" {
		if err := s.files.Delete(ctx, f.Blob); err != nil {
			return err
		}
	}
	return s.updateAndWait(ctx, func(tx store.Tx) error { return tx.DeleteFile(f.App, f.ID) }, func() {})
}
