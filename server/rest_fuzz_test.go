package server_test

import (
	"log/slog"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"imclient/server"
)

// FuzzRESTInput sends whatever to calls that take it: they refuse what they cannot
// use, and nothing is the server's own failure.
func FuzzRESTInput(f *testing.F) {
	for _, text := range []string{
		``, `{}`, `null`, `[`, `{"m":["a"],"unique":true}`, `{"m":{"__op":"AddUnique","objects":["x"]}}`, `{"m":{"__op":"Delete"}}`,
		`{"mu":["a"],"name":null}`, `{"a.b.c":{"__op":"Increment","amount":1e308}}`, `{"client_ids":["a","a"],"client_id":"a","ttl":60}`,
		`{"clientId":"a","role":"Manager"}`, `{"name":"x","m":null,"c":null}`, `{"attr":{"":{}}}`, `{"":1}`, `-name,attr.x`, "\x00",
		`{"name":{"$regex":"a","$options":"i"}}`, `{"$or":[{"m":"a"},{"tr":true}]}`,
	} {
		f.Add(text)
	}
	s, err := server.New(server.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Shutdown(f.Context()) })
	call := func(t *testing.T, method, path, body string) string {
		t.Helper()
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("X-LC-Id", "dev")
		r.Header.Set("X-LC-Key", "dev-master,master")
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("%s %s %q: %d %s", method, path, body, w.Code, w.Body)
		}
		return w.Body.String()
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, row, _ := strings.Cut(call(t, "POST", class, `{"m":["a","b"]}`), `"objectId":"`)
		id, _, _ := strings.Cut(row, `"`)
		call(t, "POST", class, text)
		call(t, "PUT", class+"/"+id, text)
		call(t, "PUT", plain+"/"+id, text)
		for _, path := range []string{"members", "mutes", "permanent-silenceds", "blacklists", "temporary-silenceds", "member-infos"} {
			call(t, "POST", plain+"/"+id+"/"+path, text)
			call(t, "DELETE", plain+"/"+id+"/"+path, text)
			call(t, "GET", plain+"/"+id+"/"+path+"?limit="+url.QueryEscape(text)+"&next="+url.QueryEscape(text), "")
		}
		for _, name := range []string{"where", "order", "keys", "limit", "skip", "cursor"} {
			call(t, "GET", "/1.1/scan/classes/_Conversation?limit=2&"+name+"="+url.QueryEscape(text), "")
			call(t, "GET", class+"?limit=2&"+name+"="+url.QueryEscape(text), "")
		}
		call(t, "DELETE", class+"/"+id, "")
	})
}
