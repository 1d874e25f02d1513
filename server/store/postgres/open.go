package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"imclient/server/store"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Options configure Open. The zero value works.
type Options struct {
	// Now is the time, for tests; the database's by default.
	Now func() time.Time
	// Timeout bounds how long an update or a view waits for the database when that does
	// not answer, or is not there; 10 s by default. An update may then have taken
	// effect.
	Timeout time.Duration
	// Moving opens a database that imserver migrate has not filled completely.
	Moving bool
	// Alone opens the database for an import: no other process may use it until this one
	// has closed it. Open returns ErrServed while one does, and ErrAlone without this
	// option while an import runs. Timeout is an hour by default then, because one transaction
	// may move millions of rows or make an index; a database that is not there is waited
	// for as long as without it.
	Alone bool
	// Frozen has all views see the state of the opening, and updates fail, for an export
	// that may run beside nodes. The database cannot remove rows that are deleted meanwhile
	// until the store is closed.
	Frozen bool
	// NoticeAge is how long notices are kept; 30 days by default. Older ones are
	// removed when the store is opened.
	NoticeAge time.Duration
	// Observe is told of each commit, in the goroutine that commits; it must not
	// block. May be nil.
	Observe func(store.Commit)
}

// Store is a store.Store in a PostgreSQL database.
type Store struct {
	pool    *pgxpool.Pool
	timeout time.Duration
	absence time.Duration // how long a database is waited for that is not there
	observe func(store.Commit)
	alone   bool
	frozen  *frozen    // may be nil
	opened  *time.Time // of the database, once the lock was taken

	id      string    // of this process, among those that write
	writer  *pgx.Conn // of the goroutine that writes; nil: not connected
	batch   int64     // number of the transaction
	stalled bool      // the last transaction did not come to its end in time
	clock   clock
	rows    int64 // since the last look at the tables' sizes

	examine  chan struct{} // asks for a look
	examined chan struct{} // closed when nobody looks any more
	stop     func()        // ends that

	mu        sync.RWMutex // held for reading while an update is queued
	closed    bool
	queue     chan *update
	committed chan []*update
	finished  chan struct{}
}

var _ store.Store = (*Store)(nil)

// oldest is the oldest version of the database that works.
const oldest = 130000

// Open connects to the database at url, as in postgres://user:password@host/database,
// and brings its schema up to date. It blocks until that is done, at most for the
// timeout when the database does not answer. Other processes may use the database at
// the same time.
func Open(url string, o Options) (*Store, error) {
	absence := o.Timeout
	if absence <= 0 {
		absence = 10 * time.Second
	}
	switch {
	case o.Timeout <= 0 && o.Alone:
		o.Timeout = time.Hour
	case o.Timeout <= 0:
		o.Timeout = absence
	}
	if o.Observe == nil {
		o.Observe = func(store.Commit) {}
	}
	if o.NoticeAge <= 0 {
		o.NoticeAge = 30 * 24 * time.Hour
	}
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	prepare(config.ConnConfig, absence)
	if o.Alone && config.ConnConfig.RuntimeParams["plan_cache_mode"] == "" {
		// A plan made while the tables were empty is a bad one for the rest of an import.
		config.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_custom_plan"
	}
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	s := &Store{
		pool:      pool,
		timeout:   o.Timeout,
		absence:   absence,
		alone:     o.Alone,
		observe:   o.Observe,
		id:        rand.Text(),
		clock:     clock{system: o.Now},
		queue:     make(chan *update, queueLength),
		committed: make(chan []*update, 4),
		finished:  make(chan struct{}),
		examine:   make(chan struct{}, 1),
		examined:  make(chan struct{}),
	}
	if o.Alone {
		s.id = importing + s.id
	}
	if err := s.open(o); err != nil {
		s.disconnect()
		s.thaw()
		pool.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	var ctx context.Context
	ctx, s.stop = context.WithCancel(context.Background())
	go s.keepStatistics(ctx)
	go s.write()
	go s.complete()
	return s, nil
}

// prepare has a query that is given up end in the database too.
func prepare(c *pgx.ConnConfig, timeout time.Duration) {
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = timeout / 2
	}
	if c.RuntimeParams["application_name"] == "" {
		c.RuntimeParams["application_name"] = "imserver"
	}
	c.BuildContextWatcherHandler = func(p *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: p, DeadlineDelay: time.Second}
	}
}

// writerConfig is for the connection that writes. When this process stops in the midst
// of a transaction the database ends it, so that others get their turn before they give
// up. What is written is found by its key: reading all of a table that has a page today
// would be the plan that is kept for when it has thousands, and so would joins that do.
// Nor does a plan depend on the values then.
func (s *Store) writerConfig() *pgx.ConnConfig {
	c := s.pool.Config().ConnConfig
	settings := fmt.Sprintf(`SET idle_in_transaction_session_timeout = %d; SET plan_cache_mode = force_generic_plan; SET jit = off;
		SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off`, max(1, s.absence.Milliseconds()/4))
	if s.alone { // one that is killed while the database makes an index; PostgreSQL 14 and later
		settings += `; SELECT set_config('client_connection_check_interval', '1s', FALSE) WHERE current_setting('server_version_num')::int >= 140000`
	}
	c.AfterConnect = func(ctx context.Context, c *pgconn.PgConn) error {
		_, err := c.Exec(ctx, settings).ReadAll()
		return err
	}
	return c
}

func (s *Store) open(o Options) error {
	ctx, cancel := context.WithTimeout(context.Background(), 12*s.absence) // a migration may take a while
	defer cancel()
	c, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer c.Release()
	var version int
	var encoding, readOnly string
	err = c.QueryRow(ctx, `SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), current_setting('transaction_read_only')`).
		Scan(&version, &encoding, &readOnly)
	switch {
	case err != nil:
		return err
	case version < oldest:
		return fmt.Errorf("PostgreSQL %d is too old: 13 or later is needed", version/10000)
	case encoding != "UTF8":
		return fmt.Errorf("the database has the encoding %s: create it with UTF8", encoding)
	case readOnly != "off":
		return errors.New("the database is read-only: is it a standby? (target_session_attrs=read-write finds the other)")
	}
	if err := migrate(ctx, c.Conn()); err != nil {
		return err
	}
	var incomplete bool
	if err := c.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM moved WHERE NOT complete)`).Scan(&incomplete); err != nil {
		return err
	}
	if incomplete && !o.Moving {
		return errors.New("imserver migrate has not come to its end: run it again")
	}
	if o.Frozen {
		return s.freeze(ctx)
	}
	if err := s.firstLock(ctx); err != nil {
		return err
	}
	if !o.Alone {
		if err := finishBulk(c.Conn()); err != nil {
			return err
		}
	}
	if _, err := c.Exec(ctx, `DELETE FROM writer WHERE seen < now() - interval '1 day' AND id NOT LIKE '`+importing+`%'`); err != nil {
		return err
	}
	return pruneNotices(ctx, c.Conn(), s.systemNow().Add(-o.NoticeAge).UnixMilli())
}

func (s *Store) systemNow() time.Time {
	if s.clock.system != nil {
		return s.clock.system()
	}
	return time.Now()
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
	s.stop()
	<-s.examined
	s.thaw()
	s.pool.Close()
	return nil
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
		if err := w.exec(`INSERT INTO secret VALUES (?, ?) ON CONFLICT DO NOTHING`, name, fresh); err != nil {
			return err
		}
		secret = nil
		return w.row(`SELECT value FROM secret WHERE name = ?`, name).Scan(&secret)
	}, func(err error) { done <- err })
	select {
	case err := <-done:
		return secret, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
