package sqlite

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func withMessages(t *testing.T, s *Store, from, to int) {
	t.Helper()
	for n := from; n < to; n++ {
		done := make(chan error, 1)
		s.Update(func(tx store.Tx) error {
			if n == 0 {
				if err := tx.CreateConversation(&store.Conversation{App: "a", ID: "c", Kind: store.Normal, Creator: "ann", Attributes: "{}"}, []string{"ann"}); err != nil {
					return err
				}
			}
			return tx.AppendMessage(&store.Message{App: "a", Conversation: "c", ID: fmt.Sprint(n), From: "ann", Data: []byte("x")})
		}, func(err error) { done <- err })
		require.NoError(t, <-done)
	}
}

func messageCount(t *testing.T, dir string) (seqs []int64) {
	t.Helper()
	s, err := Open(dir, Options{})
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.View(context.Background(), func(r store.Reader) error {
		messages, err := r.Messages("a", "c", store.Range{Limit: 1 << 20})
		for _, m := range messages {
			seqs = append(seqs, m.Seq)
		}
		return err
	}))
	return seqs
}

// The copy is one state: all that was acknowledged before it began, and nothing
// behind a gap.
func TestBackupUnderLoad(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	require.NoError(t, err)
	withMessages(t, s, 0, 50)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for n := 50; ; n++ {
			select {
			case <-stop:
				return
			default:
				withMessages(t, s, n, n+1)
			}
		}
	}()
	for round := range 3 {
		var acked int64
		require.NoError(t, s.View(t.Context(), func(r store.Reader) error {
			acked, err = r.SeqBefore("a", "c", 1<<60, true)
			return err
		}))
		out := filepath.Join(t.TempDir(), fmt.Sprint(round, ".db"))
		require.NoError(t, Backup(t.Context(), dir, out))
		info, err := os.Stat(out)
		require.NoError(t, err)
		assert.Equal(t, fs.FileMode(0o600), info.Mode().Perm(), "it holds the key of all tokens")
		restored := filepath.Join(t.TempDir(), "new")
		kept, err := Restore(t.Context(), restored, out, time.Now())
		require.NoError(t, err)
		assert.Empty(t, kept)
		seqs := messageCount(t, restored)
		assert.GreaterOrEqual(t, int64(len(seqs)), acked)
		for i, seq := range seqs {
			require.EqualValues(t, i+1, seq, "no gap")
		}
	}
	close(stop)
	<-stopped
	require.NoError(t, s.Close())
}

func TestBackupOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	assert.ErrorIs(t, Backup(t.Context(), dir, filepath.Join(dir, "x")), fs.ErrNotExist)
	s, err := Open(dir, Options{})
	require.NoError(t, err)
	withMessages(t, s, 0, 1)
	require.NoError(t, s.Close())
	out := filepath.Join(t.TempDir(), "x")
	require.NoError(t, Backup(t.Context(), dir, out), "it works without a server too")
	before, err := os.ReadFile(out)
	require.NoError(t, err)
	assert.ErrorIs(t, Backup(t.Context(), dir, out), fs.ErrExist)
	after, err := os.ReadFile(out)
	require.NoError(t, err)
	assert.Equal(t, before, after)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	gone := filepath.Join(t.TempDir(), "y")
	assert.Error(t, Backup(ctx, dir, gone))
	entries, err := os.ReadDir(filepath.Dir(gone))
	require.NoError(t, err)
	assert.Empty(t, entries, "nothing half done is left")
}

func TestRestore(t *testing.T) {
	dir, out, now := t.TempDir(), filepath.Join(t.TempDir(), "x"), time.Now()
	s, err := Open(dir, Options{})
	require.NoError(t, err)
	withMessages(t, s, 0, 2)
	require.NoError(t, Backup(t.Context(), dir, out))
	withMessages(t, s, 2, 5)
	_, err = Restore(t.Context(), dir, out, now)
	require.ErrorIs(t, err, store.ErrLocked, "a server runs")
	require.NoError(t, s.Close())

	kept, err := Restore(t.Context(), dir, out, now)
	require.NoError(t, err)
	assert.Len(t, messageCount(t, dir), 2)
	_, err = Restore(t.Context(), dir, out, now)
	require.ErrorIs(t, err, fs.ErrExist, "what was kept is not lost")
	again := t.TempDir()
	require.NoError(t, os.Rename(kept, filepath.Join(again, DatabaseName)))
	assert.Len(t, messageCount(t, again), 5)
}

func TestRestoreChecksFirst(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	require.NoError(t, err)
	withMessages(t, s, 0, 200)
	require.NoError(t, s.Close())
	good, err := os.ReadFile(filepath.Join(dir, DatabaseName))
	require.NoError(t, err)
	damaged := append([]byte(nil), good...)
	for i := len(damaged) / 2; i < len(damaged)/2+20000 && i < len(damaged); i++ {
		damaged[i] = 0x5a
	}
	file := filepath.Join(t.TempDir(), "x")
	for name, content := range map[string][]byte{"damaged": damaged, "cut": good[:len(good)/2], "text": []byte("no database at all, but some text"), "empty": nil} {
		require.NoError(t, os.WriteFile(file, content, 0o600))
		_, err := Restore(t.Context(), dir, file, time.Now())
		assert.Error(t, err, name)
		assert.Len(t, messageCount(t, dir), 200, name)
	}
}
