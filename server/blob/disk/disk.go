// Package disk keeps blobs in a folder of the local disk.
package disk

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"time"

	"imclient/server/blob"
)

// Store is a blob.Store in a folder. It never reaches outside of it, whatever links
// lie there.
type Store struct{ root *os.Root }

var _ blob.Store = (*Store)(nil)

const (
	unfinished = "unfinished" // the folder of uploads that have not come to their end
	blobs      = "blobs"
)

// abandoned is the age at which an upload that nobody writes to any more has no process
// left: longer than any may take.
const abandoned = 24 * time.Hour

// Open uses dir, which is created when it is missing, and removes what uploads
// have left there that did not come to their end, a day after they were written to.
// Several processes may use a folder at the same time.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open the folder of files: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder of files: %w", err)
	}
	for _, name := range []string{unfinished, blobs} {
		err = errors.Join(err, root.MkdirAll(name, 0o700))
	}
	if err == nil {
		err = removeAbandoned(root)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the folder of files: %w", err), root.Close())
	}
	return &Store{root}, nil
}

func removeAbandoned(root *os.Root) error {
	list, err := fs.ReadDir(root.FS(), unfinished)
	for _, entry := range list {
		info, infoErr := entry.Info()
		if infoErr != nil || time.Since(info.ModTime()) < abandoned {
			continue // it came to its end meanwhile, or may do so yet
		}
		if removeErr := root.Remove(path.Join(unfinished, entry.Name())); !errors.Is(removeErr, fs.ErrNotExist) {
			err = errors.Join(err, removeErr)
		}
	}
	return err
}

// Close ends the store.
func (s *Store) Close() error { return s.root.Close() }

// name is the file of a key. Blobs are spread over folders by the start of the
// key's last part, because a folder with millions of files is slow.
func name(key string) string {
	dir, last := path.Split(key)
	return path.Join(blobs, dir, last[:min(2, len(last))], last)
}

// Put implements blob.Store.
func (s *Store) Put(_ context.Context, key string, r io.Reader, o blob.PutOptions) (size int64, err error) {
	if !blob.IsKey(key) {
		return 0, blob.ErrKey
	}
	if o.Size > o.Limit {
		return 0, blob.ErrTooLarge
	}
	temporary := path.Join(unfinished, rand.Text())
	f, err := s.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.root.Remove(temporary)) }()
	size, err = io.Copy(f, blob.Limited(r, o.Limit))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return 0, err
	}
	final := name(key)
	if err := s.root.MkdirAll(path.Dir(final), 0o700); err != nil {
		return 0, err
	}
	// Unlike a rename, a link does not replace what is there.
	if err := s.root.Link(temporary, final); err != nil {
		if errors.Is(err, fs.ErrExist) {
			err = blob.ErrExists
		}
		return 0, err
	}
	return size, s.syncFolders(path.Dir(final))
}

// syncFolders puts the names of a file, and of the folders above it, on the disk.
func (s *Store) syncFolders(dir string) error {
	for ; dir != "."; dir = path.Dir(dir) {
		f, err := s.root.Open(dir)
		if err != nil {
			return err
		}
		if err := errors.Join(syncFolder(f), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// Open implements blob.Store.
func (s *Store) Open(_ context.Context, key string) (blob.Content, error) {
	if !blob.IsKey(key) {
		return nil, blob.ErrKey
	}
	f, err := s.root.Open(name(key))
	if err != nil {
		return nil, missing(err)
	}
	return f, nil
}

// Size implements blob.Store.
func (s *Store) Size(_ context.Context, key string) (int64, error) {
	if !blob.IsKey(key) {
		return 0, blob.ErrKey
	}
	info, err := s.root.Stat(name(key))
	if err != nil {
		return 0, missing(err)
	}
	return info.Size(), nil
}

// Delete implements blob.Store.
func (s *Store) Delete(_ context.Context, key string) error {
	if !blob.IsKey(key) {
		return blob.ErrKey
	}
	err := s.root.Remove(name(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// UploadURL implements blob.Store: uploads go through the server.
func (s *Store) UploadURL(context.Context, string, string, time.Duration) (string, error) {
	return "", nil
}

// PublicURL implements blob.Store: downloads go through the server.
func (s *Store) PublicURL(string) string { return "" }

func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return blob.ErrNotFound
	}
	return err
}
