package server_test

import (
	"crypto/md5"
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

func TestSubscribers(t *testing.T) {
	clock := newFakeClock()
	i := servertest.StartWith(t, server.Options{Clock: clock})
	id, other := newService(t, i), newService(t, i)
	path := services + "/" + id + "/subscribers"
	for n := range 60 {
		status, answer := restMaster(t, i, "POST", path, fmt.Sprintf(`{"client_id":"c%02d"}`, n))
		require.Equal(t, http.StatusOK, status)
		assert.Empty(t, answer)
	}
	restMaster(t, i, "POST", path, `{"client_id":"c00"}`)
	_, counted := restMaster(t, i, "GET", path+"/count", "")
	assert.EqualValues(t, 60, counted["count"])
	_, first := restList(t, i, path)
	require.Len(t, first, 50)
	assert.Equal(t, "c00", first[0]["subscriber"])
	assert.Equal(t, id, first[0]["conv_id"])
	assert.NotZero(t, first[0]["timestamp"])
	_, second := restList(t, i, path+"?client_id=c49")
	require.Len(t, second, 10)
	assert.Equal(t, "c50", second[0]["subscriber"])
	_, few := restList(t, i, path+"?limit=2")
	assert.Len(t, few, 2)
	_, few = restList(t, i, path+"?limit=500")
	assert.Len(t, few, 50)

	for range 2 {
		status, _ := restMaster(t, i, "DELETE", path+"/c00", "")
		assert.Equal(t, http.StatusOK, status, "also if there is none")
	}
	_, counted = restMaster(t, i, "GET", path+"/count", "")
	assert.EqualValues(t, 59, counted["count"])

	clock.advance(time.Second)
	restMaster(t, i, "POST", services+"/"+other+"/subscribers", `{"client_id":"c01"}`)
	mine := "/1.2/rtm/clients/c01/service-conversations"
	ids := func(list []map[string]any) (ids []any) {
		for _, s := range list {
			assert.Equal(t, "c01", s["subscriber"])
			ids = append(ids, s["conv_id"])
		}
		return ids
	}
	_, list := restList(t, i, mine)
	assert.Equal(t, []any{id, other}, ids(list))
	at := fmt.Sprintf("%.0f", list[0]["timestamp"])
	_, list = restList(t, i, mine+"?timestamp="+at+"&conv_id="+id)
	assert.Equal(t, []any{other}, ids(list))
	_, list = restList(t, i, mine+"?direction=old&limit=1")
	assert.Equal(t, []any{other}, ids(list))

	for name, c := range map[string]struct {
		method, path, body string
		status, code       int
	}{
		"no client":            {"POST", path, `{}`, 400, 4301},
		"no such conversation": {"POST", services + "/none/subscribers", `{"client_id":"a"}`, 404, 4303},
		"none to leave":        {"DELETE", services + "/none/subscribers/a", ``, 404, 4303},
		"none to list":         {"GET", services + "/none/subscribers", ``, 404, 4303},
		"none to count":        {"GET", services + "/none/subscribers/count", ``, 404, 4303},
		"a bad limit":          {"GET", path + "?limit=x", ``, 400, 111},
		"a bad direction":      {"GET", mine + "?direction=up", ``, 400, 4301},
		"a bad time":           {"GET", mine + "?timestamp=x", ``, 400, 111},
	} {
		status, answer := restMaster(t, i, c.method, c.path, c.body)
		assert.Equal(t, c.status, status, name)
		assert.EqualValues(t, c.code, answer["code"], "%s: %v", name, answer)
	}
	restMaster(t, i, "POST", services+"/"+id+"/blacklists", `{"client_ids":["mallory"]}`)
	status, answer := restMaster(t, i, "POST", path, `{"client_id":"mallory"}`)
	assert.Equal(t, http.StatusBadRequest, status)
	assert.EqualValues(t, server.BlockedByConversation, answer["code"])
}

func TestServiceMessages(t *testing.T) {
	i := servertest.Start(t)
	id := newService(t, i)
	ann, bob, cid := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Login(t, i, "cid")
	path := services + "/" + id
	for _, client := range []string{"ann", "bob"} {
		restMaster(t, i, "POST", path+"/subscribers", `{"client_id":"`+client+`"}`)
	}
	_, all := restMaster(t, i, "POST", path+"/broadcasts", `{"from_client":"news","message":"to all"}`)
	assert.Equal(t, all["msg-id"], all["result"].(map[string]any)["msg-id"])
	_, two := restMaster(t, i, "POST", path+"/messages", `{"from_client":"news","message":"to two","to_clients":["ann","cid"]}`)
	up := send(t, bob, id, "up")
	assert.Equal(t, "to all", received(ann).GetMsg())
	assert.Equal(t, "to two", received(ann).GetMsg())
	assert.Equal(t, "to all", received(bob).GetMsg())
	assert.Equal(t, "to two", received(cid).GetMsg())

	seen := func(client string) []string {
		t.Helper()
		status, list := restList(t, i, path+"/subscribers/"+client+"/messages?reversed=true")
		assert.Equal(t, http.StatusOK, status)
		sum := md5.Sum([]byte(id + ":" + client))
		for _, record := range list {
			assert.Equal(t, id, record["to"])
			if record["to-clients"] != nil {
				assert.Equal(t, hex.EncodeToString(sum[:]), record["conv-id"], "the dialogue with one user")
			}
		}
		return texts(list)
	}
	assert.Equal(t, []string{"to all", "to two"}, seen("ann"))
	assert.Equal(t, []string{"to all", "up"}, seen("bob"))
	assert.Equal(t, []string{"to two"}, seen("cid"))
	_, list := restList(t, i, path+"/messages?reversed=true")
	assert.Equal(t, []string{"to all", "to two", "up"}, texts(list))
	assert.Equal(t, []any{"ann", "cid"}, list[1]["to-clients"])
	_, list = restList(t, i, "/1.2/rtm/messages?reversed=true")
	assert.Equal(t, []string{"to all", "to two", "up"}, texts(list))

	at := func(sent map[string]any, from, more string) string {
		return fmt.Sprintf(`{"from_client":%q,"timestamp":%.0f%s}`, from, sent["timestamp"], more)
	}
	patched := func(c *servertest.Client, want string) {
		t.Helper()
		assert.Equal(t, want, c.Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage().GetPatches()[0].GetData())
	}
	to := func(sent map[string]any) string { return path + "/messages/" + sent["msg-id"].(string) }
	for name, c := range map[string]struct {
		sent         map[string]any
		more         string
		status, code int
	}{
		"a message to single users without them": {two, `,"message":"x"`, 404, 4404},
		"a message to all with users":            {all, `,"message":"x","to_clients":["ann"]`, 404, 4404},
		"some of the users":                      {two, `,"message":"x","to_clients":["ann"]`, 400, 4301},
		"other users":                            {two, `,"message":"x","to_clients":["ann","bob"]`, 400, 4301},
	} {
		status, answer := restMaster(t, i, "PUT", to(c.sent), at(c.sent, "news", c.more))
		assert.Equal(t, c.status, status, name)
		assert.EqualValues(t, c.code, answer["code"], "%s: %v", name, answer)
	}
	status, _ := restMaster(t, i, "PUT", to(two), at(two, "news", `,"message":"changed","to_clients":["cid","ann"]`))
	require.Equal(t, http.StatusOK, status)
	patched(ann, "changed")
	patched(cid, "changed")
	status, _ = restMaster(t, i, "PUT", to(all)+"/recall", at(all, "news", ""))
	require.Equal(t, http.StatusOK, status)
	patched(ann, `{"_lctype":-127}`)
	patched(bob, `{"_lctype":-127}`)
	cid.Quiet()

	copyOf := func(client string, sent map[string]any) string {
		return path + "/subscribers/" + client + "/messages/" + sent["msg-id"].(string) + fmt.Sprintf("?from_client=news&timestamp=%.0f", sent["timestamp"])
	}
	status, _ = restMaster(t, i, "DELETE", copyOf("ann", two), "")
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, []string{`{"_lctype":-127}`}, seen("ann"))
	assert.Equal(t, []string{"changed"}, seen("cid"))
	for _, c := range []string{copyOf("ann", two), copyOf("bob", two), copyOf("ann", all)} {
		status, answer := restMaster(t, i, "DELETE", c, "")
		assert.Equal(t, http.StatusNotFound, status)
		assert.EqualValues(t, server.MessageNotFound, answer["code"])
	}
	restMaster(t, i, "DELETE", copyOf("cid", two), "")
	_, list = restList(t, i, path+"/messages?reversed=true")
	assert.Equal(t, []string{`{"_lctype":-127}`, "up"}, texts(list), "the last copy is gone")
	status, _ = restMaster(t, i, "DELETE", path+"/messages/"+url.PathEscape(up.GetUid())+fmt.Sprintf("?from_client=bob&timestamp=%d", up.GetT()), "")
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, []string{`{"_lctype":-127}`}, seen("bob"))
}

func TestUpstreamMessages(t *testing.T) {
	clock := newFakeClock()
	i := servertest.StartWith(t, server.Options{Clock: clock, Apps: []server.App{server.DevelopmentApp, {ID: "other", Key: "k", MasterKey: "m"}}})
	id, other := newService(t, i), newService(t, i)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	clock.advance(time.Second)
	first := send(t, ann, id, "one")
	clock.advance(time.Second)
	send(t, bob, id, "two")
	clock.advance(time.Second)
	send(t, ann, other, "three")
	restMaster(t, i, "POST", services+"/"+id+"/messages", `{"from_client":"news","message":"down","to_clients":["ann"]}`)
	const path = "/1.1/classes/_SysMessage"
	ask := func(query url.Values) []any {
		t.Helper()
		status, answer := restMaster(t, i, "GET", path+"?"+query.Encode(), "")
		require.Equal(t, http.StatusOK, status, "%v", answer)
		var data []any
		for _, row := range answer["results"].([]any) {
			data = append(data, row.(map[string]any)["data"])
		}
		return data
	}
	assert.Equal(t, []any{"one", "two", "three"}, ask(nil))
	assert.Equal(t, []any{"three", "two", "one"}, ask(url.Values{"order": {"-createdAt"}}))
	assert.Equal(t, []any{"one", "three"}, ask(url.Values{"where": {`{"from":"ann"}`}}))
	assert.Equal(t, []any{"three"}, ask(url.Values{"where": {`{"conv":{"__type":"Pointer","className":"_Conversation","objectId":"` + other + `"}}`}}))
	assert.Equal(t, []any{"two"}, ask(url.Values{"skip": {"1"}, "limit": {"1"}}))
	assert.Equal(t, []any{"two", "three"}, ask(url.Values{"where": {fmt.Sprintf(`{"msgId":{"$ne":%q}}`, first.GetUid())}}))
	_, answer := restMaster(t, i, "GET", path+"?limit=1", "")
	iso := time.UnixMilli(first.GetT()).UTC().Format("2006-01-02T15:04:05.000Z")
	assert.Equal(t, map[string]any{
		"objectId": first.GetUid(), "msgId": first.GetUid(), "from": "ann", "fromIp": "127.0.0.1", "bin": false, "data": "one",
		"timestamp": float64(first.GetT()), "createdAt": iso, "updatedAt": iso,
		"conv": map[string]any{"__type": "Pointer", "className": "_Conversation", "objectId": id},
	}, answer["results"].([]any)[0])

	for _, bad := range []string{"where=x", "where={\"a\":{\"$x\":1}}", "where={\"secret\":1}", "order=secret", "order=..", "limit=x", "skip=-1"} {
		parsed, err := url.ParseQuery(bad)
		require.NoError(t, err)
		status, answer := restMaster(t, i, "GET", path+"?"+parsed.Encode(), "")
		assert.Equal(t, http.StatusBadRequest, status, bad)
		assert.NotZero(t, answer["code"])
	}
	status, _ := rest(t, i, "GET", path, "")
	assert.Equal(t, http.StatusForbidden, status)
	status, answer = rest(t, i, "GET", path, "", "X-LC-Id", "other", "X-LC-Key", "m,master")
	assert.Equal(t, http.StatusOK, status)
	assert.Empty(t, answer["results"])
}
