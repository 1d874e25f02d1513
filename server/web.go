package server

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
)

// demoFiles is the place of the demo page in a build of web/.
const demoFiles = "dist/demo"

// asTheyAre are the folders of web/ that are served under their own names: the
// package and the pages that need no build.
var asTheyAre = []string{"dist", "examples"}

// webFiles serves a build of web/: the demo page at /, the operators' console at
// /console/, the package at /dist/, the example pages at /examples/, and nothing else that lies there.
// A file beside which a compressed form lies is sent in that where the browser takes it.
func webFiles(files fs.FS) http.Handler {
	// The system's table may lack these, and browsers compile and run only what
	// is declared as what it is.
	_ = mime.AddExtensionType(".wasm", "application/wasm")
	_ = mime.AddExtensionType(".js", "text/javascript; charset=utf-8")
	_ = mime.AddExtensionType(".mjs", "text/javascript; charset=utf-8")
	server := http.FileServerFS(files)
	var tags entityTags
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
		if strings.HasPrefix(name, consoleFiles+"/") {
			consoleHeaders(w.Header())
			if r.URL.Path == "/console" { // where its own relative addresses would lead elsewhere
				http.Redirect(w, r, "console/", http.StatusMovedPermanently)
				return
			}
		}
		// A build replaces files without renaming them: they may be kept, but must
		// be asked for again.
		w.Header().Set("Cache-Control", "no-cache")
		sent, coding, choice := encoded(files, name, strings.Join(r.Header.Values("Accept-Encoding"), ","))
		encodingHeaders(w.Header(), coding, mime.TypeByExtension(path.Ext(name)), choice)
		if info.ModTime().IsZero() { // a build that the binary carries
			w.Header().Set("ETag", tags.of(files, sent))
		}
		// The file server has redirects of its own for names like index.html.
		r2 := r.Clone(r.Context())
		r2.URL.Path = "/" + strings.TrimSuffix(sent, "index.html")
		server.ServeHTTP(w, r2)
	})
}

// entityTags are hashes of files that do not change, each made once.
type entityTags struct{ known sync.Map }

func (t *entityTags) of(files fs.FS, name string) string {
	if tag, ok := t.known.Load(name); ok {
		return tag.(string)
	}
	content, err := fs.ReadFile(files, name)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(content)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	t.known.Store(name, tag)
	return tag
}

// consoleFiles is the place of the operators' console.
const consoleFiles = "dist/console"

// consolePolicy lets the console load and reach nothing but this origin, run no
// script that is not a file of it, and be in no other page.
const consolePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func consoleHeaders(h http.Header) {
	h.Set("Content-Security-Policy", consolePolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
}

// webFile is the file that a path of the URL names.
func webFile(files fs.FS, urlPath string) string {
	name := strings.TrimPrefix(path.Clean("/"+urlPath), "/")
	if first, _, _ := strings.Cut(name, "/"); first == "console" {
		name = path.Join("dist", name)
	} else if !slices.Contains(asTheyAre, first) {
		name = path.Join(demoFiles, name)
	}
	if info, err := fs.Stat(files, name); err == nil && info.IsDir() {
		name = path.Join(name, "index.html")
	}
	return name
}
