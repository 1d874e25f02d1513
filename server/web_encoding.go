package server

import (
	"io/fs"
	"net/http"
	"strconv"
	"strings"
)

// encodings are the forms that a build of web/ may hold of its files beside
// them, compressed beforehand: the coding's name and the ending that it adds to
// the file's. The first that a browser takes is sent.
var encodings = []struct{ name, ending string }{{"br", ".br"}, {"gzip", ".gz"}}

// encoded chooses the form of a file that goes to the browser. It gives the name
// of what is sent and its coding, the file itself and "" when that is it, and
// whether there was a choice, which caches have to know. A form that is older
// than its file is of an earlier build, and is none.
func encoded(files fs.FS, name, accepted string) (sent, coding string, choice bool) {
	original, err := fs.Stat(files, name)
	if err != nil {
		return name, "", false
	}
	for _, e := range encodings {
		info, err := fs.Stat(files, name+e.ending)
		if err != nil || info.IsDir() || info.ModTime().Before(original.ModTime()) {
			continue
		}
		choice = true
		if accepts(accepted, e.name) {
			return name + e.ending, e.name, true
		}
	}
	return name, "", choice
}

// accepts reports whether a header Accept-Encoding takes a coding (RFC 9110,
// 12.5.3): it is named, or all are by an asterisk, with a weight that is not 0.
// Browsers name what they take, and without weights.
func accepts(header, coding string) bool {
	all := false
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		switch name = strings.TrimSpace(name); {
		case strings.EqualFold(name, coding):
			return weight(parameters) > 0
		case name == "*":
			all = weight(parameters) > 0
		}
	}
	return all
}

// weight is the q of an element of Accept-Encoding: 1 where there is none, 0
// where it is not a number.
func weight(parameters string) float64 {
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(parameter, "=")
		if strings.EqualFold(strings.TrimSpace(name), "q") {
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil {
				return 0
			}
			return q
		}
	}
	return 1
}

// encodingHeaders say what is sent.
func encodingHeaders(h http.Header, coding, mediaType string, choice bool) {
	if choice {
		h.Set("Vary", "Accept-Encoding")
	}
	if coding != "" {
		h.Set("Content-Encoding", coding)
		h.Set("Content-Type", mediaType)
	}
}
