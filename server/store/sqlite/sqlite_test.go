package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"imclient/server/store"
	"imclient/server/store/storetest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		dir := t.TempDir()
		return func() store.Store {
			s, err := Open(dir, Options{})
			require.NoError(t, err)
			return s
		}
	})
}

func TestDirectoryIsLocked(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	require.NoError(t, err)
	_, err = Open(dir, Options{})
	assert.ErrorIs(t, err, store.ErrLocked)
	require.NoError(t, s.Close())
	s, err = Open(dir, Options{})
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

func TestOpenFailures(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := Open(file, Options{})
	assert.Error(t, err)

	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "imserver.db"), []byte("this is no database, whatever it is called"), 0o600))
	_, err = Open(dir, Options{})
	assert.Error(t, err)
}

func TestNewerSchemaIsRefused(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	require.NoError(t, err)
	require.NoError(t, s.writer.exec(`INSERT INTO schema_version VALUES (999, '')`))
	require.NoError(t, s.Close())
	_, err = Open(dir, Options{})
	assert.ErrorContains(t, err, "newer imserver")
}

// The promise of an ack rests on this setting.
func TestCommitsAreSynchronous(t *testing.T) {
	s, err := Open(t.TempDir(), Options{})
	require.NoError(t, err)
	defer s.Close()
	var synchronous int
	var journal string
	require.NoError(t, s.writer.row(`PRAGMA synchronous`).Scan(&synchronous))
	require.NoError(t, s.writer.row(`PRAGMA journal_mode`).Scan(&journal))
	assert.Equal(t, 2, synchronous, "FULL")
	assert.Equal(t, "wal", journal)
}

// A directory name may hold what means something in a URL.
func TestOddDirectoryNames(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "what? 100%#data")
	s, err := Open(dir, Options{})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	assert.FileExists(t, filepath.Join(dir, "imserver.db"))
}

// The database of a process that was killed is copied as it lies, with its log.
func TestOpenAfterCrash(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	require.NoError(t, err)
	defer s.Close()
	done := make(chan error, 1)
	for i := range 20 {
		s.Update(func(tx store.Tx) error {
			if i == 0 {
				if err := tx.CreateConversation(&store.Conversation{App: "a", ID: "c", Kind: store.Normal, Attributes: "{}"}, []string{"ann"}); err != nil {
					return err
				}
			}
			return tx.AppendMessage(&store.Message{App: "a", Conversation: "c", ID: fmt.Sprint(i), From: "ann"})
		}, func(err error) { done <- err })
		require.NoError(t, <-done)
	}
	crashed := t.TempDir()
	for _, name := range []string{"imserver.db", "imserver.db-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(crashed, name), b, 0o600))
	}
	again, err := Open(crashed, Options{})
	require.NoError(t, err)
	defer again.Close()
	require.NoError(t, again.View(context.Background(), func(r store.Reader) error {
		list, err := r.Messages("a", "c", store.Range{Limit: 100})
		assert.Len(t, list, 20)
		return err
	}))
}

func BenchmarkAppendMessage(b *testing.B) {
	s, err := Open(b.TempDir(), Options{})
	require.NoError(b, err)
	defer s.Close()
	done := make(chan error, 1)
	s.Update(func(tx store.Tx) error {
		return tx.CreateConversation(&store.Conversation{App: "a", ID: "c", Kind: store.Normal, Attributes: "{}"}, []string{"ann", "bob"})
	}, func(err error) { done <- err })
	require.NoError(b, <-done)
	data := make([]byte, 200)
	b.ResetTimer()
	finished := make(chan struct{})
	n := 0
	for i := range b.N {
		s.Update(func(tx store.Tx) error {
			if _, err := tx.Conversation("a", "c"); err != nil {
				return err
			}
			if _, err := tx.IsMember("a", "c", "ann"); err != nil {
				return err
			}
			if _, err := tx.Members("a", "c"); err != nil {
				return err
			}
			return tx.AppendMessage(&store.Message{App: "a", Conversation: "c", ID: fmt.Sprint(i), From: "ann", Data: data})
		}, func(err error) {
			if n++; n == b.N {
				close(finished)
			}
		})
	}
	<-finished
}

// A database that an older version made is brought up to date with its data.
func TestOpenOlderSchema(t *testing.T) {
	dir := t.TempDir()
	all := migrations
	defer func() { migrations = all }()
	migrations = all[:1]
	s, err := Open(dir, Options{})
	require.NoError(t, err)
	done := make(chan error, 1)
	s.Update(func(x store.Tx) error {
		w := x.(*tx).write()
		for _, text := range []string{
			`INSERT INTO conversation VALUES ('a', 'c', 1, 'ann', NULL, NULL, '{}', 1, 1, 0)`,
			`INSERT INTO head VALUES ('a', 'c', 1, 5, 1, 2)`,
			`INSERT INTO member (app, conversation, client, position) VALUES ('a', 'c', 'ann', 1)`,
			`INSERT INTO message (app, conversation, seq, id, timestamp, sender, data, is_binary, mention_all, receipt)
				VALUES ('a', 'c', 1, 'm', 5, 'ann', 'old', 0, 0, 0)`,
		} {
			if err := w.exec(text); err != nil {
				return err
			}
		}
		return nil
	}, func(err error) { done <- err })
	require.NoError(t, <-done)
	require.NoError(t, s.Close())

	migrations = all
	s, err = Open(dir, Options{})
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.View(context.Background(), func(r store.Reader) error {
		list, err := r.Messages("a", "c", store.Range{Limit: 10})
		require.NoError(t, err)
		require.Len(t, list, 1)
		assert.Equal(t, "old", string(list[0].Data))
		role, err := r.Role("a", "c", "ann")
		assert.Equal(t, store.Member, role)
		return err
	}))
}

// What was sent to service conversations before there was an audience of all.
func TestOpenOlderServiceConversations(t *testing.T) {
	dir := t.TempDir()
	all := migrations
	defer func() { migrations = all }()
	migrations = all[:4]
	s, err := Open(dir, Options{})
	require.NoError(t, err)
	done := make(chan error, 1)
	s.Update(func(x store.Tx) error {
		w := x.(*tx).write()
		for _, text := range []string{
			`INSERT INTO conversation VALUES ('a', 's', 3, '', NULL, NULL, '{}', 1, 1, 0)`,
			`INSERT INTO head VALUES ('a', 's', 4, 5, 1, 2)`,
			`INSERT INTO member (app, conversation, client, position) VALUES ('a', 's', 'ann', 1)`,
			`INSERT INTO message (app, conversation, seq, id, timestamp, sender, data, is_binary, mention_all, receipt, private) VALUES
				('a', 's', 1, 'm1', 5, 'news', 'to all', 0, 0, 0, 0), ('a', 's', 2, 'm2', 5, 'ann', 'up', 0, 0, 0, 1),
				('a', 's', 3, 'm3', 5, 'bob', 'up too', 0, 0, 0, 1), ('a', 's', 4, 'm4', 5, 'news', 'down', 0, 0, 0, 1)`,
			`INSERT INTO audience VALUES ('a', 's', 'ann', 2), ('a', 's', 'bob', 3), ('a', 's', 'ann', 4)`,
		} {
			if err := w.exec(text); err != nil {
				return err
			}
		}
		return nil
	}, func(err error) { done <- err })
	require.NoError(t, <-done)
	require.NoError(t, s.Close())

	migrations = all
	s, err = Open(dir, Options{})
	require.NoError(t, err)
	defer s.Close()
	texts := func(list []*store.Message, err error) (out []string) {
		require.NoError(t, err)
		for _, m := range list {
			out = append(out, string(m.Data))
		}
		return out
	}
	require.NoError(t, s.View(context.Background(), func(r store.Reader) error {
		assert.Equal(t, []string{"to all", "up", "down"}, texts(r.Messages("a", "s", store.Range{Viewer: "ann", Limit: 10})))
		assert.Equal(t, []string{"up", "up too"}, texts(r.Upstream("a", store.UpstreamQuery{Limit: 10})))
		u, err := r.UnreadIn("a", "s", "ann", 10)
		assert.Equal(t, 2, u.Count)
		return err
	}))
}

// Who deletes a conversation of many holds up the others for no longer than a step.
func TestDeletionIsBounded(t *testing.T) {
	s, err := Open(t.TempDir(), Options{})
	require.NoError(t, err)
	defer s.Close()
	run := func(fn func(tx store.Tx) error) {
		done := make(chan error, 1)
		s.Update(fn, func(err error) { done <- err })
		require.NoError(t, <-done)
	}
	clients := make([]string, 2*deleteMembers+1)
	for n := range clients {
		clients[n] = fmt.Sprint(n)
	}
	run(func(tx store.Tx) error {
		return tx.CreateConversation(&store.Conversation{App: "a", ID: "c", Kind: store.System, Attributes: "{}"}, clients)
	})
	run(func(tx store.Tx) error { return tx.DeleteConversation("a", "c") })
	left := func() (n int) {
		require.NoError(t, s.View(context.Background(), func(r store.Reader) error {
			list, err := r.Members("a", "c")
			n = len(list)
			return err
		}))
		return n
	}
	assert.Equal(t, deleteMembers+1, left())
	run(func(tx store.Tx) error {
		more, err := tx.Purge(deleteMembers)
		assert.True(t, more)
		return err
	})
	assert.Equal(t, 1, left())
}
