package archive

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
)

// Writer writes rows to a file, which is gzipped if its name ends in .gz.
type Writer struct {
	file *os.File
	out  *bufio.Writer
	zip  *gzip.Writer
	json *json.Encoder
}

// Create makes a file that only its owner can read; it must not exist.
func Create(path string) (*Writer, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	w := &Writer{file: f, out: bufio.NewWriterSize(f, 1<<18)}
	var to io.Writer = w.out
	if strings.HasSuffix(path, ".gz") {
		w.zip, _ = gzip.NewWriterLevel(w.out, gzip.BestSpeed)
		to = w.zip
	}
	w.json = json.NewEncoder(to)
	w.json.SetEscapeHTML(false)
	return w, nil
}

// Write adds a row.
func (w *Writer) Write(row any) error { return w.json.Encode(row) }

// Close puts the file on disk.
func (w *Writer) Close() error {
	var err error
	if w.zip != nil {
		err = w.zip.Close()
	}
	return errors.Join(err, w.out.Flush(), w.file.Sync(), w.file.Close())
}
