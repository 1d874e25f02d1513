package server

import (
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// The places of the package and of the demo page in a build (web/).
const (
	packageFiles = "dist"
	demoFiles    = "dist/demo"
)

// webFiles serves a build of web/: the demo page at /, the package at /dist/. A
// directory that holds no demo is served as it is.
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

func webFile(files fs.FS, urlPath string) string {
	name := strings.TrimPrefix(path.Clean("/"+urlPath), "/")
	if name != packageFiles && !strings.HasPrefix(name, packageFiles+"/") {
		if _, err := fs.Stat(files, demoFiles); err == nil {
			name = path.Join(demoFiles, name)
		}
	}
	if name == "" {
		name = "."
	}
	if info, err := fs.Stat(files, name); err == nil && info.IsDir() {
		name = path.Join(name, "index.html")
	}
	return name
}
