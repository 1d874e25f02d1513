package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// try waits for an update of the store.
func try(s *Store, fn func(store.Tx) error) error {
	done := make(chan error, 1)
	s.Update(fn, func(err error) { done <- err })
	return <-done
}

// What finds no room is refused and told, leaves nothing behind, and what comes when
// there is room again is taken.
func TestFullDisk(t *testing.T) {
	var mu sync.Mutex
	var seen []error
	s, err := Open(t.TempDir(), Options{Observe: func(c store.Commit) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, c.Err)
	}})
	require.NoError(t, err)
	defer s.Close()
	user := func(name string) func(store.Tx) error {
		return func(tx store.Tx) error {
			return tx.CreateUser(&store.User{App: "a", ID: name, Username: name, SessionToken: name, Attributes: strings.Repeat("x", 1<<20)})
		}
	}
	require.NoError(t, try(s, user("first")))
	require.NoError(t, s.writer.exec(`PRAGMA max_page_count = 1`)) // as many as there are
	err = try(s, user("second"))
	require.Error(t, err)
	assert.True(t, IsFull(err), "%v", err)
	assert.False(t, IsDamaged(err))
	mu.Lock()
	assert.Error(t, seen[len(seen)-1], "it is told, whether the commit finds out or what is before it")
	mu.Unlock()
	require.NoError(t, s.writer.exec(`PRAGMA max_page_count = 1000000`))
	require.NoError(t, try(s, user("third")))
	require.NoError(t, s.View(context.Background(), func(r store.Reader) error {
		_, err := r.User("a", "second")
		assert.ErrorIs(t, err, store.ErrNotFound)
		_, err = r.User("a", "third")
		return err
	}))
}

func TestDamagedFiles(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	require.NoError(t, err)
	for _, name := range []string{"a", "b"} {
		_, err = s.Secret(context.Background(), name)
		require.NoError(t, err)
	}
	require.NoError(t, s.Close())
	path := filepath.Join(dir, DatabaseName)
	good, err := os.ReadFile(path)
	require.NoError(t, err)
	repeat := func(b byte, n int) []byte { return slices.Repeat([]byte{b}, n) }
	for name, content := range map[string][]byte{
		"cut":            good[:len(good)/2],
		"zeros":          make([]byte, len(good)),
		"another head":   slices.Concat(repeat(7, 100), good[100:]),
		"a damaged page": slices.Concat(good[:100], repeat(0xff, 3996), good[4096:]),
	} {
		require.NoError(t, os.WriteFile(path, content, 0o600))
		_, err := Open(dir, Options{})
		assert.True(t, IsDamaged(err), "%s: %v", name, err)
	}
}
