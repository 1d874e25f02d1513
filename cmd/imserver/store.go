package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"imclient/cmd/imserver/internal/config"
	"imclient/server/importer"
	"imclient/server/store"
	"imclient/server/store/postgres"
	"imclient/server/store/sqlite"
)

// place is where a command finds the data: a directory, or a PostgreSQL database.
type place struct {
	set            *flag.FlagSet
	dir, url, file *string
}

func placeFlags(set *flag.FlagSet) place {
	return place{set, dataFlag(set),
		set.String("store", "", "`URL` of the PostgreSQL database, where that keeps the data (or IMSERVER_STORE)"),
		set.String("store-file", "", "`file` that holds the URL (or IMSERVER_STORE_FILE)")}
}

// database is the URL of the PostgreSQL database; empty for the directory. A flag goes
// before the environment; an empty --store means the directory.
func (p place) database() (string, error) {
	url, file := os.Getenv("IMSERVER_STORE"), os.Getenv("IMSERVER_STORE_FILE")
	p.set.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "store":
			url, file = *p.url, ""
		case "store-file":
			url, file = "", *p.file
		}
	})
	if url == "" && file != "" {
		content, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		if url = strings.TrimSpace(string(content)); url == "" {
			return "", fmt.Errorf("%s is empty", file)
		}
	}
	url, err := config.ParseDatabaseURL(url)
	if err != nil {
		return "", fmt.Errorf("the URL of the database: %w", err)
	}
	return url, nil
}

// exists says whether there is a database.
func (p place) exists(ctx context.Context, url string) (bool, error) {
	if url != "" {
		return postgres.Exists(ctx, url)
	}
	_, err := os.Stat(filepath.Join(*p.dir, sqlite.DatabaseName))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// openForReading opens the store for an export. A directory must not be used by anybody
// else; a database may, and is seen as it is now.
func (p place) openForReading(ctx context.Context) (store.Store, error) {
	url, err := p.database()
	if err != nil {
		return nil, err
	}
	if url == "" {
		if _, err := os.Stat(filepath.Join(*p.dir, sqlite.DatabaseName)); err != nil {
			return nil, err
		}
		return sqlite.Open(*p.dir, sqlite.Options{})
	}
	switch there, err := postgres.Exists(ctx, url); {
	case err != nil:
		return nil, err
	case !there:
		return nil, errors.New("the database holds nothing of imserver's")
	}
	return postgres.Open(url, postgres.Options{Frozen: true})
}

// openAlone opens the store for an import, which nobody else may use meanwhile. sorts is
// a directory that is this import's alone, without what killed ones have left there. A dry
// run makes no database: it has an empty one in temporary files, which end removes.
func (p place) openAlone(ctx context.Context, dry bool) (s store.Store, sorts string, end func() error, err error) {
	remove := func() error { return nil }
	url, err := p.database()
	if err != nil {
		return nil, "", nil, err
	}
	there := true
	if dry {
		if there, err = p.exists(ctx, url); err != nil {
			return nil, "", nil, err
		}
	}
	switch {
	case !there:
		if sorts, err = os.MkdirTemp("", "imserver-dry-run-"); err != nil {
			return nil, "", nil, err
		}
		s, err = sqlite.Open(sorts, sqlite.Options{Bulk: true})
		remove = func() error { return os.RemoveAll(sorts) }
	case url != "":
		sorts = filepath.Join(*p.dir, "import-"+postgres.Name(url))
		s, err = postgres.Open(url, postgres.Options{Alone: true})
		remove = func() error { return removeEmpty(sorts) }
	default:
		sorts = *p.dir
		s, err = sqlite.Open(sorts, sqlite.Options{Bulk: true})
	}
	if err != nil {
		return nil, "", nil, errors.Join(err, remove())
	}
	if err = os.MkdirAll(sorts, 0o700); err == nil {
		err = importer.Clean(sorts)
	}
	end = func() error { return errors.Join(s.Close(), remove()) }
	if err != nil {
		return nil, "", nil, errors.Join(err, end())
	}
	return s, sorts, end, nil
}

func removeEmpty(dir string) error {
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
