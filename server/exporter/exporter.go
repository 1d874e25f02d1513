package exporter

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"

	"imclient/server/archive"
	"imclient/server/store"
)

// ChecksumsFile is the name of the file with a line for each conversation.
const ChecksumsFile = "checksums.tsv"

// Report says what was written.
type Report struct {
	Rows          map[archive.Class]int64 `json:"rows"`
	Conversations int64                   `json:"conversationsWithMessages"`
	Checksum      string                  `json:"checksum"`
}

type exporter struct {
	ctx      context.Context
	store    store.Store
	app, dir string
	report   *Report
	writers  map[archive.Class]*archive.Writer
	parts    int   // files of messages so far
	part     int64 // rows in the last of them
	sums     hash.Hash
	lines    *bufio.Writer
	progress func(step string, done int64)
}

// Export writes what s keeps of app into dir, which must be empty or missing. It blocks
// until the end. Rows are read in many steps: what clients write meanwhile may be in it
// or not. Temporary conversations are left out. progress may be nil.
func Export(ctx context.Context, s store.Store, app, dir string, progress func(step string, done int64)) (*Report, error) {
	x := &exporter{ctx: ctx, store: s, app: app, dir: dir, report: &Report{Rows: map[archive.Class]int64{}},
		writers: map[archive.Class]*archive.Writer{}, sums: sha256.New(), progress: progress}
	if x.progress == nil {
		x.progress = func(string, int64) {}
	}
	if err := x.run(); err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	return x.report, nil
}

func (x *exporter) run() error {
	if err := os.MkdirAll(x.dir, 0o700); err != nil {
		return err
	}
	if there, err := os.ReadDir(x.dir); err != nil || len(there) > 0 {
		return errors.Join(err, fmt.Errorf("%s is not empty", x.dir))
	}
	f, err := os.OpenFile(filepath.Join(x.dir, ChecksumsFile), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	x.lines = bufio.NewWriter(io.MultiWriter(f, x.sums))
	err = errors.Join(x.users(), x.files())
	if err == nil {
		err = x.conversations()
	}
	for _, w := range x.writers {
		err = errors.Join(err, w.Close())
	}
	x.report.Checksum = ""
	err = errors.Join(err, x.lines.Flush(), f.Sync(), f.Close())
	x.report.Checksum = hex.EncodeToString(x.sums.Sum(nil))
	return err
}

// messagesAFile is how many messages one file has.
const messagesAFile = 1_000_000

func (x *exporter) write(class archive.Class, row any) error {
	w := x.writers[class]
	if class == archive.Messages && x.part == messagesAFile {
		if err := w.Close(); err != nil {
			return err
		}
		w, x.part = nil, 0
	}
	if w == nil {
		name := string(class) + ".jsonl"
		if class == archive.Messages {
			x.parts++
			name = fmt.Sprintf("messages-%06d.jsonl.gz", x.parts)
		}
		var err error
		if w, err = archive.Create(filepath.Join(x.dir, name)); err != nil {
			return err
		}
		x.writers[class] = w
	}
	if class == archive.Messages {
		x.part++
	}
	x.report.Rows[class]++
	return w.Write(row)
}

// pageSize is how many rows are read at a time.
const pageSize = 1000

func (x *exporter) users() error {
	for after := ""; ; {
		var users []*store.User
		err := x.store.View(x.ctx, func(v store.Reader) (err error) {
			users, err = v.Users(x.app, after, pageSize)
			return err
		})
		if err != nil || len(users) == 0 {
			return err
		}
		for _, u := range users {
			row, err := userRow(u)
			if err == nil {
				err = x.write(archive.Users, row)
			}
			if err != nil {
				return err
			}
		}
		after = users[len(users)-1].ID
	}
}

func (x *exporter) files() error {
	for after := ""; ; {
		var files []*store.File
		err := x.store.View(x.ctx, func(v store.Reader) (err error) {
			files, err = v.Files(x.app, after, pageSize)
			return err
		})
		if err != nil || len(files) == 0 {
			return err
		}
		for _, f := range files {
			if f.State == store.FilePending {
				continue
			}
			row, err := fileRow(f)
			if err == nil {
				err = x.write(archive.Files, row)
			}
			if err != nil {
				return err
			}
		}
		after = files[len(files)-1].ID
	}
}

func (x *exporter) conversations() error {
	var done int64
	for after := ""; ; {
		var rows []store.ConversationRow
		err := x.store.View(x.ctx, func(v store.Reader) (err error) {
			rows, err = v.Listed(x.app, after, pageSize)
			return err
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		for i := range rows {
			if err := x.conversation(&rows[i]); err != nil {
				return err
			}
			if done++; done%100 == 0 {
				x.progress("conversations", done)
			}
		}
		after = rows[len(rows)-1].ID
	}
}

// conversation writes a conversation with all that belongs to it.
func (x *exporter) conversation(c *store.ConversationRow) error {
	row, err := conversationRow(c)
	if err == nil {
		err = x.write(archive.Conversations, row)
	}
	if err == nil {
		err = x.store.View(x.ctx, func(v store.Reader) error { return x.lists(v, c) })
	}
	if err == nil && c.LastSeq > 0 {
		err = x.messages(c)
	}
	return err
}
