package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"imclient/server/store/move"
	"imclient/server/store/sqlite"
)

// migrate is "imserver migrate".
func migrate(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	set := flag.NewFlagSet("imserver migrate", flag.ContinueOnError)
	dir := dataFlag(set)
	to := set.String("to", "", "`URL` of the PostgreSQL database (or IMSERVER_STORE)") // which --help does not show
	err := parse(set, args, stderr, "Copies the data directory's database into an empty PostgreSQL database, while no server\nuses either, and compares the two row by row. It can be ended at any time and run\nagain. Uploaded files stay where they are.")
	if err != nil {
		return err
	}
	if *to = cmp.Or(*to, os.Getenv("IMSERVER_STORE")); *to == "" {
		return badUsage(stderr, "imserver migrate: --to URL is missing")
	}
	if _, err := os.Stat(filepath.Join(*dir, sqlite.DatabaseName)); err != nil {
		return err
	}
	line := newProgress(stderr)
	report, err := move.Run(ctx, *dir, *to, line.show)
	line.clear()
	if errors.Is(err, move.ErrComplete) {
		fmt.Fprintln(stdout, err)
		return nil
	}
	if err != nil {
		return err
	}
	for _, table := range report.Tables {
		fmt.Fprintf(stdout, "%-14s %d\n", table.Name, table.Rows)
	}
	fmt.Fprintln(stdout, "copied, and compared row by row")
	if files, err := os.ReadDir(filepath.Join(*dir, "files")); err == nil && len(files) > 0 {
		fmt.Fprintf(stderr, "NOT copied: the uploaded files in %s; several nodes need them in a bucket (files.endpoint)\n", filepath.Join(*dir, "files"))
	}
	return nil
}
