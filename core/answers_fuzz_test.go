package core_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"imclient/core"
	"imclient/core/coretest"
)

// FuzzRoute lets the router answer anything. The client dials a WebSocket's address,
// fails for good, or tries again later; it never stands still.
func FuzzRoute(f *testing.F) {
	for _, body := range []string{
		`{"server":"wss://a.example","secondary":"wss://b.example","ttl":3600,"groupId":"g"}`, `{"server":"http://a.example"}`,
		`{"server":"wss://\ud800","ttl":-1}`, `{"server":["wss://a"],"ttl":"x"}`, `{"server":"wss://a.example","ttl":1e400}`,
		`{"server":"ws:","ttl":9223372036854775807}`, `{`, `[]`, `null`, ``, `<html>`,
	} {
		f.Add(200, body)
	}
	f.Add(404, `{"code":404}`)
	f.Add(503, ``)
	f.Fuzz(func(t *testing.T, status int, body string) {
		h, rt := coretest.New(t, core.Options{Router: "http://router.test"})
		h.Quiet = true
		var failure error
		rt.Open(core.ClientOptions{ID: "tom"}, func(_ *core.Client, err error) { failure = err })
		h.Answer(status, body)
		assert.True(t, len(h.Dials) > 0 || failure != nil || h.Timers() > 0, "nothing goes on")
		for _, url := range h.Dials {
			assert.Regexp(t, `^wss?:`, url)
		}
		h.Advance(10 * time.Minute)
		rt.Close()
		assert.Zero(t, h.Timers())
		assert.Empty(t, h.Fetches)
	})
}

// FuzzAnswers lets the server answer anything over HTTP: to the question for what a
// client missed, and to that for a user's signature.
func FuzzAnswers(f *testing.F) {
	for _, body := range []string{
		`{"hasMore":true,"notifications":[{"cmd":"conv","op":"members-joined","serverTs":1500,"cid":"c1","m":["x"],"initBy":"jerry"}]}`,
		`{"hasMore":false,"notifications":[{"cmd":"conv","op":"updated","serverTs":1600,"cid":"c1","attr":{"data":"{\"name\":\"new\"}"}},
			{"cmd":"rcp","serverTs":1700,"cid":"c1","id":"m1","t":5,"read":true,"from":"jerry"},{"cmd":"who knows","serverTs":-1},7]}`,
		`{"notifications":[{"cmd":"conv","op":"member_info_changed","cid":"c2","info":{"pid":"jerry","role":"Manager"}}]}`,
		`{"notifications":{"cmd":1}}`, `{"client_id":"tom","signature":"s","nonce":"n","timestamp":1}`, `{"timestamp":1e99,"signature":7}`,
		`{"code":1,"error":"x"}`, `{"code":"x","error":{}}`, ``, `[`, `null`,
	} {
		f.Add(200, body)
		f.Add(401, body)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		h, c := reopened(t, 2000)
		h.Quiet = true
		h.Answer(status, body)
		for range 3 { // further pages, if it asks for any
			if len(h.Fetches) == 0 {
				break
			}
			h.Answer(status, body)
		}
		answered := 0
		rt := c.Client().Realtime()
		rt.SignUser("token", func(string, core.Signature, error) { answered++ })
		h.Answer(status, body)
		assert.Equal(t, 1, answered, "a call settles once")
		rt.Close()
		assert.Zero(t, h.Timers())
		assert.Empty(t, h.Fetches)
	})
}
