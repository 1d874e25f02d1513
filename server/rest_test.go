package server_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"testing/fstest"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ask makes a request to a handler and returns the answer.
func ask(t *testing.T, h http.Handler, r *http.Request) (*http.Response, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	require.NoError(t, err)
	return w.Result(), string(body)
}

func newServer(t *testing.T, o server.Options) *server.Server {
	o.Logger = slog.New(slog.DiscardHandler)
	s, err := server.New(o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Shutdown(context.Background())) })
	return s
}

func TestRoute(t *testing.T) {
	behind := func(key, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(key, value) }
	}
	cases := []struct {
		name   string
		public string
		change func(*http.Request)
		want   string
	}{
		{"plain", "", func(*http.Request) {}, "ws://im.example.org:8080/ws"},
		{"TLS", "", func(r *http.Request) { r.TLS = new(tls.ConnectionState) }, "wss://im.example.org:8080/ws"},
		{"behind a proxy with TLS", "", behind("X-Forwarded-Proto", "https"), "wss://im.example.org:8080/ws"},
		{"behind two proxies", "", behind("X-Forwarded-Proto", "https, http"), "wss://im.example.org:8080/ws"},
		{"behind a proxy without TLS", "", behind("X-Forwarded-Proto", "http"), "ws://im.example.org:8080/ws"},
		{"behind a proxy with another name", "", behind("X-Forwarded-Host", "chat.example.org"), "ws://chat.example.org/ws"},
		{"behind a proxy with an address", "", behind("X-Forwarded-Host", "[2001:db8::1]:8443"), "ws://[2001:db8::1]:8443/ws"},
		{"behind a proxy that passes on nonsense", "", behind("X-Forwarded-Host", `evil.example.org/"`), "ws://im.example.org:8080/ws"},
		{"behind a proxy that passes on a user", "", behind("X-Forwarded-Host", `me@evil.example.org`), "ws://im.example.org:8080/ws"},
		{"no name, from HTTP/1.0", "", func(r *http.Request) {
			r.Host = ""
			*r = *r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 80}))
		}, "ws://192.0.2.1:80/ws"},
		{"a public URL", "https://chat.example.org", func(*http.Request) {}, "wss://chat.example.org/ws"},
		{"a public URL with a path", "http://example.org/chat/", behind("X-Forwarded-Proto", "https"), "ws://example.org/chat/ws"},
	}
	for _, c := range cases {
		s := newServer(t, server.Options{PublicURL: c.public, TrustedProxies: everybody})
		r := httptest.NewRequest("GET", "http://im.example.org:8080/v1/route?appId=dev&secure=true", nil)
		c.change(r)
		response, body := ask(t, s.Handler(), r)
		assert.Equal(t, http.StatusOK, response.StatusCode)
		assert.Equal(t, "*", response.Header.Get("Access-Control-Allow-Origin"))
		var answer map[string]any
		require.NoError(t, json.Unmarshal([]byte(body), &answer))
		assert.Equal(t, c.want, answer["server"], c.name)
		assert.Equal(t, c.want, answer["secondary"], c.name)
		assert.Equal(t, 3600.0, answer["ttl"])
	}
	s := newServer(t, server.Options{})
	for _, query := range []string{"", "?appId=unknown"} {
		response, body := ask(t, s.Handler(), httptest.NewRequest("GET", "/v1/route"+query, nil))
		assert.Equal(t, http.StatusNotFound, response.StatusCode)
		assert.JSONEq(t, `{"code":4100,"error":"no such app"}`, body)
	}
}

func TestCrossOrigin(t *testing.T) {
	s := newServer(t, server.Options{})
	for _, path := range []string{"/v1/route", "/1.1/rtm/notifications", "/1.1/anything", "/"} {
		r := httptest.NewRequest("OPTIONS", path, nil)
		r.Header.Set("Origin", "https://elsewhere.example.org")
		response, _ := ask(t, s.Handler(), r)
		assert.Equal(t, http.StatusNoContent, response.StatusCode)
		assert.Equal(t, "*", response.Header.Get("Access-Control-Allow-Origin"))
		assert.Contains(t, response.Header.Get("Access-Control-Allow-Headers"), "X-LC-IM-Session-Token")
		assert.Contains(t, response.Header.Get("Access-Control-Allow-Methods"), "PATCH")
	}
}

func TestHealthAndUnknownPaths(t *testing.T) {
	s := newServer(t, server.Options{})
	response, body := ask(t, s.Handler(), httptest.NewRequest("GET", "/healthz", nil))
	assert.Equal(t, http.StatusOK, response.StatusCode)
	assert.JSONEq(t, `{"status":"ok"}`, body)
	response, body = ask(t, s.Handler(), httptest.NewRequest("POST", "/1.1/rtm/nothing", nil))
	assert.Equal(t, http.StatusNotFound, response.StatusCode)
	assert.Contains(t, body, "not supported")
	response, _ = ask(t, s.Handler(), httptest.NewRequest("GET", "/", nil))
	assert.Equal(t, http.StatusNotFound, response.StatusCode)
}

func TestWebFiles(t *testing.T) {
	built := fstest.MapFS{
		"package.json":           {Data: []byte("{}")},
		"dist/imclient.js":       {Data: []byte("export {}")},
		"dist/imclient.wasm":     {Data: []byte("\x00asm")},
		"dist/demo/index.html":   {Data: []byte("<title>demo</title>")},
		"dist/demo/demo.css":     {Data: []byte("body{}")},
		"examples/raw.html":      {Data: []byte("<title>raw</title>")},
		"node_modules/secret.js": {Data: []byte("")},
	}
	s := newServer(t, server.Options{Web: built})
	cases := []struct {
		path, kind string
		status     int
	}{
		{"/", "text/html; charset=utf-8", 200},
		{"/index.html", "text/html; charset=utf-8", 200},
		{"/demo.css", "text/css; charset=utf-8", 200},
		{"/dist/imclient.js", "text/javascript; charset=utf-8", 200},
		{"/dist/imclient.wasm", "application/wasm", 200},
		{"/dist/demo/", "text/html; charset=utf-8", 200},
		{"/examples/raw.html", "text/html; charset=utf-8", 200},
		{"/dist/", "", 404},
		{"/dist", "", 404},
		{"/nothing", "", 404},
		{"/package.json", "", 404},
		{"/node_modules/secret.js", "", 404},
		{"/../package.json", "", 307},
		{"/healthz", "application/json; charset=utf-8", 200},
	}
	for _, c := range cases {
		response, _ := ask(t, s.Handler(), httptest.NewRequest("GET", c.path, nil))
		assert.Equal(t, c.status, response.StatusCode, c.path)
		if c.status == 200 {
			assert.Equal(t, c.kind, response.Header.Get("Content-Type"), c.path)
			assert.NotEmpty(t, response.Header.Get("Cache-Control"), c.path)
		}
	}
	response, _ := ask(t, s.Handler(), httptest.NewRequest("POST", "/", nil))
	assert.Equal(t, http.StatusMethodNotAllowed, response.StatusCode)

	unbuilt := newServer(t, server.Options{Web: fstest.MapFS{"index.html": {Data: []byte("not ours")}, ".env": {Data: []byte("secret")}}})
	for _, path := range []string{"/", "/index.html", "/.env"} {
		response, _ := ask(t, unbuilt.Handler(), httptest.NewRequest("GET", path, nil))
		assert.Equal(t, http.StatusNotFound, response.StatusCode, path)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for name, o := range map[string]server.Options{
		"an app without an id": {Apps: []server.App{{Key: "k"}}},
		"the same app twice":   {Apps: []server.App{{ID: "a"}, {ID: "a"}}},
		"a bad public URL":     {PublicURL: "im.example.org"},
	} {
		_, err := server.New(o)
		assert.Error(t, err, name)
	}
	dir := t.TempDir()
	newServer(t, server.Options{DataDir: dir})
	_, err := server.New(server.Options{DataDir: dir})
	assert.ErrorContains(t, err, "in use by another process")
}

type notificationsAnswer struct {
	HasMore       bool
	Notifications []map[string]any
}

// notifications asks as an SDK does.
func notifications(t *testing.T, i *servertest.Instance, token string, query url.Values) (int, notificationsAnswer) {
	t.Helper()
	r, err := http.NewRequest("GET", i.URL+"/1.1/rtm/notifications?"+query.Encode(), nil)
	require.NoError(t, err)
	r.Header.Set("X-LC-Id", i.AppID)
	r.Header.Set("X-LC-Key", i.AppKey)
	r.Header.Set("X-LC-IM-Session-Token", token)
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	var answer struct {
		notificationsAnswer
		Permanent *notificationsAnswer
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	if answer.Permanent != nil {
		return response.StatusCode, *answer.Permanent
	}
	return response.StatusCode, answer.notificationsAnswer
}

func TestNotifications(t *testing.T) {
	i := servertest.Start(t)
	bob := servertest.Dial(t, i)
	opened := bob.Open(i.AppID, "bob")
	token := opened.GetSessionMessage().GetSt()
	require.NoError(t, bob.WS.CloseNow())

	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	change := in(cid)
	change.SetAttr(data(`{"name":"x"}`))
	ann.Call(conv(wire.OpUpdate, change))
	ann.Call(conv(wire.OpRemove, in(cid, "bob")))

	since := url.Values{"client_id": {"bob"}, "start_ts": {fmt.Sprint(opened.GetServerTs())}, "notification_type": {"permanent"}}
	status, answer := notifications(t, i, token, since)
	require.Equal(t, http.StatusOK, status)
	assert.False(t, answer.HasMore)
	var ops []any
	last := 0.0
	for _, n := range answer.Notifications {
		ops = append(ops, n["op"])
		assert.Equal(t, "conv", n["cmd"])
		assert.Equal(t, cid, n["cid"])
		assert.Equal(t, "ann", n["initBy"])
		assert.Equal(t, 1.0, n["notificationType"])
		assert.Greater(t, n["serverTs"], last)
		last = n["serverTs"].(float64)
	}
	assert.Equal(t, []any{"joined", "members_joined", "updated", "left"}, ops)
	assert.Equal(t, map[string]any{"data": `{"name":"x"}`}, answer.Notifications[2]["attr"])
	assert.Equal(t, []any{"ann", "bob"}, answer.Notifications[1]["m"])

	since.Set("start_ts", fmt.Sprintf("%.0f", last))
	_, answer = notifications(t, i, token, since)
	assert.Empty(t, answer.Notifications)
	assert.NotNil(t, answer.Notifications)

	since.Del("notification_type")
	since.Set("start_ts", "0")
	_, answer = notifications(t, i, token, since)
	assert.Equal(t, "members-joined", answer.Notifications[1]["op"], "the other shape has hyphens")

	since.Set("client_id", "ann")
	status, _ = notifications(t, i, token, since)
	assert.Equal(t, http.StatusUnauthorized, status, "the token is bob's")
	since.Set("client_id", "bob")
	status, _ = notifications(t, i, "forged", since)
	assert.Equal(t, http.StatusUnauthorized, status)
}

func TestNotificationPages(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	bob := servertest.Dial(t, i)
	token := bob.Open(i.AppID, "bob").GetSessionMessage().GetSt()
	cid := create(t, ann, "bob")
	for n := range 120 {
		change := in(cid)
		change.SetAttr(data(fmt.Sprintf(`{"n":%d}`, n)))
		ann.Call(conv(wire.OpUpdate, change))
	}
	since := url.Values{"client_id": {"bob"}, "start_ts": {"0"}, "notification_type": {"permanent"}}
	_, first := notifications(t, i, token, since)
	assert.True(t, first.HasMore)
	assert.Len(t, first.Notifications, 100)
	since.Set("start_ts", fmt.Sprintf("%.0f", first.Notifications[99]["serverTs"]))
	_, second := notifications(t, i, token, since)
	assert.False(t, second.HasMore)
	assert.Len(t, second.Notifications, 22)
}

func TestKeysAreChecked(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i)
	token := c.Open(i.AppID, "ann").GetSessionMessage().GetSt()
	for _, key := range []string{"", "wrong", "dev-master", "wrong,master", ",master"} {
		r, err := http.NewRequest("GET", i.URL+"/1.1/rtm/notifications?client_id=ann", nil)
		require.NoError(t, err)
		r.Header.Set("X-LC-Id", i.AppID)
		r.Header.Set("X-LC-Key", key)
		r.Header.Set("X-LC-IM-Session-Token", token)
		response, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		response.Body.Close()
		assert.Equal(t, http.StatusUnauthorized, response.StatusCode, key)
	}
}
