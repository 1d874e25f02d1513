// Package blobtest is the suite that every blob.Store must pass.
package blobtest

import (
	"errors"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"

	"imclient/server/blob"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Run runs the suite on an empty store.
func Run(t *testing.T, s blob.Store) {
	t.Run("put and open", func(t *testing.T) { putAndOpen(t, s) })
	t.Run("limits", func(t *testing.T) { limits(t, s) })
	t.Run("a reader that fails", func(t *testing.T) { failingReader(t, s) })
	t.Run("bad keys", func(t *testing.T) { badKeys(t, s) })
}

func options(size int64) blob.PutOptions {
	return blob.PutOptions{Type: "text/plain", Size: size, Limit: 1000}
}

func putAndOpen(t *testing.T, s blob.Store) {
	ctx := t.Context()
	for key, size := range map[string]int64{"app/sized": 5, "app/unsized": -1, "a": -1} {
		n, err := s.Put(ctx, key, strings.NewReader("hello"), options(size))
		require.NoError(t, err, key)
		assert.EqualValues(t, 5, n, key)
		_, err = s.Put(ctx, key, strings.NewReader("other"), options(-1))
		assert.ErrorIs(t, err, blob.ErrExists, key)
		c, err := s.Open(ctx, key)
		require.NoError(t, err, key)
		_, err = c.Seek(1, io.SeekStart)
		require.NoError(t, err)
		rest, err := io.ReadAll(c)
		require.NoError(t, err)
		assert.Equal(t, "ello", string(rest))
		require.NoError(t, c.Close())
		n, err = s.Size(ctx, key)
		require.NoError(t, err)
		assert.EqualValues(t, 5, n)
		require.NoError(t, s.Delete(ctx, key))
		require.NoError(t, s.Delete(ctx, key))
		absent(t, s, key)
	}
}

func absent(t *testing.T, s blob.Store, key string) {
	t.Helper()
	_, err := s.Open(t.Context(), key)
	assert.ErrorIs(t, err, blob.ErrNotFound)
	_, err = s.Size(t.Context(), key)
	assert.ErrorIs(t, err, blob.ErrNotFound)
}

func limits(t *testing.T, s blob.Store) {
	text := strings.Repeat("x", 1001)
	for _, size := range []int64{-1, 1001} {
		_, err := s.Put(t.Context(), "app/large", strings.NewReader(text), options(size))
		assert.ErrorIs(t, err, blob.ErrTooLarge)
		absent(t, s, "app/large")
	}
	n, err := s.Put(t.Context(), "app/large", strings.NewReader(text[:1000]), options(-1))
	require.NoError(t, err)
	assert.EqualValues(t, 1000, n)
	n, err = s.Put(t.Context(), "app/empty", strings.NewReader(""), options(0))
	require.NoError(t, err)
	assert.Zero(t, n)
}

func failingReader(t *testing.T, s blob.Store) {
	broken := errors.New("connection lost")
	for _, size := range []int64{-1, 100} {
		_, err := s.Put(t.Context(), "app/broken", io.MultiReader(strings.NewReader("hel"), iotest.ErrReader(broken)), options(size))
		assert.ErrorIs(t, err, broken)
		absent(t, s, "app/broken")
	}
}

func badKeys(t *testing.T, s blob.Store) {
	for _, key := range []string{"", "/", "a/", "/a", "..", "../a", "a/../b", "a//b", "a.b", "a\\b", "a b", "ü", "a\x00", strings.Repeat("a", 257)} {
		_, err := s.Put(t.Context(), key, strings.NewReader("x"), options(1))
		assert.ErrorIs(t, err, blob.ErrKey, key)
		_, err = s.Open(t.Context(), key)
		assert.ErrorIs(t, err, blob.ErrKey, key)
		_, err = s.Size(t.Context(), key)
		assert.ErrorIs(t, err, blob.ErrKey, key)
		assert.ErrorIs(t, s.Delete(t.Context(), key), blob.ErrKey, key)
	}
}

// OneWinner says that of many who put under one key at once exactly one does. A
// store must pass it that takes uploads for tokens that are good once.
func OneWinner(t *testing.T, s blob.Store) {
	var won atomic.Int64
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			_, err := s.Put(t.Context(), "app/wanted", strings.NewReader("mine"), options(-1))
			switch {
			case err == nil:
				won.Add(1)
			default:
				assert.ErrorIs(t, err, blob.ErrExists)
			}
		})
	}
	wait.Wait()
	assert.EqualValues(t, 1, won.Load())
}
