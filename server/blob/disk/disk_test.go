package disk

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"imclient/server/blob"
	"imclient/server/blob/blobtest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func open(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(dir)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestStore(t *testing.T) {
	dir := t.TempDir()
	blobtest.Run(t, open(t, dir))
	left, err := os.ReadDir(filepath.Join(dir, unfinished))
	require.NoError(t, err)
	assert.Empty(t, left, "what failed or was refused leaves nothing behind")
}

func TestOneWinner(t *testing.T) { blobtest.OneWinner(t, open(t, t.TempDir())) }

func TestContentStays(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	_, err := s.Put(t.Context(), "app/key", strings.NewReader("hello"), blob.PutOptions{Size: -1, Limit: 10})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	crashed := filepath.Join(dir, unfinished, "crashed")
	running := filepath.Join(dir, unfinished, "running") // another process is at it
	for _, name := range []string{crashed, running} {
		require.NoError(t, os.WriteFile(name, []byte("half"), 0o600))
	}
	long := time.Now().Add(-2 * abandoned)
	require.NoError(t, os.Chtimes(crashed, long, long))
	s = open(t, dir)
	n, err := s.Size(t.Context(), "app/key")
	require.NoError(t, err)
	assert.EqualValues(t, 5, n)
	assert.NoFileExists(t, crashed)
	assert.FileExists(t, running)
	info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name("app/key"))))
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
}

func TestLinksLeadNowhere(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	s := open(t, dir)
	require.NoError(t, os.WriteFile(filepath.Join(outside, "key"), []byte("secret"), 0o600))
	require.NoError(t, os.MkdirAll(filepath.Join(dir, blobs, "app"), 0o700))
	require.NoError(t, os.Symlink(outside, filepath.Join(dir, blobs, "app", "ke")))
	_, err := s.Open(t.Context(), "app/key")
	assert.Error(t, err)
	_, err = s.Put(t.Context(), "app/kept", strings.NewReader("x"), blob.PutOptions{Size: 1, Limit: 10})
	assert.Error(t, err)
	assert.NoFileExists(t, filepath.Join(outside, "kept"))
}
