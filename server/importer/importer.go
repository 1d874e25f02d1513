package importer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"

	"imclient/server/archive"
	"imclient/server/store"
)

// Options say what is imported, and where to.
type Options struct {
	// App is the app that the rows become part of.
	App string
	// Members is how many members of a conversation are kept, the first ones; 500 by
	// default.
	Members int
	// Only lists the classes that are imported; all by default.
	Only []archive.Class
	// Temp is a directory for sorting, which takes about as much as the messages
	// themselves; the system's by default.
	Temp string
	// Memory bounds what is sorted in memory at a time, in bytes; 64 MB by default.
	Memory int
	// DryRun writes nothing.
	DryRun bool
	// Problem is told of every row that is skipped or changed. May be nil.
	Problem func(archive.Problem)
	// Progress is told now and then how far a step is. May be nil.
	Progress func(step string, done, of int64)
	// Checksums gets a line for each conversation in the archive (archive.Checksum).
	// May be nil.
	Checksums io.Writer
}

type importer struct {
	options Options
	ctx     context.Context
	store   store.Store
	report  *Report
	read    int64
	pending []rowOf // of the class that is being read
	sorter  *sorter
	// kinds are those of the archive's conversations, for a dry run.
	kinds map[string]store.Kind
	// talkers wrote to a service conversation or may have been written to, by its id.
	talkers map[string]map[string]bool
	files   []string // for a message's file and line
	sums    hash.Hash
}

// rowOf is a row whose data is its own.
type rowOf struct {
	archive.Row
	apply func(tx store.Tx) (outcome, error)
}

// outcome is what became of a row.
type outcome int

const (
	unchanged outcome = iota
	added
	updated
	skipped
)

// Import reads the files, and directories of such, into s. It blocks until the end.
// The error says why it could not go on; rows that were skipped are in the report.
func Import(ctx context.Context, s store.Store, paths []string, o Options) (*Report, error) {
	if o.Members <= 0 {
		o.Members = 500
	}
	if o.Memory <= 0 {
		o.Memory = 64 << 20
	}
	files, err := archive.List(paths)
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	if len(files) == 0 {
		return nil, errors.New("import: no files to read")
	}
	temp, err := os.MkdirTemp(o.Temp, tempPrefix)
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	defer os.RemoveAll(temp)
	im := &importer{options: o, ctx: ctx, store: s, files: nil, kinds: map[string]store.Kind{}, talkers: map[string]map[string]bool{}, sums: sha256.New(),
		report: &Report{Classes: map[archive.Class]*Counts{}, Problems: map[string]int64{}, Notes: map[string]int64{}},
		sorter: &sorter{dir: temp, limit: o.Memory}}
	defer im.sorter.close()
	if err := im.run(files); err != nil {
		return im.report, fmt.Errorf("import: %w", err)
	}
	return im.report, nil
}

const tempPrefix = "imserver-import-"

// Clean removes what imports that were killed have left in a directory for sorting. None
// may be running there.
func Clean(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, tempPrefix+"*"))
	for _, path := range left {
		err = errors.Join(err, os.RemoveAll(path))
	}
	return err
}

// The classes that others refer to are read first, which takes archives of many classes
// through twice.
var first = []archive.Class{archive.Users, archive.Files, archive.Conversations}

func (im *importer) run(files []string) error {
	for _, early := range []bool{true, false} {
		r := &archive.Reader{
			Row:     im.row,
			Problem: im.unreadable,
			Wants: func(c archive.Class) bool {
				if slices.Contains(archive.Known, c) && len(im.options.Only) > 0 && !slices.Contains(im.options.Only, c) {
					return false
				}
				return slices.Contains(first, c) == early
			},
		}
		if early { // what cannot be read of no class is told once
			r.Problem = func(p archive.Problem) {
				if slices.Contains(first, p.Class) {
					im.unreadable(p)
				}
			}
		}
		for _, file := range files {
			if err := r.Read(im.ctx, file); err != nil {
				return err
			}
			if err := im.flush(); err != nil {
				return err
			}
		}
	}
	return im.messages()
}

func (im *importer) progress(step string, done, of int64) {
	if im.options.Progress != nil {
		im.options.Progress(step, done, of)
	}
}

func (im *importer) unreadable(p archive.Problem) {
	if p.Line > 0 {
		im.counts(p.Class).Read++
		im.counts(p.Class).Skipped++
	}
	im.tell(p, im.report.Problems)
}

// row takes one row. Rows of a class are applied many at a time.
func (im *importer) row(r archive.Row) error {
	im.counts(r.Class).Read++
	if im.read++; im.read%5000 == 0 {
		im.progress("rows read", im.read, 0)
	}
	var apply func(tx store.Tx) (outcome, error)
	switch r.Class {
	case archive.Conversations:
		apply = im.conversation(r)
	case archive.MemberInfos:
		apply = im.memberInfo(r)
	case archive.Users:
		apply = im.user(r)
	case archive.Files:
		apply = im.file(r)
	case archive.Subscriptions:
		apply = im.subscription(r)
	case archive.Blacklists:
		apply = im.blacklist(r)
	case archive.Silences:
		apply = im.silence(r)
	case archive.SysMessages:
		return im.sysMessage(r)
	case archive.Messages:
		return im.message(r)
	case archive.Installations:
		im.counts(r.Class).Skipped++
		im.note(r, "devices are not imported: the server pushes to no phones", "")
	default:
		im.problem(r, "unknown class", string(r.Class))
	}
	if apply == nil {
		return nil
	}
	im.pending = append(im.pending, rowOf{archive.Row{Class: r.Class, File: r.File, Line: r.Line}, apply})
	if len(im.pending) >= rowsAtOnce {
		return im.flush()
	}
	return nil
}

const rowsAtOnce = 500

var errDryRun = errors.New("dry run")

// flush applies the pending rows. Each is an update of its own, which a store may run
// interleaved. Rows that are refused are tried once more, because what stood in their way
// may have gone with another row.
func (im *importer) flush() error {
	if len(im.pending) == 0 {
		return nil
	}
	results, err := im.apply(im.pending)
	if err != nil {
		return err
	}
	var refused []rowOf
	for i, r := range results {
		if r.outcome == skipped {
			refused = append(refused, im.pending[i])
		} else {
			im.count(im.pending[i].Row, r)
		}
	}
	if results, err = im.apply(refused); err != nil {
		return err
	}
	for i, r := range results {
		im.count(refused[i].Row, r)
	}
	im.pending = im.pending[:0]
	return nil
}

// result is what became of a row, and why if it was skipped.
type result struct {
	outcome outcome
	why     *refusal
}

func (im *importer) apply(rows []rowOf) ([]result, error) {
	results, updates := make([]result, len(rows)), make([]func(store.Tx) error, len(rows))
	for i, row := range rows {
		updates[i] = func(tx store.Tx) error {
			done, err := row.apply(tx)
			why, refused := errors.AsType[*refusal](err)
			if results[i] = (result{done, why}); refused {
				results[i].outcome, err = skipped, nil
			}
			if err != nil {
				return fmt.Errorf("%s:%d: %w", row.File, row.Line, err)
			}
			return nil
		}
	}
	return results, im.update(updates...)
}

func (im *importer) count(row archive.Row, r result) {
	c := im.counts(row.Class)
	switch r.outcome {
	case unchanged:
		c.Unchanged++
	case added:
		c.Added++
	case updated:
		c.Updated++
	case skipped:
		im.problem(row, r.why.reason, r.why.detail)
	}
}

// refusal is a row that cannot be taken.
type refusal struct{ reason, detail string }

func (r *refusal) Error() string { return r.reason + ": " + r.detail }

// update runs each fn as an update and waits for all; with DryRun what they did is undone.
func (im *importer) update(list ...func(tx store.Tx) error) error {
	if err := im.ctx.Err(); err != nil {
		return err
	}
	done := make(chan error, len(list))
	for _, fn := range list {
		im.store.Update(func(tx store.Tx) error {
			if err := fn(tx); err != nil {
				return err
			}
			if im.options.DryRun {
				return errDryRun
			}
			return nil
		}, func(err error) { done <- err })
	}
	var first error
	for range list {
		if err := <-done; err != nil && !errors.Is(err, errDryRun) && first == nil {
			first = err
		}
	}
	return first
}

func (im *importer) finishReport() { im.report.Checksum = hex.EncodeToString(im.sums.Sum(nil)) }
