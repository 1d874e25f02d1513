package main

import (
	"context"
	"time"

	"imclient/cmd/imserver/internal/config"
	"imclient/server/blob"
	"imclient/server/blob/bucket"
)

// bucketTime is how long the bucket may take to say that it is there.
const bucketTime = 20 * time.Second

// openFiles returns what keeps uploaded files, nil for the data directory.
func openFiles(ctx context.Context, f config.Files) (blob.Store, error) {
	if f.Endpoint == "" {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, bucketTime)
	defer cancel()
	s, err := bucket.Open(ctx, bucket.Options{
		Endpoint: f.Endpoint, Region: f.Region, Bucket: f.Bucket, Prefix: f.Prefix,
		AccessKey: f.AccessKey, SecretKey: f.SecretKey, Direct: f.Direct, PublicURL: f.PublicURL,
	})
	if err != nil {
		return nil, err // not s: a nil *bucket.Store would be a blob.Store
	}
	return s, nil
}
