package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Row is one row of a file.
type Row struct {
	Class Class
	File  string // with what it is called inside of a .tar.gz
	Line  int    // from 1; of BSON the number of the document
	// Data is a JSON object, which is not checked. It is valid until the next row.
	Data []byte
}

// Problem is something that could not be read or used.
type Problem struct {
	Class  Class  `json:"class,omitempty"`
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Reason string `json:"reason"`
	// Detail says more, such as which value it was.
	Detail string `json:"detail,omitempty"`
	// Note says that nothing went wrong: it is left out, or changed, on purpose.
	Note bool `json:"note,omitempty"`
}

func (p Problem) String() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
	}
	s += ": " + p.Reason
	if p.Detail != "" {
		s += ": " + p.Detail
	}
	return s
}

// Reader reads files.
type Reader struct {
	// Row is called for every row; its error ends the reading.
	Row func(Row) error
	// Problem is called for what cannot be read.
	Problem func(Problem)
	// Wants says which classes are read; nil for all.
	Wants func(Class) bool
}

// The endings of names that can be read.
var endings = []string{".jsonl", ".jsonl.gz", ".tar.gz", ".tgz", ".bson", ".bson.gz"}

func readable(name string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(name, e) })
}

// List returns the files that paths stand for: those of a directory, and below it, are
// the ones whose names end as they should, by name.
func List(paths []string) ([]string, error) {
	var files []string
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, p)
			continue
		}
		err = filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && readable(path) {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// Read reads one file. It blocks until the end, and returns errors of Row, of ctx, and
// of a file that cannot be opened.
func (r *Reader) Read(ctx context.Context, path string) error {
	if !readable(path) {
		r.Problem(Problem{File: path, Reason: "the file's name ends in none of " + strings.Join(endings, ", ")})
		return nil
	}
	isTar := strings.HasSuffix(path, ".tar.gz") || strings.HasSuffix(path, ".tgz")
	if !isTar && !r.wants(classOf(path)) {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if isTar {
		return r.tar(ctx, path, f)
	}
	return r.file(ctx, path, f)
}

func (r *Reader) wants(c Class) bool { return r.Wants == nil || r.Wants(c) }

// tar reads the files of an archive.
func (r *Reader) tar(ctx context.Context, path string, f io.Reader) error {
	z, err := gzip.NewReader(bufio.NewReaderSize(f, 1<<16))
	if err != nil {
		r.Problem(Problem{File: path, Reason: damaged(err)})
		return nil
	}
	t := tar.NewReader(z)
	for {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			r.Problem(Problem{File: path, Reason: damaged(err)})
			return nil
		}
		if h.Typeflag != tar.TypeReg || !readable(h.Name) || !r.wants(classOf(h.Name)) {
			continue
		}
		if err := r.file(ctx, path+"/"+h.Name, t); err != nil {
			return err
		}
	}
}

// file reads one that is not a .tar.gz.
func (r *Reader) file(ctx context.Context, name string, f io.Reader) error {
	plain, isGzip := strings.CutSuffix(name, ".gz")
	if isGzip {
		z, err := gzip.NewReader(bufio.NewReaderSize(f, 1<<16))
		if err != nil {
			if err != io.EOF { // an empty file has no rows
				r.Problem(Problem{Class: classOf(name), File: name, Reason: damaged(err)})
			}
			return nil
		}
		f = z
	}
	if strings.HasSuffix(plain, ".bson") {
		return r.bson(ctx, name, f)
	}
	return r.jsonl(ctx, name, f)
}

func damaged(err error) string {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "the file is cut off"
	}
	return "the file is damaged: " + err.Error()
}

// maxRow bounds one row, in bytes.
const maxRow = 16 << 20

// jsonl reads a JSON object from each line.
func (r *Reader) jsonl(ctx context.Context, name string, f io.Reader) error {
	class := classOf(name)
	in := bufio.NewReaderSize(f, 1<<16)
	var buffer []byte
	for line := 1; ; line++ {
		text, err := readLine(in, &buffer)
		if line%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if line == 1 {
			text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
		}
		text = bytes.TrimSpace(text)
		switch {
		case len(text) == 0:
		case text[0] == '#': // a head that names the class
			if named := headClass(text); named != "" {
				class = named
			}
		case err == errTooLong:
			r.Problem(Problem{Class: class, File: name, Line: line, Reason: "the row is too long"})
		default:
			c := class
			if !slices.Contains(Known, c) && bytes.Contains(text, []byte(`"msg-id"`)) {
				c = Messages
			}
			if err != nil && err != io.EOF {
				break // what a damaged file ends with is no row
			}
			if err := r.Row(Row{Class: c, File: name, Line: line, Data: text}); err != nil {
				return err
			}
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil && err != errTooLong:
			r.Problem(Problem{Class: class, File: name, Line: line, Reason: damaged(err)})
			return nil
		}
	}
}

var errTooLong = errors.New("too long")

// readLine returns a line, which is valid until the next call; with io.EOF the last
// one. A line that is too long is skipped.
func readLine(in *bufio.Reader, buffer *[]byte) ([]byte, error) {
	part, err := in.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return part, err
	}
	*buffer = (*buffer)[:0]
	long := false
	for {
		if long = long || len(*buffer)+len(part) > maxRow; !long {
			*buffer = append(*buffer, part...)
		}
		if err != bufio.ErrBufferFull {
			break
		}
		part, err = in.ReadSlice('\n')
	}
	if long && (err == nil || err == io.EOF) {
		return (*buffer)[:1], errTooLong
	}
	return *buffer, err
}

// headClass reads the first line of some exports:
// #filetype:JSON-streaming {"type":"Class","class":"_User"}.
func headClass(text []byte) Class {
	var head struct{ Class Class }
	if at := bytes.IndexByte(text, '{'); at >= 0 && json.Unmarshal(text[at:], &head) == nil {
		return head.Class
	}
	return ""
}
