package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"imclient/server/store"

	_ "modernc.org/sqlite" // registers the driver
)

// Options configure Open. The zero value works.
type Options struct {
	// Now is the system's clock; time.Now by default.
	Now func() time.Time
	// Readers is the number of connections for reading; 4 by default.
	Readers int
	// NoticeAge is how long notices are kept; 30 days by default. Older ones are
	// removed when the store is opened.
	NoticeAge time.Duration
	// Bulk opens the store for an import: indexes that PrepareBulk has dropped are
	// made again by FinishBulk alone, and no longer by Open.
	Bulk bool
	// Observe is told of each commit, in the goroutine that commits; it must not
	// block. May be nil.
	Observe func(store.Commit)
}

// Store is a store.Store in a data directory.
type Store struct {
	lock    *os.File
	db      *sql.DB
	writer  *conn
	readers chan *conn
	nread   int
	clock   clock
	observe func(store.Commit)

	mu        sync.RWMutex // held for reading while an update is queued
	closed    bool
	queue     chan *update
	committed chan []*update
	finished  chan struct{}
}

var _ store.Store = (*Store)(nil)

// Open opens the database in dir, which is created when it is missing, and
// brings its schema up to date. It returns store.ErrLocked when another process,
// or this one, has it open.
func Open(dir string, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Readers <= 0 {
		o.Readers = 4
	}
	if o.Observe == nil {
		o.Observe = func(store.Commit) {}
	}
	if o.NoticeAge <= 0 {
		o.NoticeAge = 30 * 24 * time.Hour
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open data directory: %w", err)
	}
	lock, err := lockDirectory(dir)
	if err != nil {
		return nil, fmt.Errorf("open data directory: %w", err)
	}
	s := &Store{
		lock:      lock,
		clock:     clock{system: o.Now},
		observe:   o.Observe,
		queue:     make(chan *update, queueLength),
		committed: make(chan []*update, 4),
		finished:  make(chan struct{}),
	}
	if err := s.open(filepath.Join(dir, DatabaseName), o); err != nil {
		s.release()
		return nil, fmt.Errorf("open database in %s: %w", dir, err)
	}
	go s.write()
	go s.complete()
	return s, nil
}

func (s *Store) open(path string, o Options) error {
	if err := makePrivate(path); err != nil {
		return err
	}
	pragmas := url.Values{"_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "cache_size(-16384)", "temp_store(" + tempStore(o) + ")",
		"fullfsync(1)", "checkpoint_fullfsync(1)", // macOS: the drive's cache too
	}}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+pragmas.Encode())
	if err != nil {
		return err
	}
	s.db = db
	db.SetMaxOpenConns(o.Readers + 1)
	db.SetMaxIdleConns(o.Readers + 1)
	ctx := context.Background()
	if s.writer, err = newConn(ctx, db); err != nil {
		return err
	}
	if err := s.migrate(); err != nil {
		return err
	}
	if !o.Bulk {
		if err := s.finishBulk(); err != nil {
			return err
		}
	}
	if err := s.restoreClock(); err != nil {
		return err
	}
	if err := s.pruneNotices(o.Now().Add(-o.NoticeAge).UnixMilli()); err != nil {
		return err
	}
	s.readers = make(chan *conn, o.Readers)
	for range o.Readers {
		c, err := newConn(ctx, db)
		if err != nil {
			return err
		}
		s.readers <- c
		s.nread++
	}
	return nil
}

// tempStore is where SQLite sorts. What it sorts to make an index does not fit into memory.
func tempStore(o Options) string {
	if o.Bulk {
		return "FILE"
	}
	return "MEMORY"
}

func (s *Store) restoreClock() error {
	err := s.writer.row(`SELECT value FROM meta WHERE key = 'clock'`).Scan(&s.clock.last)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// Close implements store.Store.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		<-s.finished
		return nil
	}
	s.closed = true
	close(s.queue)
	s.mu.Unlock()
	<-s.finished
	return s.release()
}

func (s *Store) release() error {
	for range s.nread {
		(<-s.readers).close()
	}
	s.nread = 0
	var err error
	if s.writer != nil {
		s.writer.close()
	}
	if s.db != nil {
		err = s.db.Close()
	}
	return errors.Join(err, s.lock.Close())
}

// View implements store.Store.
func (s *Store) View(ctx context.Context, fn func(store.Reader) error) error {
	s.mu.RLock()
	closed := s.closed
	s.mu.RUnlock()
	if closed {
		return store.ErrClosed
	}
	var c *conn
	select {
	case c = <-s.readers:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.readers <- c }()
	r := &reader{conn: c, ctx: ctx, at: s.clock.at()}
	if err := c.exec("BEGIN"); err != nil {
		return err
	}
	defer func() { _ = c.exec("ROLLBACK") }()
	return fn(r)
}

// Secret implements store.Store.
func (s *Store) Secret(ctx context.Context, name string) ([]byte, error) {
	fresh := make([]byte, 32)
	if _, err := rand.Read(fresh); err != nil {
		return nil, err
	}
	var secret []byte
	done := make(chan error, 1)
	s.Update(func(t store.Tx) error {
		w := t.(*tx).write()
		if err := w.exec(`INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING`, "secret/"+name, fresh); err != nil {
			return err
		}
		secret = nil
		return w.row(`SELECT value FROM meta WHERE key = ?`, "secret/"+name).Scan(&secret)
	}, func(err error) { done <- err })
	select {
	case err := <-done:
		return secret, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
