package importer

import (
	"bufio"
	"cmp"
	"container/heap"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// record is a message on its way, with what it is sorted by in front. rest is all else
// that is known of it.
type record struct {
	conversation string
	timestamp    int64
	id           string
	order        int64 // in which it was read
	rest         []byte
}

func compare(a, b *record) int {
	return cmp.Or(cmp.Compare(a.conversation, b.conversation), cmp.Compare(a.timestamp, b.timestamp),
		cmp.Compare(a.id, b.id), cmp.Compare(a.order, b.order))
}

// sorter sorts any number of records: what fits into memory is sorted there and written
// to a file, the files are merged.
type sorter struct {
	dir     string
	limit   int // bytes in memory
	size    int
	records []record
	runs    []*os.File
	count   int64
}

// overhead is about what a record takes beside its texts.
const overhead = 96

func (s *sorter) add(r record) error {
	r.order = s.count
	s.count++
	s.records = append(s.records, r)
	s.size += overhead + len(r.conversation) + len(r.id) + len(r.rest)
	if s.size < s.limit {
		return nil
	}
	return s.spill()
}

func (s *sorter) sort() {
	slices.SortFunc(s.records, func(a, b record) int { return compare(&a, &b) })
}

func (s *sorter) spill() error {
	s.sort()
	f, err := os.Create(filepath.Join(s.dir, "run-"+strconv.Itoa(len(s.runs))))
	if err != nil {
		return err
	}
	s.runs = append(s.runs, f)
	w := bufio.NewWriterSize(f, 1<<18)
	var b []byte
	for i := range s.records {
		r := &s.records[i]
		b = appendText(b[:0], r.conversation)
		b = binary.AppendVarint(b, r.timestamp)
		b = appendText(b, r.id)
		b = binary.AppendVarint(b, r.order)
		b = appendText(b, string(r.rest))
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	clear(s.records)
	s.records, s.size = s.records[:0], 0
	if err := w.Flush(); err != nil {
		return err
	}
	_, err = f.Seek(0, io.SeekStart)
	return err
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func (s *sorter) close() {
	for _, f := range s.runs {
		_ = f.Close()
	}
}

// source is one sorted run: in memory, or a file.
type source struct {
	in      *bufio.Reader // nil in memory
	records []record
	head    record
}

// next reads the next record into head; io.EOF at the end.
func (s *source) next() error {
	if s.in == nil {
		if len(s.records) == 0 {
			return io.EOF
		}
		s.head, s.records = s.records[0], s.records[1:]
		return nil
	}
	var err error
	if s.head.conversation, err = readText(s.in); err != nil {
		return err
	}
	if s.head.timestamp, err = binary.ReadVarint(s.in); err != nil {
		return unexpected(err)
	}
	if s.head.id, err = readText(s.in); err != nil {
		return unexpected(err)
	}
	if s.head.order, err = binary.ReadVarint(s.in); err != nil {
		return unexpected(err)
	}
	rest, err := readText(s.in)
	s.head.rest = []byte(rest)
	return unexpected(err)
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func readText(in *bufio.Reader) (string, error) {
	n, err := binary.ReadUvarint(in)
	if err != nil {
		return "", err
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(in, b); err != nil {
		return "", unexpected(err)
	}
	return string(b), nil
}

type sources []*source

func (s sources) Len() int           { return len(s) }
func (s sources) Less(i, j int) bool { return compare(&s[i].head, &s[j].head) < 0 }
func (s sources) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }
func (s *sources) Push(x any)        { *s = append(*s, x.(*source)) }
func (s *sources) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

// merge calls fn for every record in order; nothing is added from then on.
func (s *sorter) merge(fn func(record) error) error {
	s.sort()
	all := sources{{records: s.records}}
	for _, f := range s.runs {
		all = append(all, &source{in: bufio.NewReaderSize(f, 1<<18)})
	}
	var h sources
	for _, from := range all {
		switch err := from.next(); err {
		case nil:
			h = append(h, from)
		case io.EOF:
		default:
			return err
		}
	}
	heap.Init(&h)
	for len(h) > 0 {
		if err := fn(h[0].head); err != nil {
			return err
		}
		switch err := h[0].next(); err {
		case nil:
			heap.Fix(&h, 0)
		case io.EOF:
			heap.Pop(&h)
		default:
			return err
		}
	}
	return nil
}
