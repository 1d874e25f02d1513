package pull

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"imclient/server/archive"
)

// output is the file of a step. Each page is a gzip stream of its own, so that the file
// can be cut back to what the state says, and is whole at any time.
type output struct {
	p     *puller
	step  *step
	class archive.Class
	name  string
	file  *os.File
	rows  bytes.Buffer
	n     int64
}

func (p *puller) open(name string, class archive.Class) (*output, error) {
	s := p.state.Steps[name]
	if s == nil {
		s = &step{}
		p.state.Steps[name] = s
	}
	path := filepath.Join(p.options.Dir, fmt.Sprintf("%s-%06d.jsonl.gz", fileName(name, class), p.state.Run))
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	err = f.Truncate(s.Size)
	if err == nil {
		_, err = f.Seek(s.Size, 0)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &output{p: p, step: s, class: class, name: name, file: f}, nil
}

// fileName begins with the class, which is what import goes by.
func fileName(name string, class archive.Class) string {
	if name == string(class) {
		return name
	}
	return string(class) + "." + name
}

func (o *output) add(row any) error {
	text, err := json.Marshal(row)
	if err != nil {
		return err
	}
	o.rows.Write(text)
	o.rows.WriteByte('\n')
	o.n++
	return nil
}

// commit puts the rows on disk, and then where to go on.
func (o *output) commit(cursor string, done bool) error {
	if o.n > 0 {
		z := gzip.NewWriter(o.file)
		_, err := z.Write(o.rows.Bytes())
		if err := errors.Join(err, z.Close(), o.file.Sync()); err != nil {
			return err
		}
		size, err := o.file.Seek(0, 1)
		if err != nil {
			return err
		}
		o.step.Size = size
		o.step.Rows += o.n
		o.rows.Reset()
		o.n = 0
	}
	o.step.Cursor, o.step.Done = cursor, done
	return o.p.state.save(o.p.options.Dir)
}

// missing ends a step for which the server has nothing.
func (o *output) missing(why string) error {
	o.step.Missing = why
	return o.commit("", true)
}

func (o *output) close() error { return o.file.Close() }
