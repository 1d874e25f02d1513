// Package bucket keeps blobs in an S3-compatible bucket.
package bucket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"imclient/server/blob"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Options say where the bucket is.
type Options struct {
	// Endpoint is the service's URL, such as https://s3.eu-central-1.amazonaws.com
	// or http://127.0.0.1:9000.
	Endpoint string
	Region   string
	// Bucket is its name. It is there already.
	Bucket string
	// Prefix goes in front of each key; it is empty, or ends with a slash.
	Prefix    string
	AccessKey string
	SecretKey string
	// Direct lets clients upload to the bucket itself, with a signed URL. The
	// bucket then has to allow PUT from the pages' origins (CORS), and a file's size
	// is checked only after it is there.
	Direct bool
	// PublicURL is where everybody may read what is in the bucket, such as a CDN's
	// address; key and prefix are appended. Empty: through the server.
	PublicURL string
}

// Store is a blob.Store in a bucket.
type Store struct {
	o      Options
	client *minio.Client
}

var _ blob.Store = (*Store)(nil)

// Open checks the options, and that the bucket is there.
func Open(ctx context.Context, o Options) (*Store, error) {
	u, err := url.Parse(o.Endpoint)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("bucket: endpoint %q is not of the form https://host", o.Endpoint)
	}
	if o.PublicURL != "" {
		if u, err := url.Parse(o.PublicURL); err != nil || u.Host == "" {
			return nil, fmt.Errorf("bucket: public URL %q is not of the form https://host", o.PublicURL)
		}
		o.PublicURL = strings.TrimSuffix(o.PublicURL, "/")
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""), Secure: u.Scheme == "https", Region: o.Region,
	})
	if err != nil {
		return nil, fmt.Errorf("bucket: %w", err)
	}
	there, err := client.BucketExists(ctx, o.Bucket)
	if err != nil {
		return nil, fmt.Errorf("bucket %q: %w", o.Bucket, err)
	}
	if !there {
		return nil, fmt.Errorf("bucket %q does not exist", o.Bucket)
	}
	return &Store{o, client}, nil
}

// Put implements blob.Store. Content of unknown size is sent in parts, of which
// one at a time is in memory.
func (s *Store) Put(ctx context.Context, key string, r io.Reader, o blob.PutOptions) (int64, error) {
	if _, err := s.Size(ctx, key); !errors.Is(err, blob.ErrNotFound) {
		if err == nil {
			err = blob.ErrExists
		}
		return 0, err
	}
	if o.Size > o.Limit {
		return 0, blob.ErrTooLarge
	}
	kept := &failing{r: blob.Limited(r, o.Limit)}
	info, err := s.client.PutObject(ctx, s.o.Bucket, s.o.Prefix+key, kept, o.Size, minio.PutObjectOptions{
		ContentType: o.Type, CacheControl: "public, max-age=31536000, immutable", PartSize: partSize,
		DisableContentSha256: true, // not every service understands signed chunks; TLS keeps the content whole
	})
	if kept.err != nil {
		return 0, kept.err
	}
	if err != nil {
		return 0, fmt.Errorf("put into the bucket: %w", err)
	}
	return info.Size, nil
}

// partSize is how much of content of unknown size is in memory.
const partSize = 8 << 20

// failing keeps the error of the reader, which the client library wraps.
type failing struct {
	r   io.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}

// Open implements blob.Store.
func (s *Store) Open(ctx context.Context, key string) (blob.Content, error) {
	if _, err := s.Size(ctx, key); err != nil {
		return nil, err
	}
	return s.client.GetObject(ctx, s.o.Bucket, s.o.Prefix+key, minio.GetObjectOptions{})
}

// Size implements blob.Store.
func (s *Store) Size(ctx context.Context, key string) (int64, error) {
	if !blob.IsKey(key) {
		return 0, blob.ErrKey
	}
	info, err := s.client.StatObject(ctx, s.o.Bucket, s.o.Prefix+key, minio.StatObjectOptions{})
	if err != nil {
		if minio.ToErrorResponse(err).StatusCode == http.StatusNotFound {
			return 0, blob.ErrNotFound
		}
		return 0, fmt.Errorf("look into the bucket: %w", err)
	}
	return info.Size, nil
}

// Delete implements blob.Store.
func (s *Store) Delete(ctx context.Context, key string) error {
	if !blob.IsKey(key) {
		return blob.ErrKey
	}
	if err := s.client.RemoveObject(ctx, s.o.Bucket, s.o.Prefix+key, minio.RemoveObjectOptions{}); err != nil {
		return fmt.Errorf("delete from the bucket: %w", err)
	}
	return nil
}

// UploadURL implements blob.Store.
func (s *Store) UploadURL(ctx context.Context, key, contentType string, life time.Duration) (string, error) {
	if !s.o.Direct {
		return "", nil
	}
	if !blob.IsKey(key) {
		return "", blob.ErrKey
	}
	u, err := s.client.PresignHeader(ctx, http.MethodPut, s.o.Bucket, s.o.Prefix+key, life, nil, http.Header{"Content-Type": {contentType}})
	if err != nil {
		return "", fmt.Errorf("sign the upload: %w", err)
	}
	return u.String(), nil
}

// PublicURL implements blob.Store.
func (s *Store) PublicURL(key string) string {
	if s.o.PublicURL == "" {
		return ""
	}
	return s.o.PublicURL + "/" + s.o.Prefix + key
}
