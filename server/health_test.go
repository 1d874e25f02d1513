package server_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"imclient/server"
	"imclient/server/servertest"
	"imclient/server/store"

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
	db := servertest.OpenStore(t)
	broken, clock := &brokenStore{Store: db}, newFakeClock()
	s := newServer(t, server.Options{Store: broken, Clock: clock})
	status := func() int { return statusOf(t, s, "/healthz") }
	assert.Equal(t, http.StatusOK, status())
	broken.write = errors.New("disk full")
	assert.Equal(t, http.StatusOK, status(), "who asks often is told the same, and costs no commit")
	clock.advance(time.Second)
	assert.Equal(t, http.StatusServiceUnavailable, status())
	broken.write, broken.read = nil, errors.New("damaged")
	assert.Equal(t, http.StatusServiceUnavailable, status())
	clock.advance(time.Second)
	assert.Equal(t, http.StatusServiceUnavailable, status())
	broken.read = nil
	clock.advance(time.Second)
	assert.Equal(t, http.StatusOK, status())
	assert.Equal(t, http.StatusOK, statusOf(t, s, "/readyz"))
}

func statusOf(t *testing.T, s *server.Server, path string) int {
	response, _ := ask(t, s.Handler(), httptest.NewRequest(http.MethodGet, path, nil))
	return response.StatusCode
}

// The small commit of a look at the health may find room on a disk on which messages
// find none.
func TestFailedCommitsSendClientsElsewhere(t *testing.T) {
	clock := newFakeClock()
	i := servertest.StartWith(t, server.Options{Clock: clock, DataDir: t.TempDir(), Timeouts: server.Timeouts{Ping: time.Hour}})
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	sick := i.Any()
	ready := func() int { return statusOf(t, sick, "/readyz") }
	require.Equal(t, http.StatusOK, ready())
	server.FailCommits(sick, errors.New("database or disk is full"))
	assert.Equal(t, http.StatusServiceUnavailable, ready())
	assert.Equal(t, http.StatusOK, statusOf(t, sick, "/healthz"), "a restart makes no room")
	for _, s := range i.Servers() {
		if s != sick {
			assert.Equal(t, http.StatusOK, statusOf(t, s, "/readyz"), "other nodes have their own trouble")
		}
	}
	clock.advance(9 * time.Second)
	assert.Equal(t, http.StatusServiceUnavailable, ready())
	clock.advance(time.Second)
	assert.Equal(t, http.StatusOK, ready())
	send(t, ann, cid, "on it goes")
}
