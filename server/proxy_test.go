package server_test

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
	"net/netip"
	"testing"

	"imclient/server"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// everybody is trusted, also the address that httptest makes up.
var everybody = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}

func TestForwardedAddresses(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	cases := map[string]struct{ peer, forwarded, want string }{
		"no proxy":                      {"192.0.2.1:5", "", "192.0.2.1:5"},
		"a proxy that says nothing":     {"10.1.1.1:5", "", "10.1.1.1:5"},
		"a proxy":                       {"10.1.1.1:5", "192.0.2.7", "192.0.2.7:0"},
		"a proxy mapped into IPv6":      {"[::ffff:10.1.1.1]:5", "192.0.2.7", "192.0.2.7:0"},
		"two proxies":                   {"10.1.1.1:5", "192.0.2.7, 10.2.2.2", "192.0.2.7:0"},
		"an address the client made up": {"10.1.1.1:5", "198.51.100.1, 192.0.2.7", "192.0.2.7:0"},
		"nothing but proxies":           {"[::1]:5", "10.3.3.3, 10.2.2.2", "10.3.3.3:0"},
		"no address":                    {"10.1.1.1:5", "unknown", "10.1.1.1:5"},
		"nobody's proxy":                {"192.0.2.1:5", "198.51.100.1", "192.0.2.1:5"},
	}
	for name, c := range cases {
		var log bytes.Buffer
		s, err := server.New(server.Options{TrustedProxies: proxies, Logger: slog.New(slog.NewTextHandler(&log, nil))})
		require.NoError(t, err)
		r := httptest.NewRequest("GET", "/v1/route?appId=none", nil)
		r.RemoteAddr = c.peer
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		ask(t, s.Handler(), r)
		assert.Regexp(t, `remote="?\Q`+c.want+`\E"? `, log.String(), name)
		assert.Equal(t, c.peer, r.RemoteAddr, "the request is the caller's")
		require.NoError(t, s.Shutdown(t.Context()))
	}
}

func TestNobodysProxyIsNotBelieved(t *testing.T) {
	s := newServer(t, server.Options{})
	r := httptest.NewRequest("GET", "http://im.example.org/v1/route?appId=dev", nil)
	r.Header.Set("X-Forwarded-Proto", "https")
	r.Header.Set("X-Forwarded-Host", "evil.example.org")
	_, body := ask(t, s.Handler(), r)
	assert.Contains(t, body, `"server":"ws://im.example.org/ws"`)
}
