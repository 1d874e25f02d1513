package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"imclient/cmd/imserver/internal/config"
	"imclient/server/store/sqlite"
)

// errNotHere is what backup and restore say of a PostgreSQL database.
var errNotHere = errors.New(`the data is in a PostgreSQL database, which this command does not copy:
  pg_dump --format=custom URL > FILE   one state of the database, while nodes serve; pg_restore puts it back
  pgBackRest, or pg_basebackup with WAL archiving, for any moment up to the last commit
keep beside it: the uploaded files (the bucket, or files/ in the data directory, copied after
the database), the configuration with its secrets, and the certificates (acme/).
docs/postgres.md says how to restore. For a data directory all the same, give --store ''`)

// onlyDirectory returns the data directory, unless the data is elsewhere.
func (p place) onlyDirectory() (string, error) {
	if url, err := p.database(); err != nil || url != "" {
		return "", cmp.Or(err, errNotHere)
	}
	return *p.dir, nil
}

// backup is "imserver backup". It reads the database itself, so it works whether a
// server runs or not, and needs nothing of it.
func backup(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	set := flag.NewFlagSet("imserver backup", flag.ContinueOnError)
	where := placeFlags(set)
	out := set.String("out", "", "`file` to write, which must not exist yet")
	if err := parse(set, args, stderr, "Copies the database in the data directory while the server runs. Uploaded files are not\nin it. For PostgreSQL it says what to use."); err != nil {
		return err
	}
	if *out == "" {
		return badUsage(stderr, "imserver backup: --out FILE is missing")
	}
	dir, err := where.onlyDirectory()
	if err != nil {
		return err
	}
	start := time.Now()
	if err := sqlite.Backup(ctx, dir, *out); err != nil {
		return err
	}
	info, err := os.Stat(*out)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s: %d bytes in %v, checked\n", *out, info.Size(), time.Since(start).Round(time.Millisecond))
	if hasFiles(filepath.Join(dir, "files")) {
		fmt.Fprintf(stderr, "NOT in this backup: the uploaded files in %s; copy them too, after the database\n", filepath.Join(dir, "files"))
	}
	return nil
}

// hasFiles says whether there is a file in a directory or below it.
func hasFiles(dir string) bool {
	found := false
	_ = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if found = found || (err == nil && entry.Type().IsRegular()); found {
			return fs.SkipAll
		}
		return nil
	})
	return found
}

// restore is "imserver restore".
func restore(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	set := flag.NewFlagSet("imserver restore", flag.ContinueOnError)
	where := placeFlags(set)
	from := set.String("from", "", "`file` that imserver backup wrote")
	if err := parse(set, args, stderr, "Puts a backup in the place of the database, while no server runs. The old\ndatabase is kept under another name."); err != nil {
		return err
	}
	if *from == "" {
		return badUsage(stderr, "imserver restore: --from FILE is missing")
	}
	dir, err := where.onlyDirectory()
	if err != nil {
		return err
	}
	kept, err := sqlite.Restore(ctx, dir, *from, time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "restored into %s\n", dir)
	if kept != "" {
		fmt.Fprintf(stdout, "the database that was there is now %s\n", kept)
	}
	return nil
}

// dataFlag is the data directory: from the flag, the environment, or the default.
func dataFlag(set *flag.FlagSet) *string {
	fallback := config.New().Options.DataDir
	if dir := os.Getenv("IMSERVER_DATA"); dir != "" {
		fallback = dir
	}
	return set.String("data", fallback, "`directory` of the database (or IMSERVER_DATA)")
}

// parse reads the flags of a command that takes no arguments.
func parse(set *flag.FlagSet, args []string, stderr io.Writer, about string) error {
	set.SetOutput(stderr)
	set.Usage = func() {
		fmt.Fprintf(stderr, "usage: %s [flags]\n\n%s\n\nflags:\n", set.Name(), about)
		set.PrintDefaults()
	}
	switch err := set.Parse(args); {
	case err == flag.ErrHelp:
		return err
	case err != nil:
		return config.ErrUsage
	case set.NArg() > 0:
		return badUsage(stderr, "%s: unexpected argument %q", set.Name(), set.Arg(0))
	}
	return nil
}
