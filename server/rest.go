package server

import (
	"net/http"
	"runtime/debug"
	"slices"
	"strings"

	"imclient/server/store"
)

// restCall is one REST request of a back end whose app and key have been checked
// (docs/protocol.md, Calls of back ends).
type restCall struct {
	srv *Server
	app *app
	// master says that the key was the master key.
	master bool
	// kind is that of the conversations under the path, 0 for any.
	kind store.Kind
	r    *http.Request
	w    http.ResponseWriter // for limits on the body only
}

// restHandler answers a call with what becomes the JSON body, or with an error:
// an *Error, a *restError, or any other, which is logged and not shown. The status
// is 200 unless the answer is a created.
type restHandler func(*restCall) (any, error)

// created is an answer with the status 201.
type created struct{ body any }

// restKey says which key a call takes.
type restKey int

const (
	anyKey    restKey = iota // the app key or the master key
	masterKey                // the master key alone
)

// restMux collects the REST calls by path, so that a known path with another
// method is told apart from an unknown one.
type restMux struct {
	srv   *Server
	paths map[string]map[string]http.HandlerFunc
}

func newRESTMux(s *Server) *restMux {
	return &restMux{s, map[string]map[string]http.HandlerFunc{}}
}

// handle adds a call, such as "GET /1.2/rtm/stats"; {name} in the path is read
// with restCall.path.
func (m *restMux) handle(pattern string, key restKey, h restHandler) {
	method, path, _ := strings.Cut(pattern, " ")
	if m.paths[path] == nil {
		m.paths[path] = map[string]http.HandlerFunc{}
	}
	m.paths[path][method] = func(w http.ResponseWriter, r *http.Request) { m.srv.serveREST(w, r, key, h) }
}

// register hands all calls to mux.
func (m *restMux) register(mux *http.ServeMux) {
	for path, methods := range m.paths {
		allowed := make([]string, 0, len(methods))
		for method := range methods {
			allowed = append(allowed, method)
		}
		slices.Sort(allowed)
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			method := r.Method
			if method == http.MethodHead {
				method = http.MethodGet
			}
			if h := methods[method]; h != nil {
				h(w, r)
				return
			}
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			m.srv.refuseREST(w, r, http.StatusMethodNotAllowed, r.Method+" is not one of "+strings.Join(allowed, ", "))
		})
	}
}

func (s *Server) serveREST(w http.ResponseWriter, r *http.Request, key restKey, h restHandler) {
	a, master := s.restApp(w, r)
	if a == nil {
		return
	}
	if key == masterKey && !master {
		s.refuseREST(w, r, http.StatusForbidden, "the master key is required")
		return
	}
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("handler panicked", "path", shorten(r.URL.Path), "panic", p, "stack", string(debug.Stack()))
			writeError(w, http.StatusInternalServerError, 1, "internal error")
		}
	}()
	answer, err := h(&restCall{srv: s, app: a, master: master, r: r, w: w})
	if err != nil {
		s.answerError(w, r, err)
		return
	}
	if c, ok := answer.(created); ok {
		writeJSON(w, http.StatusCreated, c.body)
		return
	}
	writeJSON(w, http.StatusOK, answer)
}

// requireMaster refuses an app key, where whether one suffices depends on the
// request.
func (c *restCall) requireMaster() error {
	if c.master {
		return nil
	}
	return refuseRESTf(http.StatusForbidden, http.StatusForbidden, "the master key is required")
}

// path is the value of {name} in the pattern.
func (c *restCall) path(name string) string { return c.r.PathValue(name) }
