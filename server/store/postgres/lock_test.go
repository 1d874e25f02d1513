package postgres

import (
	"context"
	"testing"
	"time"

	"imclient/server/store"
	"imclient/server/store/postgres/pgtest"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ask runs a statement in a session of its own.
func ask(t *testing.T, url, text string, into ...any) {
	t.Helper()
	c, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer c.Close(context.Background())
	require.NoError(t, c.QueryRow(t.Context(), text).Scan(into...))
}

// cutOff ends the sessions that write of all who use the database.
func cutOff(t *testing.T, url string) {
	t.Helper()
	var ended int
	ask(t, url, `SELECT count(*) FILTER (WHERE pg_terminate_backend(pid, 10000)) FROM pg_locks
		WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`, &ended)
	require.Positive(t, ended)
}

func add(s *Store, id string) error {
	return change(s, func(tx store.Tx) error { return tx.CreateConversation(room(id), nil) })
}

func TestAlone(t *testing.T) {
	defer func(d time.Duration) { lockTime = d }(lockTime)
	lockTime = 50 * time.Millisecond
	url := pgtest.URL(t)
	nodes := open(t, url, 2)
	refused := func(want error, options ...Options) {
		t.Helper()
		for _, o := range options {
			s, err := Open(url, o)
			if assert.ErrorIs(t, err, want) {
				assert.ErrorIs(t, err, store.ErrLocked)
				assert.ErrorContains(t, err, "imserver at this machine", "whom to stop")
				continue
			}
			require.NoError(t, s.Close())
		}
	}
	refused(ErrServed, Options{Alone: true})
	require.NoError(t, nodes[0].Close())
	refused(ErrServed, Options{Alone: true})
	require.NoError(t, nodes[1].Close())

	s, err := Open(url, Options{Alone: true})
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, add(s, "1"))
	refused(ErrServed, Options{Alone: true})
	refused(ErrAlone, Options{}, Options{Frozen: true})
	// Its lock goes with the session; it takes it again before it writes.
	cutOff(t, url)
	require.NoError(t, add(s, "2"))
	refused(ErrAlone, Options{})
	require.NoError(t, s.Close())
	require.NoError(t, add(open(t, url, 1)[0], "3"))
}

// The lock of an import that is killed while the database works for it does not last as
// long as that work.
func TestKilledAtWork(t *testing.T) {
	s, err := Open(pgtest.URL(t), Options{Alone: true})
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, add(s, "1"))
	socket := s.writer.PgConn().Conn()
	begun := false
	require.NoError(t, change(s, func(tx store.Tx) error {
		if w := tx.(interface{ write() conn }).write(); !begun {
			begun = true
			time.AfterFunc(100*time.Millisecond, func() { _ = socket.Close() })
			return w.exec(`SELECT pg_sleep(600)`)
		}
		return tx.CreateConversation(room("2"), nil)
	}), "the next session gets the lock within the ten seconds in which it tries")
}

// An import cannot go on once a node has taken its place.
func TestNodeComesBetween(t *testing.T) {
	url := pgtest.URL(t)
	s, err := Open(url, Options{Alone: true, Timeout: 3 * time.Second})
	require.NoError(t, err)
	defer s.Close()
	cutOff(t, url)
	node := open(t, url, 1)[0]
	err = add(s, "1")
	assert.ErrorIs(t, err, store.ErrUnavailable)
	assert.ErrorIs(t, err, ErrServed)
	require.NoError(t, add(node, "2"))
}

// A node that was cut off while an import ran remembers what is no longer so.
func TestImportBehindTheBackOfANode(t *testing.T) {
	url := pgtest.URL(t)
	node := open(t, url, 1)[0]
	require.NoError(t, add(node, "1"))
	cutOff(t, url)
	require.NoError(t, add(node, "2"), "being cut off alone does no harm")
	cutOff(t, url)
	s, err := Open(url, Options{Alone: true})
	require.NoError(t, err)
	err = add(node, "3")
	assert.ErrorIs(t, err, ErrAlone)
	require.NoError(t, add(s, "4"))
	require.NoError(t, s.Close())
	err = add(node, "3")
	assert.ErrorIs(t, err, store.ErrUnavailable)
	assert.ErrorContains(t, err, "restart the node")
	require.NoError(t, node.Close())
	require.NoError(t, add(open(t, url, 1)[0], "3"))
}

// An export sees one state, whatever nodes write meanwhile.
func TestFrozen(t *testing.T) {
	url := pgtest.URL(t)
	node := open(t, url, 1)[0]
	require.NoError(t, add(node, "before"))
	s, err := Open(url, Options{Frozen: true})
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, add(node, "after"))
	listed := func(s *Store) (ids []string) {
		require.NoError(t, s.View(t.Context(), func(r store.Reader) error {
			rows, err := r.Listed("a", "", 10)
			for _, row := range rows {
				ids = append(ids, row.ID)
			}
			return err
		}))
		return ids
	}
	for range 3 {
		assert.Equal(t, []string{"before"}, listed(s))
	}
	assert.Equal(t, []string{"after", "before"}, listed(node))
	assert.ErrorIs(t, add(s, "x"), errFrozen)
	cutOff(t, url)
	assert.Error(t, s.View(t.Context(), func(store.Reader) error { return nil }), "the state is lost, and no other is shown in its place")
}

// The indexes that an import does without are made by it, or by the next node.
func TestBulk(t *testing.T) {
	url := pgtest.URL(t)
	there := func() (n int) {
		ask(t, url, `SELECT count(*) FROM pg_indexes WHERE indexname IN ('message_app', 'message_sender')`, &n)
		return n
	}
	bulk := func(o Options, messages int64) {
		t.Helper()
		s, err := Open(url, o)
		require.NoError(t, err)
		defer s.Close()
		require.NoError(t, change(s, func(tx store.Tx) error { return tx.PrepareBulk(messages) }))
	}
	bulk(Options{}, 10*bulkMessages)
	assert.Equal(t, 2, there(), "other nodes need them")
	bulk(Options{Alone: true}, bulkMessages-1)
	assert.Equal(t, 2, there(), "few are added faster with them")
	bulk(Options{Alone: true}, bulkMessages)
	assert.Equal(t, 0, there())
	open(t, url, 3)
	assert.Equal(t, 2, there())
}

func TestBulkIsFinished(t *testing.T) {
	url := pgtest.URL(t)
	s, err := Open(url, Options{Alone: true})
	require.NoError(t, err)
	require.NoError(t, change(s, func(tx store.Tx) error { return tx.PrepareBulk(bulkMessages) }))
	require.NoError(t, change(s, func(tx store.Tx) error { return tx.FinishBulk() }))
	require.NoError(t, s.Close())
	var n int
	ask(t, url, `SELECT count(*) FROM pg_indexes WHERE indexname IN ('message_app', 'message_sender')`, &n)
	assert.Equal(t, 2, n)
}
