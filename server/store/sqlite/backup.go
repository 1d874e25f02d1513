package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// DatabaseName is the database's file in the data directory.
const DatabaseName = "imserver.db"

// Backup copies the database in dir to the file out, which must not exist. The server
// may be running, in this process or another: the copy is one snapshot, taken through
// SQLite's own locks, and holds everything that was acknowledged before Backup was
// called. It is checked, and appears under its name only once it is whole and on disk.
// Writers are not held up. What is not in the database, such as uploaded files, is not copied.
func Backup(ctx context.Context, dir, out string) error {
	path := filepath.Join(dir, DatabaseName)
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if _, err := os.Lstat(out); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("backup: %s: %w", out, orExists(err))
	}
	part := out + ".part"
	if err := makeEmpty(part); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	err := copyInto(ctx, path, part)
	if err == nil {
		err = Check(ctx, part)
	}
	if err == nil {
		err = settle(part, out)
	}
	if err != nil {
		_ = os.Remove(part)
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

func orExists(err error) error {
	if err == nil {
		return fs.ErrExist
	}
	return err
}

// makeEmpty makes a file that only its owner can read; SQLite fills it.
func makeEmpty(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func copyInto(ctx context.Context, from, to string) error {
	db, err := openFile(from, "mode=rw&_pragma=busy_timeout(10000)")
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, `VACUUM INTO ?`, to)
	return err
}

func openFile(path, parameters string) (*sql.DB, error) {
	return sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+parameters)
}

// settle gives a file that is on disk its name.
func settle(part, path string) error {
	if err := syncFile(part); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFile(filepath.Dir(path))
}

// syncFile puts a file, or the names in a directory, on disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Check says what is wrong with a database that no process has open: damage, or
// that it is another program's or a newer one's.
func Check(ctx context.Context, path string) error {
	db, err := openFile(path, "mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, `PRAGMA integrity_check(10)`)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	defer rows.Close()
	var problems []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		if text != "ok" {
			problems = append(problems, text)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if len(problems) > 0 {
		return fmt.Errorf("%s is damaged: %s", path, strings.Join(problems, "; "))
	}
	var version int
	if err := db.QueryRowContext(ctx, `SELECT max(version) FROM schema_version`).Scan(&version); err != nil {
		return fmt.Errorf("%s is no database of imserver: %w", path, err)
	}
	if version > len(migrations) {
		return fmt.Errorf("%s has schema version %d, this program knows %d: use a newer imserver", path, version, len(migrations))
	}
	return nil
}

// Restore puts a backup in the place of the database in dir, which is created when
// it is missing. No server may run on it: store.ErrLocked is returned then. A database that is there
// already is kept beside it under the returned name, which is empty when there was none.
func Restore(ctx context.Context, dir, from string, now time.Time) (kept string, err error) {
	if err := Check(ctx, from); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	lock, err := lockDirectory(dir)
	if err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	defer lock.Close()
	kept, err = restore(dir, from, now)
	if err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	return kept, nil
}

func restore(dir, from string, now time.Time) (kept string, err error) {
	path := filepath.Join(dir, DatabaseName)
	part := path + ".part"
	if err := copyFile(from, part); err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err == nil {
		kept = path + ".before-" + now.UTC().Format("20060102-150405")
		if _, err := os.Lstat(kept); err == nil {
			return "", fmt.Errorf("%s: %w", kept, fs.ErrExist)
		}
		// The database last: what is found under its name without the others would lack
		// what was written last.
		for _, suffix := range []string{"-wal", "-shm", ""} {
			if err := os.Rename(path+suffix, kept+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return "", err
			}
		}
	}
	return kept, settle(part, path)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := makeEmpty(to); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
