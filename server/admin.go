package server

import (
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"strings"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// AdminHandler serves what operators and their machines look at: /metrics,
// /healthz, /readyz and /debug/pprof. It changes nothing, but belongs on no
// public address.
func (s *Server) AdminHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{ErrorLog: metricsLog{s}}))
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", commandName)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("POST /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return operatorsOnly(mux)
}

// commandName is pprof's cmdline without the arguments, in which keys may stand.
func commandName(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprint(w, os.Args[0])
}

// operatorsOnly refuses what pages of other origins make an operator's browser ask: it
// reaches addresses that those who wrote the page do not. On loopback the name in the
// Host is loopback's, too, because any name can be made to lead there.
func operatorsOnly(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		site := r.Header.Get("Sec-Fetch-Site")
		foreign := site == "cross-site" || site == "same-site"
		if own, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok && own.IP.IsLoopback() {
			foreign = foreign || !isLoopbackName(r.Host)
		}
		if foreign {
			writeError(w, http.StatusForbidden, 1, "this address is for operators, who ask it by its own name")
			return
		}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("X-Frame-Options", "DENY")
		h.ServeHTTP(w, r)
	})
}

func isLoopbackName(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || (ip != nil && ip.IsLoopback())
}

// metricsLog takes what goes wrong with the metrics to the server's log.
type metricsLog struct{ srv *Server }

func (l metricsLog) Println(v ...any) { l.srv.log.Warn("metrics", "error", v) }
