package postgres

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
)

// The database takes texts that are valid UTF-8 without zero bytes; the server's may
// be anything. A byte that cannot be kept is written as U+0001 and two hexadecimal
// digits, and so is U+0001 itself.
const escape = '\x01'

// Text is what is in the database for a text of the server's.
func Text(text string) string { return escaped(text) }

// Original is the text of the server's for what is in the database.
func Original(text string) string { return unescaped(text) }

func escaped(text string) string {
	if utf8.ValidString(text) && strings.IndexByte(text, 0) < 0 && strings.IndexByte(text, escape) < 0 {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if (r == utf8.RuneError && size == 1) || r == 0 || r == escape {
			b.WriteByte(escape)
			b.WriteString(hex.EncodeToString([]byte{text[i]}))
		} else {
			b.WriteString(text[i : i+size])
		}
		i += size
	}
	return b.String()
}

func unescaped(text string) string {
	if strings.IndexByte(text, escape) < 0 {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == escape && i+2 < len(text) {
			if plain, err := hex.DecodeString(text[i+1 : i+3]); err == nil {
				b.Write(plain)
				i += 2
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

func escapedAll(list []string) []string {
	out := make([]string, len(list))
	for i, text := range list {
		out[i] = escaped(text)
	}
	return out
}

// encoded makes parameters of what the store is given.
func encoded(args []any) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		switch arg := arg.(type) {
		case string:
			out[i] = escaped(arg)
		case []string:
			if arg != nil {
				out[i] = escapedAll(arg)
			}
		default:
			out[i] = arg
		}
	}
	return out
}

// scanner gives texts back as they were. It passes over the first columns.
type scanner struct {
	rows pgx.Rows
	skip int
}

func (s scanner) Scan(dest ...any) error {
	all := dest
	if s.skip > 0 {
		all = append(make([]any, s.skip, s.skip+len(dest)), dest...)
	}
	if err := s.rows.Scan(all...); err != nil {
		return err
	}
	for _, d := range dest {
		switch d := d.(type) {
		case *string:
			*d = unescaped(*d)
		case *[]string:
			for i, text := range *d {
				(*d)[i] = unescaped(text)
			}
		}
	}
	return nil
}
