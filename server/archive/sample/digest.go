package sample

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"imclient/server/archive"
)

// Digest sums up the rows of one class, whatever their order; rows that are there twice
// count once.
type Digest struct {
	Rows int
	Sum  uint64
	seen map[uint64]struct{}
}

// notKept are columns that an import does not keep, or an export has in addition.
var notKept = map[archive.Class][]string{
	archive.Messages:    {"conv-id", "to-clients", "private", "upstream"},
	archive.SysMessages: {"objectId"},
}

// Digests reads an archive. Values are compared as they are, columns in any order.
func Digests(ctx context.Context, paths ...string) (map[archive.Class]*Digest, error) {
	files, err := archive.List(paths)
	if err != nil {
		return nil, err
	}
	all := map[archive.Class]*Digest{}
	var failed error
	r := archive.Reader{
		Row: func(row archive.Row) error {
			d := all[row.Class]
			if d == nil {
				d = &Digest{seen: map[uint64]struct{}{}}
				all[row.Class] = d
			}
			dec := json.NewDecoder(bytes.NewReader(row.Data))
			dec.UseNumber()
			fields := map[string]any{}
			if err := dec.Decode(&fields); err != nil {
				return fmt.Errorf("%s:%d: %w", row.File, row.Line, err)
			}
			for _, key := range notKept[row.Class] {
				delete(fields, key)
			}
			for _, one := range apart(fields) {
				if err := d.add(one); err != nil {
					return err
				}
			}
			return nil
		},
		Problem: func(p archive.Problem) { failed = fmt.Errorf("%v", p) },
	}
	for _, file := range files {
		if err := r.Read(ctx, file); err != nil {
			return nil, err
		}
	}
	for _, d := range all {
		d.seen = nil
	}
	return all, failed
}

func (d *Digest) add(fields map[string]any) error {
	text, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	full := sha256.Sum256(text)
	sum := binary.BigEndian.Uint64(full[:])
	if _, again := d.seen[sum]; !again {
		d.seen[sum] = struct{}{}
		d.Rows++
		d.Sum += sum
	}
	return nil
}

// apart takes a row with a list of ids apart: how they are put into rows is not kept.
func apart(fields map[string]any) []map[string]any {
	for _, key := range []string{"client_ids", "conv_ids"} {
		list, ok := fields[key].([]any)
		if !ok {
			continue
		}
		var rows []map[string]any
		for _, id := range list {
			one := map[string]any{key: id}
			for k, v := range fields {
				if k != key {
					one[k] = v
				}
			}
			rows = append(rows, one)
		}
		return rows
	}
	return []map[string]any{fields}
}
