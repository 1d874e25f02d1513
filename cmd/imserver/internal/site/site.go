// Package site is what the binary carries of the web build: the demo page, the
// operators' console, the package and the example pages, so that one file is all an
// operator needs. `make bin/imserver` puts them into the folder files; a plain
// `go build` finds it empty and makes a binary without them.
package site

import (
	"embed"
	"io/fs"
)

//go:embed all:files
var embedded embed.FS

// Files is the web build, nil in a binary that was made without it.
func Files() fs.FS {
	files, err := fs.Sub(embedded, "files")
	if err != nil {
		return nil
	}
	if _, err := fs.Stat(files, "dist"); err != nil {
		return nil
	}
	return files
}
