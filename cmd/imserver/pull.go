package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"imclient/server/archive"
	"imclient/server/importer"
	"imclient/server/pull"
	"imclient/server/store/sqlite"

	"golang.org/x/term"
)

// masterKeyVariable is where the key is taken from.
const masterKeyVariable = "LEANCLOUD_MASTER_KEY"

// pullData is "imserver pull".
func pullData(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	set := flag.NewFlagSet("imserver pull", flag.ContinueOnError)
	o := pull.Options{}
	set.StringVar(&o.URL, "url", "", "`address` of the API, such as https://xxxxxxxx.api.lncldglobal.com")
	set.StringVar(&o.App, "app", "", "`id` of the app")
	set.StringVar(&o.Dir, "out", "", "`directory` to write to; the same again to go on, or to fetch what is new")
	skip := set.String("skip", "", "`steps` to leave out, of "+strings.Join(pull.Steps, ","))
	set.IntVar(&o.Parallel, "parallel", 4, "requests at a time where each conversation takes one")
	set.BoolVar(&o.Insecure, "insecure", false, "send the master key over plain HTTP to another machine")
	dry := set.Bool("dry-run", false, "say what would be fetched, and write nothing")
	check := set.Bool("check", true, "read all that was fetched at the end, count it and write checksums.tsv")
	if err := parse(set, args, stderr, "Fetches an app's conversations and messages through the REST API of LeanCloud, or of\nimserver, into files that imserver import reads. It can be ended at any time and goes on\nwhere it was; once all is there, the next run fetches what is new. The master key is\ntaken from "+masterKeyVariable+", or asked for. Exit status 3: done, but rows cannot be used."); err != nil {
		return err
	}
	for name, value := range map[string]string{"--url": o.URL, "--app": o.App, "--out": o.Dir} {
		if value == "" {
			return badUsage(stderr, "imserver pull: %s is missing", name)
		}
	}
	for _, name := range strings.Split(*skip, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if !slices.Contains(pull.Steps, name) {
			return badUsage(stderr, "imserver pull: unknown step %q", name)
		}
		o.Skip = append(o.Skip, name)
	}
	var err error
	if o.Key, err = masterKey(stderr); err != nil {
		return err
	}
	line := newProgress(stderr)
	o.Progress = line.show
	o.Wait = func(reason string, d time.Duration) { line.print(fmt.Sprintf("waiting %v: %s", d, reason)) }
	if *dry {
		found, err := pull.Look(ctx, o)
		for _, text := range found {
			fmt.Fprintln(stdout, text)
		}
		return err
	}
	report, err := pull.Pull(ctx, o)
	line.clear()
	if err != nil {
		return fmt.Errorf("%w\nthe same command goes on where it was", err)
	}
	fmt.Fprintf(stdout, "run %d: %d requests, %d of them again\n", report.Run, report.Requests, report.Retries)
	for _, name := range pull.Steps {
		switch s := report.Steps[name]; {
		case s == nil:
			fmt.Fprintf(stdout, "%-24s left out\n", name)
		case s.Missing != "":
			fmt.Fprintf(stdout, "%-24s not there: %s\n", name, s.Missing)
		default:
			fmt.Fprintf(stdout, "%-24s %d rows\n", name, s.Rows)
		}
	}
	if !*check {
		return nil
	}
	return checkArchive(ctx, o.Dir, line, stdout)
}

// masterKey takes the key from the environment, or asks for it without showing it.
func masterKey(stderr io.Writer) (string, error) {
	if key := os.Getenv(masterKeyVariable); key != "" {
		return strings.TrimSuffix(strings.TrimSpace(key), ",master"), nil
	}
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return "", fmt.Errorf("%s is not set, and there is no terminal to ask at", masterKeyVariable)
	}
	fmt.Fprint(stderr, "master key: ")
	key, err := term.ReadPassword(in)
	fmt.Fprintln(stderr)
	if err != nil {
		return "", err
	}
	if len(key) == 0 {
		return "", errors.New("no master key was given")
	}
	return strings.TrimSpace(string(key)), nil
}

// checkArchive reads what was fetched as an import would, without one.
func checkArchive(ctx context.Context, dir string, line *progress, stdout io.Writer) (err error) {
	temp, err := os.MkdirTemp(dir, "check-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	s, err := sqlite.Open(temp, sqlite.Options{Bulk: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	path := filepath.Join(dir, "checksums.tsv")
	out, err := openOutputs(filepath.Join(dir, "problems.json"), path)
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl.gz"))
	if err != nil {
		return err
	}
	report, err := importer.Import(ctx, s, files, importer.Options{App: "check", Temp: temp, DryRun: true, Checksums: out.sums,
		Progress: line.show, Problem: func(p archive.Problem) { out.problem(p) }})
	line.clear()
	if err := errors.Join(err, out.close()); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "\nall that is in %s:\n", dir)
	for _, class := range slices.Sorted(maps.Keys(report.Classes)) {
		c := report.Classes[class]
		fmt.Fprintf(stdout, "%-24s %d rows, %d of them repeated, %d of no use\n", class, c.Read, c.Repeated, c.Skipped)
	}
	for _, reason := range slices.Sorted(maps.Keys(report.Problems)) {
		fmt.Fprintf(stdout, "problem: %s: %d (problems.json)\n", reason, report.Problems[reason])
	}
	fmt.Fprintf(stdout, "%d conversations have messages, checksum of all %s\n", report.Conversations, report.Checksum)
	if !report.Complete() {
		return errIncomplete
	}
	return nil
}
