package pull_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"imclient/server/pull"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzAnswers lets the API answer anything, with any status, to every question once
// the conversations have been listed. The pull comes to an end, with what there is or
// with an error, and does not ask for ever.
func FuzzAnswers(f *testing.F) {
	for _, body := range []string{
		`{"results":[{"objectId":"a","updatedAt":"2026-01-01T00:00:00.000Z"}],"cursor":"x"}`, `{"results":[7,null,"x",[]]}`, `{"results":{},"cursor":1}`,
		`{"results":[{"objectId":{}}]}`, `[{"msg-id":"m","timestamp":1,"conv-id":"c1"},{"msg-id":7}]`, `[]`, `[[]]`, `{`, ``, `null`,
		`{"results":[{"cid":"c1","clientId":"a","role":7}]}`, `{"client_ids":["a"],"next":"n"}`, `{"subscribers":[{"client_id":"x","timestamp":"y"}]}`,
		`{"code":1,"error":"no class"}`, `{"code":"x"}`,
	} {
		f.Add(200, body)
		f.Add(401, body)
	}
	f.Add(404, `{"code":101,"error":"x"}`)
	f.Add(503, ``)
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 || status == 304 || status == 204 {
			return
		}
		var asked atomic.Int32
		api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch n := asked.Add(1); {
			case r.URL.Path == "/1.1/scan/classes/_Conversation":
				_, _ = w.Write([]byte(`{"results":[{"objectId":"c1","m":["a"]},{"objectId":"c2","sys":true},{"objectId":"c3","tr":true}]}`))
				return
			case n > 2000: // it is known by now
				w.WriteHeader(http.StatusForbidden)
				return
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}))
		defer api.Close()
		// Over the limit it waits for as long as it is told to: this ends it.
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		sleeps := 0
		_, _ = pull.Pull(ctx, pull.Options{URL: api.URL, App: "app", Key: master, Dir: t.TempDir(), Attempts: 2, Parallel: 1,
			Sleep: func(ctx context.Context, _ time.Duration) error {
				if sleeps++; sleeps > 50 {
					cancel()
				}
				return ctx.Err()
			}})
		assert.LessOrEqual(t, asked.Load(), int32(2000), "it asks for ever")
		require.NoError(t, t.Context().Err())
	})
}
