package server

import (
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
)

// demoFiles is the place of the demo page in a build of web/.
const demoFiles = "dist/demo"

// asTheyAre are the folders of web/ that are served under their own names: the
// package and the pages that need no build.
var asTheyAre = []string{"dist", "examples"}

// webFiles serves a build of web/: the demo page at /, the package at /dist/, the
// example pages at /examples/, and nothing else that lies there.
func webFiles(files fs.FS) http.Handler {
	// The system's table may lack these, and browsers compile and run only what
	// is declared as what it is.
	_ = mime.AddExtensionType(".wasm", "application/wasm")
	_ = mime.AddExtensionType(".js", "text/javascript; charset=utf-8")
	_ = mime.AddExtensionType(".mjs", "text/javascript; charset=utf-8")
	server := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		name := webFile(files, r.URL.Path)
		info, err := fs.Stat(files, name)
		if err != nil || info.IsDir() {
			http.NotFound(w, r)
			return
		}
		// A build replaces files without renaming them: they may be kept, but must
		// be asked for again.
		w.Header().Set("Cache-Control", "no-cache")
		// The file server has redirects of its own for names like index.html.
		r2 := r.Clone(r.Context())
		r2.URL.Path = "/" + strings.TrimSuffix(name, "index.html")
		server.ServeHTTP(w, r2)
	})
}

// webFile is the file that a path of the URL names.
func webFile(files fs.FS, urlPath string) string {
	name := strings.TrimPrefix(path.Clean("/"+urlPath), "/")
	if first, _, _ := strings.Cut(name, "/"); !slices.Contains(asTheyAre, first) {
		name = path.Join(demoFiles, name)
	}
	if info, err := fs.Stat(files, name); err == nil && info.IsDir() {
		name = path.Join(name, "index.html")
	}
	return name
}
