// Package blob keeps the content of files that users upload. What is known about
// them (name, owner, type) is the store's; a blob is bytes under a key.
//
// disk keeps them in a folder, bucket in an S3-compatible bucket; blobtest is the
// suite that both pass.
package blob

import (
	"context"
	"errors"
	"io"
	"time"
)

var (
	// ErrNotFound says that there is nothing under the key.
	ErrNotFound = errors.New("blob not found")
	// ErrExists says that there is something under the key already.
	ErrExists = errors.New("blob exists already")
	// ErrTooLarge says that the content is larger than allowed.
	ErrTooLarge = errors.New("blob is too large")
	// ErrKey says that the key is none (see IsKey).
	ErrKey = errors.New("bad blob key")
)

// Store keeps blobs. Its methods may be called from any goroutine, and block until
// what they say is done. They return ErrKey for a bad key.
type Store interface {
	// Put keeps what it reads until the end of r under key. It returns ErrTooLarge
	// for more than limit bytes, ErrExists when key is taken, and r's error; nothing
	// is kept in any of these cases. size is how long r is, or -1. Once Put has
	// returned without error, the content survives a crash.
	Put(ctx context.Context, key string, r io.Reader, o PutOptions) (size int64, err error)
	// Open returns the content under key, or ErrNotFound. ctx bounds the reading too.
	Open(ctx context.Context, key string) (Content, error)
	// Size returns how long the content is, or ErrNotFound.
	Size(ctx context.Context, key string) (int64, error)
	// Delete removes the content; it is no error when there is none.
	Delete(ctx context.Context, key string) error
	// UploadURL returns where a client may PUT the content itself until life is
	// over, with the given Content-Type; it is empty where only Put can.
	UploadURL(ctx context.Context, key, contentType string, life time.Duration) (string, error)
	// PublicURL returns where everybody may read the content under key, empty where
	// only Open can.
	PublicURL(key string) string
}

// PutOptions are what a store is told of content.
type PutOptions struct {
	// Type is the content's media type.
	Type string
	// Size is how long the content is, -1 when it is not known before the end.
	Size int64
	// Limit is how long it may be.
	Limit int64
}

// Content is what Open returns; the caller closes it.
type Content interface {
	io.ReadSeekCloser
}

// maxKey bounds a key, in bytes.
const maxKey = 256

// IsKey says whether key is one: parts of letters, digits, _ and -, joined by
// slashes, at most 256 bytes.
func IsKey(key string) bool {
	if len(key) > maxKey {
		return false
	}
	empty := true
	for _, c := range []byte(key) {
		switch {
		case c == '/' && !empty:
			empty = true
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '-':
			empty = false
		default:
			return false
		}
	}
	return !empty
}

// Limited reads from r and fails with ErrTooLarge once there are more than limit
// bytes.
func Limited(r io.Reader, limit int64) io.Reader { return &limited{r, limit} }

type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, ErrTooLarge
	}
	return n, err
}
