package server_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"imclient/server"

	"github.com/stretchr/testify/require"
)

// otherCalls are those that are no calls of back ends.
var otherCalls = []string{
	"GET /v1/route", "GET /1.1/rtm/notifications", "GET /healthz", "GET /readyz", "POST /1.1/fileTokens", "PUT /uploads/{id}",
	"POST /1.1/fileCallback", "POST /1.1/files", "GET /1.1/files/{id}", "DELETE /1.1/files/{id}", "GET /files/{id}/{name}",
	"GET /console/api/apps", "GET /console/api/status", "GET /console/api/clients", "GET /console/api/conversations",
	"GET /console/api/conversations/{id}", "GET /console/api/conversations/{id}/messages",
}

// FuzzCalls makes any of the HTTP calls with whatever in its path, query, body and
// the headers that say who asks. What cannot be used is refused, and nothing is the
// server's own failure.
func FuzzCalls(f *testing.F) {
	faults := &faultLog{}
	s, err := server.New(server.Options{Logger: slog.New(faults)})
	require.NoError(f, err)
	f.Cleanup(func() { _ = s.Shutdown(f.Context()) })
	patterns := append(s.RESTPatterns(), otherCalls...)
	slices.Sort(patterns)

	for i, seed := range []struct{ query, body, who string }{
		{"client_id=a&limit=2", `{"from_client":"a","message":"x","no_sync":true}`, ""},
		{"conv_id=ID&msgid=m&timestamp=1&max_ts=9e9", `{"from_peer":"a","conv_id":"ID","message":{"_lctype":-1},"to_peers":["b"],"transient":false}`, ""},
		{"where={\"a\":1}&order=-x&skip=-1", `{"client_ids":["a","b"],"client_id":"a","message_id":"m","timestamp":1}`, "dev,dev,"},
		{"limit=1e9&reversed=true", `{"username":"u","password":"p","authData":{"x":{"uid":1}}}`, "00,1,master"},
		{"signature=a&nonce=b&signature_ts=1", `{"message":"x","valid_till":99999999999999,"push":{"alert":1}}`, "a,b"},
		{"appId=dev&secure=x&_t=", `{"name":"x.png","size":1,"metaData":{},"key":"../x","token":"a.b","result":true}`, "0123,-5,master"},
	} {
		for call := range patterns {
			if call%6 == i {
				f.Add(uint8(call), "ID", seed.query, seed.body, seed.who)
			}
		}
	}
	send := func(method, path, query, body string, header http.Header) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "/", strings.NewReader(body))
		r.URL.Path, r.URL.RawPath, r.URL.RawQuery, r.Header = path, "", query, header
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		return w
	}
	master := http.Header{"X-Lc-Id": {"dev"}, "X-Lc-Key": {"dev-master,master"}}
	answer := send("POST", "/1.2/rtm/conversations", "", `{"m":["a","b"]}`, master).Body.String()
	_, rest, _ := strings.Cut(answer, `"objectId":"`)
	conversation, _, _ := strings.Cut(rest, `"`)
	require.NotEmpty(f, conversation, answer)

	f.Fuzz(func(t *testing.T, call uint8, id, query, body, who string) {
		method, path, _ := strings.Cut(patterns[int(call)%len(patterns)], " ")
		if id == "ID" {
			id = conversation
		}
		parts := strings.Split(path, "/")
		for n, part := range parts {
			if strings.HasPrefix(part, "{") {
				parts[n] = url.PathEscape(id)
			}
		}
		path, err := url.PathUnescape(strings.Join(parts, "/"))
		require.NoError(t, err)
		query, body = strings.ReplaceAll(query, "ID", conversation), strings.ReplaceAll(body, "ID", conversation)
		headers := []http.Header{master, {"X-Lc-Id": {"dev"}, "X-Lc-Key": {"dev-key"}, "X-Lc-Session": {who}, "X-Lc-Im-Session-Token": {who}},
			{"X-Lc-Id": {"dev"}, "X-Lc-Sign": {who}}}
		for _, header := range headers {
			w := send(method, path, query, body, header)
			if w.Code >= 500 && !strings.HasSuffix(path, "z") {
				t.Errorf("%s %q ? %q %q: %d %s", method, path, query, body, w.Code, w.Body)
			}
		}
		require.Empty(t, faults.take())
	})
}
