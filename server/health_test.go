package server_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"imclient/server"
	"imclient/server/store"
	"imclient/server/store/sqlite"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// brokenStore fails where it is told to.
type brokenStore struct {
	store.Store
	read, write error
}

func (s *brokenStore) View(ctx context.Context, fn func(store.Reader) error) error {
	if s.read != nil {
		return s.read
	}
	return s.Store.View(ctx, fn)
}

func (s *brokenStore) Secret(ctx context.Context, name string) ([]byte, error) {
	if s.write != nil {
		return nil, s.write
	}
	return s.Store.Secret(ctx, name)
}

func TestHealth(t *testing.T) {
	db, err := sqlite.Open(t.TempDir(), sqlite.Options{})
	require.NoError(t, err)
	broken := &brokenStore{Store: db}
	s := newServer(t, server.Options{Store: broken})
	status := func() int {
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/healthz", nil))
		return w.Code
	}
	assert.Equal(t, http.StatusOK, status())
	broken.write = errors.New("disk full")
	assert.Equal(t, http.StatusServiceUnavailable, status())
	broken.write, broken.read = nil, errors.New("damaged")
	assert.Equal(t, http.StatusServiceUnavailable, status())
	broken.read = nil
	assert.Equal(t, http.StatusOK, status())
}
