package server_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOlderMessageCalls(t *testing.T) {
	clock := newFakeClock()
	i := servertest.StartWith(t, server.Options{Clock: clock})
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid, service := create(t, ann, "bob"), newService(t, i)
	drain(ann)
	drain(bob)
	const path = "/1.1/rtm/messages"
	post := func(more string) map[string]any {
		t.Helper()
		clock.advance(time.Second)
		status, sent := restMaster(t, i, "POST", path, `{"from_peer":"ann",`+more+`}`)
		require.Equal(t, http.StatusOK, status, "%v", sent)
		return sent
	}
	post(`"conv_id":"` + cid + `","message":"gone"`)
	assert.True(t, received(bob).GetTransient(), "if nothing is said")
	drain(ann)
	sent := post(`"conv_id":"` + cid + `","message":"kept","transient":false,"no_sync":true`)
	assert.False(t, received(bob).GetTransient())
	ann.Quiet()
	post(`"conv_id":"` + service + `","message":"for you","to_peers":["bob"],"transient":false`)
	assert.Equal(t, "for you", received(bob).GetMsg())

	at := fmt.Sprintf("%.0f", sent["timestamp"])
	for query, want := range map[string][]string{
		"convid=" + cid:                       {"kept"},
		"convid=" + service:                   {"for you"},
		"from=ann":                            {"for you", "kept"},
		"from=bob":                            {},
		"":                                    {"for you", "kept"},
		"reversed=true":                       {"kept", "for you"},
		"convid=" + cid + "&max_ts=" + at:     {},
		"convid=" + cid + "&limit=1":          {"kept"},
		"convid=" + cid + "&timestamp=" + at:  {},
		"from=ann&limit=1&reversed=true":      {"kept"},
		"convid=" + cid + "&limit=1000&from=": {"kept"},
	} {
		for _, p := range []string{path + "/history?", path + "/logs?"} {
			status, list := restList(t, i, p+query)
			assert.Equal(t, http.StatusOK, status)
			assert.Equal(t, want, texts(list), p+query)
		}
	}

	named := fmt.Sprintf(`"from_peer":"ann","conv_id":%q,"msg_id":%q,"timestamp":%s`, cid, sent["msg-id"], at)
	const patch = "/1.1/rtm/patch/message"
	item := func() *wire.PatchItem {
		t.Helper()
		return bob.Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage().GetPatches()[0]
	}
	status, _ := restMaster(t, i, "POST", patch, `{`+named+`,"message":"changed"}`)
	require.Equal(t, http.StatusOK, status)
	assert.Equal(t, "changed", item().GetData())
	record := fmt.Sprintf(`{"conv-id":%q,"msg-id":%q,"timestamp":%s,"data":"rewritten"}`, cid, sent["msg-id"], at)
	status, _ = restMaster(t, i, "PUT", path+"/logs", record)
	require.Equal(t, http.StatusOK, status)
	bob.Quiet()
	assert.Equal(t, []string{"rewritten"}, history(t, bob, logs(cid)))
	status, _ = restMaster(t, i, "POST", patch, `{`+named+`,"recall":true}`)
	require.Equal(t, http.StatusOK, status)
	assert.True(t, item().GetRecall())
	query := url.Values{"convid": {cid}, "msgid": {sent["msg-id"].(string)}, "timestamp": {at}}
	status, _ = restMaster(t, i, "DELETE", path+"/logs?"+query.Encode(), "")
	assert.Equal(t, http.StatusOK, status)
	assert.Empty(t, history(t, bob, logs(cid)))

	for name, c := range map[string]struct {
		method, path, body string
		status, code       int
	}{
		"no conversation":             {"POST", path, `{"from_peer":"ann","message":"x"}`, 404, 4303},
		"a service without receivers": {"POST", path, `{"from_peer":"ann","message":"x","conv_id":"` + service + `"}`, 400, 4301},
		"receivers elsewhere":         {"POST", path, `{"from_peer":"ann","message":"x","to_peers":["bob"],"conv_id":"` + cid + `"}`, 400, 4313},
		"no sender":                   {"POST", path, `{"message":"x","conv_id":"` + cid + `"}`, 400, 4301},
		"an edit without text":        {"POST", patch, `{` + named + `}`, 400, 4301},
		"an edit of what is gone":     {"POST", patch, `{` + named + `,"message":"x"}`, 404, 4404},
		"a rewrite of what is gone":   {"PUT", path + "/logs", record, 404, 4404},
		"a rewrite without text":      {"PUT", path + "/logs", `{}`, 400, 4301},
		"deleted twice":               {"DELETE", path + "/logs?" + query.Encode(), "", 404, 4404},
		"deleted without a time":      {"DELETE", path + "/logs?convid=" + cid + "&msgid=x", "", 404, 4404},
		"a bad time":                  {"DELETE", path + "/logs?timestamp=x", "", 400, 111},
		"no such history":             {"GET", path + "/history?convid=none", "", 404, 4303},
	} {
		status, answer := restMaster(t, i, c.method, c.path, c.body)
		assert.Equal(t, c.status, status, "%s: %v", name, answer)
		assert.EqualValues(t, c.code, answer["code"], "%s: %v", name, answer)
	}
}

func TestOlderServiceCalls(t *testing.T) {
	i := servertest.Start(t)
	service := newService(t, i)
	bob := servertest.Login(t, i, "bob")
	const subscription = "/1.1/rtm/conversation/subscription"
	status, _ := restMaster(t, i, "POST", subscription, `{"conv_id":"`+service+`","client_id":"bob"}`)
	assert.Equal(t, http.StatusOK, status)
	status, answer := restMaster(t, i, "POST", "/1.1/rtm/broadcast/subscriber", `{"from_peer":"news","conv_id":"`+service+`","message":"hello"}`)
	assert.Equal(t, http.StatusOK, status)
	assert.NotEmpty(t, answer["msg-id"])
	assert.Equal(t, "hello", received(bob).GetMsg())
	status, answer = restMaster(t, i, "POST", "/1.1/rtm/broadcast", `{"from_peer":"news","conv_id":"`+service+`","message":"to everybody"}`)
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, "to everybody", received(bob).GetMsg())
	_, list := restList(t, i, "/1.1/rtm/broadcast?conv_id="+service)
	assert.Equal(t, []string{"to everybody"}, texts(list))
	status, _ = restMaster(t, i, "DELETE", "/1.1/rtm/broadcast?mid="+answer["msg-id"].(string), "")
	assert.Equal(t, http.StatusOK, status)
	_, list = restList(t, i, "/1.1/rtm/broadcast?conv_id="+service)
	assert.Empty(t, list)

	for _, base := range []string{"/1.1/rtm/conversation", subscription} {
		_, list = restList(t, i, base+"/subscribers?conv_id="+service)
		require.Len(t, list, 1)
		assert.Equal(t, "bob", list[0]["subscriber"])
		_, answer = restMaster(t, i, "GET", base+"/subscribers/count?conv_id="+service, "")
		assert.EqualValues(t, 1, answer["count"])
		for client, want := range map[string]bool{"bob": true, "ann": false} {
			status, answer = rest(t, i, "GET", base+"/subscribed?conv_id="+service+"&client_id="+client, "")
			assert.Equal(t, http.StatusOK, status)
			assert.Equal(t, map[string]any{"count": 1.0, "subscribed": want}, answer)
		}
	}
	_, list = restList(t, i, subscription+"?client_id=bob")
	require.Len(t, list, 1)
	assert.Equal(t, service, list[0]["conv_id"])
	status, _ = restMaster(t, i, "DELETE", subscription+"?conv_id="+service+"&client_id=bob", "")
	assert.Equal(t, http.StatusOK, status)
	_, list = restList(t, i, subscription+"?client_id=bob")
	assert.Empty(t, list)
	for _, call := range [][2]string{
		{"POST", "/1.1/rtm/messages"}, {"DELETE", "/1.1/rtm/messages/logs"}, {"PUT", "/1.1/rtm/messages/logs"}, {"GET", "/1.1/rtm/messages/history"},
		{"POST", "/1.1/rtm/patch/message"}, {"POST", "/1.1/rtm/broadcast"}, {"GET", "/1.1/rtm/broadcast"}, {"DELETE", "/1.1/rtm/broadcast"},
		{"POST", "/1.1/rtm/broadcast/subscriber"}, {"POST", subscription}, {"DELETE", subscription}, {"GET", subscription},
		{"GET", "/1.1/rtm/conversation/subscribers"}, {"GET", "/1.1/rtm/conversation/subscribers/count"},
		{"GET", services + "/" + service + "/subscribers"}, {"POST", services + "/" + service + "/subscribers"},
		{"GET", services + "/" + service + "/subscribers/count"}, {"DELETE", services + "/" + service + "/subscribers/bob"},
		{"POST", services + "/" + service + "/broadcasts"}, {"POST", services + "/" + service + "/messages"},
		{"PUT", services + "/" + service + "/messages/x"}, {"PUT", services + "/" + service + "/messages/x/recall"},
		{"DELETE", services + "/" + service + "/subscribers/bob/messages/x"}, {"GET", services + "/" + service + "/subscribers/bob/messages"},
		{"GET", "/1.2/rtm/clients/bob/service-conversations"},
	} {
		status, _ := rest(t, i, call[0], call[1], `{}`)
		assert.Equal(t, http.StatusForbidden, status, "%v takes the master key", call)
		status, _ = rest(t, i, call[0], call[1], `{}`, "X-LC-Key", "wrong,master")
		assert.Equal(t, http.StatusUnauthorized, status, "%v", call)
		status, _ = rest(t, i, call[0], call[1], `{}`, "X-LC-Id", "none")
		assert.Equal(t, http.StatusUnauthorized, status, "%v", call)
	}
}

func TestSignedHistory(t *testing.T) {
	app := server.DevelopmentApp
	app.Signatures.History = true
	clock := newFakeClock()
	i := servertest.StartWith(t, server.Options{Apps: []server.App{app}, Clock: clock})
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	send(t, ann, cid, "hello")
	sign := func(text string) string {
		mac := hmac.New(sha1.New, []byte(app.MasterKey))
		mac.Write([]byte(text))
		return hex.EncodeToString(mac.Sum(nil))
	}
	now := clock.Now().UnixMilli()
	old := clock.Now().Add(-7 * time.Hour).UnixMilli()
	for name, c := range map[string]struct {
		key, signature string
		at             int64
		want           int
	}{
		"signed":           {"dev", sign(fmt.Sprintf("dev:ann:%s:n:%d", cid, now)), now, 200},
		"the time first":   {"dev", sign(fmt.Sprintf("dev:ann:%s:%d:n", cid, now)), now, 200},
		"with seconds":     {"dev", sign(fmt.Sprintf("dev:ann:%s:n:%d", cid, now/1000)), now / 1000, 200},
		"another client":   {"dev", sign(fmt.Sprintf("dev:bob:%s:n:%d", cid, now)), now, 400},
		"elsewhere":        {"dev", sign(fmt.Sprintf("dev:ann:none:n:%d", now)), now, 400},
		"too old":          {"dev", sign(fmt.Sprintf("dev:ann:%s:n:%d", cid, old)), old, 400},
		"no hex":           {"dev", "x", now, 400},
		"unsigned":         {"dev", "", now, 403},
		"a back end":       {"dev-master,master", "", now, 200},
		"the wrong app":    {"wrong", sign(fmt.Sprintf("dev:ann:%s:n:%d", cid, now)), now, 401},
		"a back end, also": {"dev-master,master", "x", now, 200},
	} {
		query := url.Values{"client_id": {"ann"}, "nonce": {"n"}, "signature_ts": {fmt.Sprint(c.at)}, "signature": {c.signature}}
		status, list := restList(t, i, plain+"/"+cid+"/messages?"+query.Encode(), "X-LC-Key", c.key)
		assert.Equal(t, c.want, status, name)
		assert.Equal(t, c.want == 200, len(list) == 1, name)
		query.Set("peerid", "ann")
		query.Del("client_id")
		query.Set("convid", cid)
		status, _ = restList(t, i, "/1.1/rtm/messages/history?"+query.Encode(), "X-LC-Key", c.key)
		assert.Equal(t, c.want, status, name)
	}
	off := servertest.StartWith(t, server.Options{Clock: clock})
	query := url.Values{"client_id": {"ann"}, "nonce": {"n"}, "signature_ts": {fmt.Sprint(now)}, "signature": {sign(fmt.Sprintf("dev:ann:x:n:%d", now))}}
	status, _ := restList(t, off, plain+"/x/messages?"+query.Encode(), "X-LC-Key", "dev")
	assert.Equal(t, http.StatusForbidden, status, "an app that does not say so")
}

// Calls of the older API go by the newer names of their paths too.
func TestOtherNamesOfOlderCalls(t *testing.T) {
	i := servertest.Start(t)
	_, row := restMaster(t, i, "POST", "/1.2/rtm/service-conversations", `{"name":"news"}`)
	service := row["objectId"].(string)
	for _, path := range []string{"/1.1/rtm/broadcasts/", "/1.1/rtm/broadcast/"} {
		status, answer := restMaster(t, i, "POST", "/1.1/rtm/broadcasts", `{"from_peer":"news","conv_id":"`+service+`","message":"to everybody"}`)
		require.Equal(t, http.StatusOK, status, answer)
		_, list := restList(t, i, "/1.1/rtm/broadcasts?conv_id="+service)
		assert.Len(t, list, 1)
		status, answer = restMaster(t, i, "DELETE", path+answer["msg-id"].(string), "")
		assert.Equal(t, http.StatusOK, status, answer)
		_, list = restList(t, i, "/1.1/rtm/broadcasts?conv_id="+service)
		assert.Empty(t, list)
	}
}
