package server_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"imclient/server"

	"github.com/stretchr/testify/assert"
)

// A page that an operator has open somewhere reaches addresses of the operator's.
func TestOtherPagesReachNoAdminAddress(t *testing.T) {
	s := newServer(t, server.Options{})
	loopback, other := net.IPv4(127, 0, 0, 1), net.IPv4(192, 0, 2, 1)
	for name, c := range map[string]struct {
		address    net.IP
		host, site string
		want       int
	}{
		"a scraper":                           {loopback, "127.0.0.1:8081", "", 200},
		"a browser":                           {loopback, "localhost:8081", "none", 200},
		"a link on the page of profiles":      {loopback, "[::1]:8081", "same-origin", 200},
		"a scraper from elsewhere":            {other, "imserver.internal:8081", "", 200},
		"a page with an image":                {loopback, "127.0.0.1:8081", "cross-site", 403},
		"a page on another port":              {loopback, "localhost:8081", "same-site", 403},
		"a page whose name leads to loopback": {loopback, "evil.example.org:8081", "same-origin", 403},
		"a page, from elsewhere":              {other, "imserver.internal:8081", "cross-site", 403},
	} {
		for _, h := range []http.Handler{s.AdminHandler(), s.ControlHandler()} {
			r := httptest.NewRequest("GET", "/metrics", nil)
			r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(&net.TCPAddr{IP: c.address, Port: 8081})))
			r.Host = c.host
			if c.site != "" {
				r.Header.Set("Sec-Fetch-Site", c.site)
			}
			response, _ := ask(t, h, r)
			assert.Equal(t, c.want, response.StatusCode, name)
			if c.want == 200 {
				assert.Equal(t, "nosniff", response.Header.Get("X-Content-Type-Options"))
			}
		}
	}
}
