package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"imclient/cmd/imserver/internal/config"
	"imclient/server/archive"
	"imclient/server/exporter"
	"imclient/server/importer"
)

// errIncomplete ends an import that left something out; the exit status tells.
var errIncomplete = errors.New("some rows were left out")

// shownProblems is how many problems are written out; a report has all.
const shownProblems = 20

// importData is "imserver import".
func importData(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	set := flag.NewFlagSet("imserver import", flag.ContinueOnError)
	where := placeFlags(set)
	app := appFlag(set)
	only := set.String("only", "", "`classes` to import, such as _Conversation,messages (default all)")
	members := set.Int("members", config.New().Options.Limits.Members, "members of a conversation that are kept, the first ones")
	temp := set.String("temp", "", "`directory` for sorting, about as large as the messages (default the data directory)")
	dry := set.Bool("dry-run", false, "say what would happen, and write nothing")
	reportTo := set.String("report", "", "`file` for every problem and the report, as JSON Lines")
	sumsTo := set.String("checksums", "", "`file` for a checksum of each conversation in the archive")
	if err := parseWithFiles(set, args, stderr, "FILE...", "Imports exports, backups, and what imserver pull or imserver export wrote, while no\nserver runs. It can be ended at any time and started again; importing twice changes\nnothing. Exit status 3: done, but rows were left out."); err != nil {
		return err
	}
	if set.NArg() == 0 {
		return badUsage(stderr, "imserver import: no FILE or directory is given")
	}
	classes, err := classList(*only)
	if err != nil {
		return badUsage(stderr, "imserver import: %v", err)
	}
	out, err := openOutputs(*reportTo, *sumsTo)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.close()) }()
	s, sorts, end, err := where.openAlone(ctx, *dry)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	if *temp == "" {
		*temp = sorts
	}
	line := newProgress(stderr)
	shown := 0
	report, err := importer.Import(ctx, s, set.Args(), importer.Options{App: *app, Members: *members, Only: classes, Temp: *temp, DryRun: *dry,
		Checksums: out.sums, Progress: line.show,
		Problem: func(p archive.Problem) {
			out.problem(p)
			if p.Note {
				return
			}
			switch shown++; {
			case shown <= shownProblems:
				line.print(p.String())
			case shown == shownProblems+1:
				line.print("further problems are counted below; --report FILE has them all")
			}
		}})
	line.clear()
	if report != nil {
		out.problem(map[string]any{"report": report})
	}
	if err != nil {
		return err
	}
	if *dry {
		fmt.Fprintln(stdout, "dry run: nothing was written")
	}
	report.Print(stdout)
	if !report.Complete() {
		return errIncomplete
	}
	return nil
}

// exportData is "imserver export".
func exportData(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	set := flag.NewFlagSet("imserver export", flag.ContinueOnError)
	where := placeFlags(set)
	app := appFlag(set)
	to := set.String("out", "", "`directory` to write to, which must be empty or missing")
	if err := parse(set, args, stderr, "Writes all that is kept of an app into the files that imserver import reads: while no\nserver runs on a data directory; of a PostgreSQL database its state of now, while nodes\nserve too. The content of uploaded files is not in it."); err != nil {
		return err
	}
	if *to == "" {
		return badUsage(stderr, "imserver export: --out DIR is missing")
	}
	s, err := where.openForReading(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	line := newProgress(stderr)
	report, err := exporter.Export(ctx, s, *app, *to, func(step string, done int64) { line.show(step, done, 0) })
	line.clear()
	if err != nil {
		return err
	}
	for _, class := range archive.Known {
		fmt.Fprintf(stdout, "%-24s %d\n", class, report.Rows[class])
	}
	fmt.Fprintf(stdout, "%d conversations have messages, checksum of all %s\n", report.Conversations, report.Checksum)
	return nil
}

func appFlag(set *flag.FlagSet) *string {
	return set.String("app", "dev", "`id` of the app")
}

func classList(text string) ([]archive.Class, error) {
	var list []archive.Class
	for _, name := range strings.Split(text, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if !slices.Contains(archive.Known, archive.Class(name)) {
			return nil, fmt.Errorf("unknown class %q; known are %v", name, archive.Known)
		}
		list = append(list, archive.Class(name))
	}
	return list, nil
}

// parseWithFiles is parse for a command that takes arguments too.
func parseWithFiles(set *flag.FlagSet, args []string, stderr io.Writer, arguments, about string) error {
	set.SetOutput(stderr)
	set.Usage = func() {
		fmt.Fprintf(stderr, "usage: %s [flags] %s\n\n%s\n\nflags:\n", set.Name(), arguments, about)
		set.PrintDefaults()
	}
	switch err := set.Parse(args); {
	case err == flag.ErrHelp:
		return err
	case err != nil:
		return config.ErrUsage
	}
	return nil
}

// outputs are the files that an import writes beside.
type outputs struct {
	sums   io.Writer
	report *json.Encoder
	close  func() error
	failed error
}

func openOutputs(report, sums string) (*outputs, error) {
	o := &outputs{}
	var closers []func() error
	o.close = func() error {
		err := o.failed
		for _, c := range closers {
			err = errors.Join(err, c())
		}
		return err
	}
	open := func(path string) (io.Writer, error) {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return nil, err
		}
		w := bufio.NewWriter(f)
		closers = append(closers, func() error { return errors.Join(w.Flush(), f.Close()) })
		return w, nil
	}
	if report != "" {
		w, err := open(report)
		if err != nil {
			return nil, err
		}
		o.report = json.NewEncoder(w)
	}
	if sums != "" {
		w, err := open(sums)
		if err != nil {
			return nil, errors.Join(err, o.close())
		}
		o.sums = w
	}
	return o, nil
}

func (o *outputs) problem(v any) {
	if o.report != nil && o.failed == nil {
		o.failed = o.report.Encode(v)
	}
}
