package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

func TestCheckOnline(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Apps: []server.App{server.DevelopmentApp, {ID: "other", Key: "k", MasterKey: "m"}}})
	servertest.Login(t, i, "ann")
	servertest.Login(t, i, "cid")
	many := `"` + strings.Join(strings.Split(strings.Repeat("x", 21), ""), `","`) + `"`
	for path, field := range map[string]string{"/1.2/rtm/clients/check-online": "client_ids", "/1.1/rtm/online": "peers"} {
		status, answer := restMaster(t, i, "POST", path, `{"`+field+`":["bob","cid","ann"]}`)
		assert.Equal(t, http.StatusOK, status)
		assert.Equal(t, []any{"cid", "ann"}, answer["results"])
		_, answer = restMaster(t, i, "POST", path, `{"`+field+`":["bob"]}`)
		assert.Equal(t, []any{}, answer["results"])
		for _, bad := range []string{`{}`, `{"` + field + `":[]}`, `{"` + field + `":"ann"}`, `{"` + field + `":[` + many + `]}`, `[`} {
			status, answer := restMaster(t, i, "POST", path, bad)
			assert.Equal(t, http.StatusBadRequest, status, bad)
			assert.NotZero(t, answer["code"])
		}
		status, _ = rest(t, i, "POST", path, `{"`+field+`":["ann"]}`)
		assert.Equal(t, http.StatusForbidden, status)
		_, answer = rest(t, i, "POST", path, `{"`+field+`":["ann"]}`, "X-LC-Id", "other", "X-LC-Key", "m,master")
		assert.Equal(t, []any{}, answer["results"], "another app's clients")
	}
}

func TestRESTUnreadCount(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Apps: []server.App{server.DevelopmentApp, {ID: "other", Key: "k", MasterKey: "m"}}})
	ann := servertest.Login(t, i, "ann")
	first, second := create(t, ann, "bob"), create(t, ann, "bob", "cid")
	service := newService(t, i)
	restMaster(t, i, "POST", services+"/"+service+"/subscribers", `{"client_id":"bob"}`)
	restMaster(t, i, "POST", services+"/"+service+"/broadcasts", `{"from_client":"news","message":"x"}`)
	send(t, ann, first, "1")
	send(t, ann, second, "2")
	send(t, ann, second, "3")
	for _, c := range []struct {
		client, conversation string
		want                 int
	}{
		{"bob", "", 4}, {"bob", first, 1}, {"bob", second, 2}, {"bob", service, 1},
		{"cid", "", 2}, {"cid", first, 0}, {"ann", "", 0}, {"nobody", "", 0},
	} {
		newer, older := "/1.2/rtm/clients/"+c.client+"/unread-count?conv_id="+c.conversation, "/1.1/rtm/messages/unread/"+c.client
		if c.conversation != "" {
			older += "/" + c.conversation
		}
		for _, path := range []string{newer, older} {
			status, answer := rest(t, i, "GET", path, "")
			assert.Equal(t, http.StatusOK, status)
			assert.EqualValues(t, c.want, answer["count"], path)
		}
	}
	for _, path := range []string{"/1.2/rtm/clients/bob/unread-count?conv_id=none", "/1.1/rtm/messages/unread/bob/none"} {
		status, answer := rest(t, i, "GET", path, "")
		assert.Equal(t, http.StatusNotFound, status)
		assert.EqualValues(t, server.ConversationNotFound, answer["code"])
	}
	const path = "/1.2/rtm/clients/bob/unread-count"
	status, _ := rest(t, i, "GET", path, "", "X-LC-Key", "wrong")
	assert.Equal(t, http.StatusUnauthorized, status)
	_, answer := rest(t, i, "GET", path, "", "X-LC-Id", "other", "X-LC-Key", "k")
	assert.EqualValues(t, 0, answer["count"])
}

func TestStats(t *testing.T) {
	clock := newFakeClock()
	i := servertest.StartWith(t, server.Options{Clock: clock, Timeouts: patient})
	stats := func() map[string]any {
		t.Helper()
		status, answer := restMaster(t, i, "GET", "/1.2/rtm/stats", "")
		assert.Equal(t, http.StatusOK, status)
		return answer["result"].(map[string]any)
	}
	expect := func(online, today float64) {
		t.Helper()
		assert.Equal(t, map[string]any{"online_user_count": online, "user_count_today": today}, stats())
	}
	expect(0, 0)
	ann := servertest.Login(t, i, "ann")
	servertest.Login(t, i, "ann")
	bob := servertest.Login(t, i, "bob")
	create(t, bob) // is on disk after the logins
	expect(2, 2)
	bob.Call(servertest.Command(wire.CommandSession, wire.OpClose))
	expect(1, 2)
	clock.advance(24 * time.Hour)
	expect(1, 1)
	bob.Open(i.AppID, "bob")
	create(t, bob)
	expect(2, 2)
	ann.Call(servertest.Command(wire.CommandSession, wire.OpClose))
	status, _ := rest(t, i, "GET", "/1.2/rtm/stats", "")
	assert.Equal(t, http.StatusForbidden, status)
}

func TestKickByTheOlderCall(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	const path = "/1.1/rtm/client/kick"
	for _, bad := range []string{`{}`, `{"client_id":"ann","reason":"a reason of more than twenty"}`, `{"client_id":1}`} {
		status, _ := restMaster(t, i, "POST", path, bad)
		assert.Equal(t, http.StatusBadRequest, status, bad)
	}
	status, _ := rest(t, i, "POST", path, `{"client_id":"ann"}`)
	assert.Equal(t, http.StatusForbidden, status)
	ann.Quiet()
	status, answer := restMaster(t, i, "POST", path, `{"client_id":"ann","reason":"behave"}`)
	assert.Equal(t, http.StatusOK, status)
	assert.Empty(t, answer)
	assert.Equal(t, "behave", ann.Expect(wire.CommandSession, wire.OpClosed).GetSessionMessage().GetReason())
}

// patient keeps connections open while a test's clock moves on.
var patient = server.Timeouts{Ping: 100 * time.Hour, Read: 100 * time.Hour, Login: 100 * time.Hour}

func TestHistoryAge(t *testing.T) {
	clock := newFakeClock()
	i := servertest.StartWith(t, server.Options{Clock: clock, Timeouts: patient, Limits: server.Limits{HistoryAge: 24 * time.Hour}})
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	for n := range 3 {
		send(t, ann, cid, fmt.Sprint(n))
	}
	clock.advance(23 * time.Hour)
	send(t, ann, cid, "new")
	assert.Len(t, history(t, ann, logs(cid)), 4)
	clock.advance(75 * time.Minute)
	assert.Equal(t, []string{"new"}, history(t, ann, logs(cid)))
	bob := servertest.Login(t, i, "bob")
	assert.EqualValues(t, 1, bob.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs()[0].GetUnread())
}
