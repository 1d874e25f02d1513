package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"imclient/server/store"

	"github.com/jackc/pgx/v5"
)

// useLock is the advisory lock of who uses the database. Every process that writes holds
// it in the session that it writes in: nodes share it, and one that was opened Alone
// has it to itself. A lost session gives it back, and the next one takes it anew before
// it writes.
const useLock = migrationLock + 1

var (
	// ErrServed says that others use the database that is to be opened Alone. It is a
	// store.ErrLocked.
	ErrServed = fmt.Errorf("the database is %w", store.ErrLocked)
	// ErrAlone says that an import or a migration has the database to itself. It is a
	// store.ErrLocked.
	ErrAlone = fmt.Errorf("an import has the database to itself: it is %w", store.ErrLocked)

	errImported = errors.New("an import changed the database while this node was cut off from it: restart the node")
)

// lockTime is how long Open waits for the lock. The session of a process that was killed
// goes when the database notices that. Tests shorten it.
var lockTime = 3 * time.Second

// importing begins the ids of writers that have had the database to themselves.
const importing = "import-"

// connectWriter opens the session that writes, with the lock. It does not wait for that.
func (s *Store) connectWriter(ctx context.Context) error {
	c, err := pgx.ConnectConfig(ctx, s.writerConfig())
	if err != nil {
		return err
	}
	if err := s.lock(ctx, c); err != nil {
		_ = c.Close(ctx)
		return err
	}
	s.writer = c
	return nil
}

func (s *Store) lock(ctx context.Context, c *pgx.Conn) error {
	text := `SELECT pg_try_advisory_lock_shared($1)`
	if s.alone {
		text = `SELECT pg_try_advisory_lock($1)`
	}
	var locked bool
	if err := c.QueryRow(ctx, text, int64(useLock)).Scan(&locked); err != nil {
		return err
	}
	switch {
	case !locked && s.alone:
		return fmt.Errorf("%w: %s", ErrServed, users(ctx, c))
	case !locked:
		return fmt.Errorf("%w: %s", ErrAlone, users(ctx, c))
	case s.alone:
		return nil
	}
	// Seqs that the node remembers may be others by now.
	var now time.Time
	var imported bool
	err := c.QueryRow(ctx, `SELECT now(), EXISTS (SELECT 1 FROM writer WHERE id LIKE '`+importing+`%' AND seen > $1)`, s.opened).Scan(&now, &imported)
	switch {
	case err != nil:
		return err
	case s.opened == nil:
		s.opened = &now
	case imported:
		return errImported
	}
	return nil
}

// firstLock is connectWriter that waits a moment.
func (s *Store) firstLock(ctx context.Context) error {
	end := time.Now().Add(min(lockTime, s.timeout))
	for try := 0; ; try++ {
		err := s.connectWriter(ctx)
		if !errors.Is(err, store.ErrLocked) || time.Now().After(end) || !pause(ctx, try) {
			return err
		}
	}
}

// release gives the lock back and closes the session, whose end the database need not
// notice at once.
func release(c *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, _ = c.Exec(ctx, `SELECT pg_advisory_unlock_all()`)
	_ = c.Close(ctx)
}

// users says whose sessions hold the lock.
func users(ctx context.Context, c *pgx.Conn) string {
	var text string
	err := c.QueryRow(ctx, `SELECT coalesce(string_agg(name, ', '), 'nobody any more') FROM (
			SELECT coalesce(nullif(a.application_name, ''), 'a process') || ' at ' || coalesce(host(a.client_addr), 'this machine') ||
				CASE count(*) WHEN 1 THEN '' ELSE ' (' || count(*) || ' times)' END AS name
			FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
			WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
				AND l.classid::bigint = $1 AND l.objid::bigint = $2 AND l.objsubid = 1
			GROUP BY a.application_name, a.client_addr ORDER BY 1
		) holders`, int64(useLock>>32), int64(useLock&0xffffffff)).Scan(&text)
	if err != nil {
		return err.Error()
	}
	return text
}
