package server

import (
	"encoding/json"
	"net/http"
	"strings"
)

// routes puts all that the server answers into one handler.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("GET /v1/route", s.route)
	mux.HandleFunc("GET /1.1/rtm/notifications", s.notifications)
	s.restCalls(mux).register(mux)
	s.fileCalls(mux)
	mux.HandleFunc("/1.1/", notSupported)
	mux.HandleFunc("/1.2/", notSupported)
	mux.HandleFunc(socketPath, s.serveSocket)
	if s.options.Web != nil {
		mux.Handle("/", webFiles(s.options.Web))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = s.behindProxy(r)
		if !strings.HasPrefix(r.URL.Path, consolePath) {
			s.allowCrossOrigin(w.Header(), r)
		}
		switch {
		case r.Method == http.MethodOptions:
			w.WriteHeader(http.StatusNoContent)
		case !s.mayAsk(w, r):
		case r.URL.Path == "/" && isUpgrade(r):
			s.serveSocket(w, r) // clients that know only the host
		default:
			s.metrics.count(mux, w, r)
		}
	})
}

// restCalls are the calls of back ends, and of the console, whose page goes to mux.
func (s *Server) restCalls(mux *http.ServeMux) *restMux {
	rest := newRESTMux(s)
	s.conversationCalls(rest)
	s.userCalls(rest)
	s.messageCalls(rest)
	s.serviceCalls(rest)
	s.clientCalls(rest)
	s.broadcastCalls(rest)
	s.legacyCalls(rest)
	s.consoleCalls(rest, mux)
	return rest
}

// allowedHeaders are what SDKs send.
var allowedHeaders = strings.Join([]string{
	"Content-Type", "Origin", "X-LC-Id", "X-LC-Key", "X-LC-Sign", "X-LC-Session", "X-LC-Prod", "X-LC-UA",
	"X-LC-IM-Session-Token", "Cache-Control", "Range",
}, ", ")

// allowCrossOrigin lets pages use the REST API, of any origin where the options name
// none (docs/protocol.md, REST).
func (s *Server) allowCrossOrigin(h http.Header, r *http.Request) {
	origin := "*"
	if len(s.options.Origins) > 0 {
		h.Add("Vary", "Origin")
		if origin = r.Header.Get("Origin"); !s.mayConnect(r) {
			return
		}
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH")
	h.Set("Access-Control-Allow-Headers", allowedHeaders)
	h.Set("Access-Control-Max-Age", "86400")
}

func notSupported(w http.ResponseWriter, r *http.Request) {
	writeError(w, http.StatusNotFound, 1, r.Method+" "+r.URL.Path+" is not supported")
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"code":1,"error":"internal error"}`)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// writeError answers with an error as the service's REST API did.
func writeError(w http.ResponseWriter, status, code int, message string) {
	writeJSON(w, status, map[string]any{"code": code, "error": message})
}
