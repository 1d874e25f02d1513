package server_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// page connects as a page of that origin would.
func page(t *testing.T, i *servertest.Instance, origin string) *servertest.Client {
	ctx, cancel := context.WithTimeout(t.Context(), servertest.Deadline)
	defer cancel()
	header := http.Header{}
	if origin != "" {
		header.Set("Origin", origin)
	}
	ws, _, err := websocket.Dial(ctx, i.WebSocketURL(), &websocket.DialOptions{Subprotocols: []string{"lc.protobuf2.3"}, HTTPHeader: header})
	require.NoError(t, err, "a page learns the reason only after the handshake")
	return servertest.Wrap(t, ws)
}

func TestOrigins(t *testing.T) {
	own := server.App{ID: "own", Key: "k", MasterKey: "m", Origins: []string{"https://shop.example.org"}}
	i := servertest.StartWith(t, server.Options{Apps: []server.App{server.DevelopmentApp, own},
		Origins: []string{"https://app.example.net", "https://*.example.org"}})
	for _, allowed := range []string{"", "https://app.example.net", "HTTPS://App.example.net", "https://a.b.example.org", i.URL} {
		c := page(t, i, allowed)
		c.Open("dev", "ann")
	}
	for _, refused := range []string{"https://example.org", "http://app.example.net", "https://evil-example.org",
		"https://app.example.net.evil.test", "https://app.example.net:8443", "null"} {
		assert.EqualValues(t, server.InvalidOrigin, page(t, i, refused).Closed(), refused)
	}
	page(t, i, "https://shop.example.org").Open("own", "ann")
	page(t, i, "").Open("own", "ann")
	c := page(t, i, "https://other.example.org")
	refused(t, c, server.InvalidOrigin, servertest.OpenCommand("own", "ann"))
	assert.EqualValues(t, server.InvalidOrigin, c.Closed())
}

func TestAnyOriginByDefault(t *testing.T) {
	i := servertest.Start(t)
	c := page(t, i, "https://anything.example")
	c.Open(i.AppID, "ann")
	assert.Equal(t, wire.CommandEcho, c.Call(servertest.Command(wire.CommandEcho, 0)).GetCmd())
}

func TestCrossOriginRequests(t *testing.T) {
	s := newServer(t, server.Options{Origins: []string{"https://app.example.org"}})
	for origin, want := range map[string]string{"https://app.example.org": "https://app.example.org", "https://evil.example": ""} {
		r := httptest.NewRequest(http.MethodOptions, "/1.1/users", nil)
		r.Header.Set("Origin", origin)
		response, _ := ask(t, s.Handler(), r)
		assert.Equal(t, want, response.Header.Get("Access-Control-Allow-Origin"))
		assert.Equal(t, "Origin", response.Header.Get("Vary"), "caches keep the answers apart")
		assert.Equal(t, want != "", strings.Contains(response.Header.Get("Access-Control-Allow-Methods"), "POST"))
	}
}

// A name of an attacker's may lead to the server's address, and then stands in both headers.
func TestOwnOriginIsThePublicOne(t *testing.T) {
	s := newServer(t, server.Options{PublicURL: "https://im.example.org", Origins: []string{"https://app.example.org"}})
	for origin, want := range map[string]string{
		"https://im.example.org":    "https://im.example.org",
		"https://app.example.org":   "https://app.example.org",
		"http://evil.example.net":   "",
		"https://other.example.org": "",
	} {
		r := httptest.NewRequest("GET", "http://evil.example.net/v1/route?appId=dev", nil)
		r.Header.Set("Origin", origin)
		response, _ := ask(t, s.Handler(), r)
		assert.Equal(t, want, response.Header.Get("Access-Control-Allow-Origin"), origin)
	}
}
