package cert

import (
	"net"
	"net/http"
	"strings"
)

// Redirect sends plain HTTP on to HTTPS on the given port. Only what is safe to
// repeat is sent on; the rest has been sent in the open already.
func Redirect(port string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "use HTTPS", http.StatusBadRequest)
			return
		}
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = strings.Trim(r.Host, "[]")
		}
		if host = net.JoinHostPort(host, port); port == "443" {
			host = strings.TrimSuffix(host, ":443")
		}
		u := *r.URL
		u.Scheme, u.Host = "https", host
		http.Redirect(w, r, u.String(), http.StatusPermanentRedirect)
	})
}
