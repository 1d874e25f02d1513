package postgres

import (
	"context"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"imclient/server/store"
	"imclient/server/store/postgres/pgtest"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// proxy stands between a store and its database, as the network does.
type proxy struct {
	url      string
	listener net.Listener
	target   string // socket of the database

	// answer looks at what the database answers; false: it does not arrive, and the
	// connection is lost. nil: all arrives.
	answer atomic.Pointer[func(chunk []byte) bool]
	stall  atomic.Pointer[chan struct{}] // what is on its way waits for its end

	mu    sync.Mutex
	conns []net.Conn
}

func newProxy(t *testing.T, url string) *proxy {
	t.Helper()
	dir, database := t.TempDir(), ""
	config, err := pgx.ParseConfig(url)
	require.NoError(t, err)
	database = config.Database
	p := &proxy{url: fmt.Sprintf("postgres://imserver@/%s?host=%s", database, dir), target: filepath.Join(config.Host, ".s.PGSQL.5432")}
	p.listener, err = net.Listen("unix", filepath.Join(dir, ".s.PGSQL.5432"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = p.listener.Close() })
	go func() {
		for {
			c, err := p.listener.Accept()
			if err != nil {
				return
			}
			go p.serve(c)
		}
	}()
	return p
}

func (p *proxy) serve(client net.Conn) {
	database, err := net.Dial("unix", p.target)
	if err != nil {
		_ = client.Close()
		return
	}
	p.mu.Lock()
	p.conns = append(p.conns, client, database)
	p.mu.Unlock()
	closed := func() {
		_ = client.Close()
		_ = database.Close()
	}
	go func() {
		defer closed()
		p.copy(database, client, nil)
	}()
	defer closed()
	p.copy(client, database, &p.answer)
}

func (p *proxy) copy(to io.Writer, from io.Reader, filter *atomic.Pointer[func([]byte) bool]) {
	chunk := make([]byte, 1<<16)
	for {
		n, err := from.Read(chunk)
		if n > 0 {
			if stalled := p.stall.Load(); stalled != nil {
				<-*stalled
			}
			if filter != nil {
				if pass := filter.Load(); pass != nil && !(*pass)(chunk[:n]) {
					return
				}
			}
			if _, err := to.Write(chunk[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// cut ends all connections.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		_ = c.Close()
	}
	p.conns = nil
}

// committed says that the answer to the commit of updates is in a chunk.
func committed(chunk []byte) bool {
	return strings.Count(string(chunk), "UPDATE 1\x00") == 2 && strings.Contains(string(chunk), "COMMIT\x00")
}

func appended(s *Store, id string) error {
	return change(s, func(tx store.Tx) error {
		return tx.AppendMessage(&store.Message{App: "a", Conversation: "c", ID: id, From: "ann"})
	})
}

func ids(t *testing.T, s *Store) (out []string) {
	t.Helper()
	require.NoError(t, s.View(t.Context(), func(r store.Reader) error {
		list, err := r.Messages("a", "c", store.Range{Limit: 1000})
		for i, m := range list {
			assert.EqualValues(t, i+1, m.Seq)
			out = append(out, m.ID)
		}
		return err
	}))
	return out
}

func through(t *testing.T, timeout time.Duration) (*proxy, *Store) {
	t.Helper()
	p := newProxy(t, pgtest.URL(t))
	s, err := Open(p.url, Options{Timeout: timeout})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	require.NoError(t, change(s, func(tx store.Tx) error { return tx.CreateConversation(room("c"), []string{"ann"}) }))
	return p, s
}

// A commit whose answer is lost has taken effect: it is neither made again nor taken
// for a failure.
func TestLostAnswerOfACommit(t *testing.T) {
	p, s := through(t, 10*time.Second)
	var lost atomic.Int32
	lose := func(chunk []byte) bool { return !committed(chunk) || lost.Add(1) > 1 }
	p.answer.Store(&lose)
	require.NoError(t, appended(s, "1"))
	require.EqualValues(t, 1, lost.Load(), "the answer was lost")
	p.answer.Store(nil)
	require.NoError(t, appended(s, "2"))
	assert.Equal(t, []string{"1", "2"}, ids(t, s))
}

// What was not committed when the connection was lost is run again.
func TestLostConnectionBeforeTheCommit(t *testing.T) {
	p, s := through(t, 10*time.Second)
	runs := 0
	require.NoError(t, change(s, func(tx store.Tx) error {
		if err := tx.AppendMessage(&store.Message{App: "a", Conversation: "c", ID: "1", From: "ann"}); err != nil {
			return err
		}
		if runs++; runs == 1 {
			p.cut()
		}
		_, err := tx.Message("a", "c", "1")
		return err
	}))
	assert.Equal(t, 2, runs)
	assert.Equal(t, []string{"1"}, ids(t, s))
	p.cut()
	assert.Equal(t, []string{"1"}, ids(t, s), "views find another connection")
}

// A database that does not answer makes errors after a time, and no more than that:
// when it answers again so does the store.
func TestStalledDatabase(t *testing.T) {
	p, s := through(t, 500*time.Millisecond)
	free := make(chan struct{})
	p.stall.Store(&free)
	assert.ErrorIs(t, appended(s, "1"), store.ErrUnavailable)
	assert.ErrorIs(t, s.View(t.Context(), func(r store.Reader) error {
		_, err := r.Conversation("a", "c")
		return err
	}), store.ErrUnavailable)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	assert.ErrorIs(t, s.View(ctx, func(r store.Reader) error { return nil }), context.Canceled)
	p.stall.Store(nil)
	close(free)
	require.Eventually(t, func() bool { return appended(s, "2") == nil }, 20*time.Second, 10*time.Millisecond)
	assert.Contains(t, ids(t, s), "2")
}

// A node that stops in the midst of a transaction holds up the others for the time
// that is set, not for good.
func TestStalledNode(t *testing.T) {
	url := pgtest.URL(t)
	p := newProxy(t, url)
	stopped, err := Open(p.url, Options{Timeout: time.Second})
	require.NoError(t, err)
	defer stopped.Close()
	other, err := Open(url, Options{Timeout: 20 * time.Second})
	require.NoError(t, err)
	defer other.Close()
	require.NoError(t, change(other, func(tx store.Tx) error { return tx.CreateConversation(room("c"), nil) }))
	free := make(chan struct{})
	inside := make(chan struct{})
	var once sync.Once
	stopped.Update(func(tx store.Tx) error {
		err := tx.AppendMessage(&store.Message{App: "a", Conversation: "c", ID: "never", From: "ann"})
		once.Do(func() { close(inside) })
		<-free
		return err
	}, func(error) {})
	<-inside
	require.NoError(t, appended(other, "1"))
	assert.Equal(t, []string{"1"}, ids(t, other))
	p.listener.Close()
	close(free)
}

// The database ends all connections, as when another takes over.
func TestRestartedDatabase(t *testing.T) {
	url := pgtest.URL(t)
	s, err := Open(url, Options{Timeout: 20 * time.Second})
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, change(s, func(tx store.Tx) error { return tx.CreateConversation(room("c"), nil) }))
	c, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer c.Close(context.Background())
	const n = 200
	var all sync.WaitGroup
	all.Add(n)
	for i := range n {
		id := fmt.Sprint(i)
		s.Update(func(tx store.Tx) error {
			return tx.AppendMessage(&store.Message{App: "a", Conversation: "c", ID: id, From: "ann"})
		}, func(err error) {
			assert.NoError(t, err)
			all.Done()
		})
		if i%50 == 0 {
			_, err := c.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid()`)
			require.NoError(t, err)
		}
	}
	all.Wait()
	assert.Len(t, ids(t, s), n)
}

func TestOpenFailures(t *testing.T) {
	for url, want := range map[string]string{
		"postgres://root:geheim@/x?host=/nowhere": "open database",
		"postgres://root:geheim@[::1/x":           "open database",
	} {
		_, err := Open(url, Options{Timeout: time.Second})
		require.ErrorContains(t, err, want)
		assert.NotContains(t, err.Error(), "geheim")
	}
	url := pgtest.Fresh(t)
	c, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer c.Close(context.Background())
	_, err = c.Exec(t.Context(), `ALTER ROLE imserver IN DATABASE `+c.Config().Database+` SET default_transaction_read_only = on`)
	require.NoError(t, err)
	_, err = Open(url, Options{})
	assert.ErrorContains(t, err, "read-only")
}

// Texts that are no UTF-8, or have zero bytes, are kept as they are.
func TestAnyText(t *testing.T) {
	s := open(t, pgtest.URL(t), 1)[0]
	for _, odd := range []string{"\x00", "\x01", "a\x0000", "\xff\xfe", "ok\x01zz", "漢\x00字", strings.Repeat("\x00", 50)} {
		assert.Equal(t, odd, unescaped(escaped(odd)))
		c := room(odd)
		c.Attributes = marshal(map[string]any{"name": odd, odd: 1e308, "list": []any{odd}})
		require.NoError(t, change(s, func(tx store.Tx) error { return tx.CreateConversation(c, []string{odd}) }))
		require.NoError(t, s.View(t.Context(), func(r store.Reader) error {
			members, err := r.Members("a", odd)
			require.NoError(t, err)
			assert.Equal(t, []string{odd}, members)
			got, err := r.Conversation("a", odd)
			require.NoError(t, err)
			assert.Equal(t, c.Attributes, got.Attributes)
			return nil
		}))
	}
	c := room("numbers")
	c.Attributes = `{"a":1e999999,"b":-1e999999,"c":123456789012345678901234567890,"d":"\ud800","e":"\u0000"}`
	require.NoError(t, change(s, func(tx store.Tx) error { return tx.CreateConversation(c, nil) }))
	assert.ErrorIs(t, s.View(t.Context(), func(r store.Reader) error {
		_, err := r.Conversation("a", "no\x00ne")
		return err
	}), store.ErrNotFound)
}
