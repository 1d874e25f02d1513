package server_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// restList is restMaster for calls that answer with an array.
func restList(t *testing.T, i *servertest.Instance, path string, headers ...string) (status int, list []map[string]any) {
	t.Helper()
	r, err := http.NewRequest("GET", i.URL+path, nil)
	require.NoError(t, err)
	r.Header.Set("X-LC-Id", i.AppID)
	r.Header.Set("X-LC-Key", i.MasterKey+",master")
	for n := 0; n < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	if len(text) > 0 && text[0] == '[' {
		require.NoError(t, json.Unmarshal(text, &list), string(text))
		require.NotNil(t, list)
	}
	return response.StatusCode, list
}

// restResponse makes a call with the master key and returns what came.
func restResponse(t *testing.T, i *servertest.Instance, method, path, body string) *http.Response {
	t.Helper()
	r, err := http.NewRequest(method, i.URL+path, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("X-LC-Id", i.AppID)
	r.Header.Set("X-LC-Key", i.MasterKey+",master")
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	return response
}

func texts(list []map[string]any) []string {
	out := []string{}
	for _, record := range list {
		out = append(out, record["data"].(string))
	}
	return out
}

// direct waits for a message.
func received(c *servertest.Client) *wire.DirectCommand {
	return c.Expect(wire.CommandDirect, 0).GetDirectMessage()
}

func drain(c *servertest.Client) {
	c.Settle()
	c.Call(servertest.Command(wire.CommandEcho, 0))
	for c.Pending() {
		c.Next()
	}
}

func TestRESTSend(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	drain(ann)
	drain(bob)
	path := plain + "/" + cid + "/messages"

	status, sent := restMaster(t, i, "POST", path, `{"from_client":"ann","message":"{\"_lctype\":-1,\"_lctext\":\"hi\"}","mention_client_ids":["bob"],"mention_all":true,"push_data":{"alert":"x"}}`)
	require.Equal(t, http.StatusOK, status)
	for _, c := range []*servertest.Client{ann, bob} {
		d := received(c)
		assert.Equal(t, `{"_lctype":-1,"_lctext":"hi"}`, d.GetMsg())
		assert.Equal(t, sent["msg-id"], d.GetId())
		assert.EqualValues(t, sent["timestamp"], d.GetTimestamp())
		assert.Equal(t, "ann", d.GetFromPeerId())
		assert.Equal(t, []string{"bob"}, d.GetMentionPids())
		assert.True(t, d.GetMentionAll())
	}

	status, _ = restMaster(t, i, "POST", path, `{"from_client":"ann","message":"alone","no_sync":true}`)
	require.Equal(t, http.StatusOK, status)
	assert.Equal(t, "alone", received(bob).GetMsg())
	ann.Quiet()
	status, sent = restMaster(t, i, "POST", path, `{"from_client":"the app","message":"gone","transient":true,"priority":"High"}`)
	require.Equal(t, http.StatusOK, status)
	assert.NotEmpty(t, sent["msg-id"])
	assert.True(t, received(ann).GetTransient())
	assert.True(t, received(bob).GetTransient())
	status, _ = restMaster(t, i, "POST", path, `{"from_client":"the app","message":{"_lctype":1}}`)
	require.Equal(t, http.StatusOK, status)
	assert.Equal(t, `{"_lctype":1}`, received(bob).GetMsg(), "an object is the text of it")
	assert.Equal(t, []string{`{"_lctype":-1,"_lctext":"hi"}`, "alone", `{"_lctype":1}`}, history(t, bob, logs(cid)))

	started := start()
	started.SetTransient(true)
	room := ann.Call(conv(wire.OpStart, started)).GetConvMessage().GetCid()
	drain(ann)
	status, _ = restMaster(t, i, "POST", rooms+"/"+room+"/messages", `{"from_client":"news","message":"to the room","priority":"LOW"}`)
	require.Equal(t, http.StatusOK, status)
	assert.Equal(t, "to the room", received(ann).GetMsg())
	bob.Quiet()
}

func TestRESTSendIsChecked(t *testing.T) {
	other := server.App{ID: "other", Key: "k", MasterKey: "m"}
	i := servertest.StartWith(t, server.Options{Apps: []server.App{server.DevelopmentApp, other}})
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	started := start()
	started.SetTransient(true)
	room := ann.Call(conv(wire.OpStart, started)).GetConvMessage().GetCid()
	_, created := restMaster(t, i, "POST", services, `{"name":"s"}`)
	service := created["objectId"].(string)
	ids := func(n int) string {
		list := make([]string, n)
		for k := range list {
			list[k] = fmt.Sprint("c", k)
		}
		b, _ := json.Marshal(list)
		return string(b)
	}
	good := `{"from_client":"ann","message":"x"}`
	for name, c := range map[string]struct {
		path, body   string
		status, code int
	}{
		"no sender":            {plain + "/" + cid, `{"message":"x"}`, 400, 4301},
		"a long sender":        {plain + "/" + cid, `{"from_client":"` + strings.Repeat("x", 65) + `","message":"x"}`, 400, 4301},
		"no message":           {plain + "/" + cid, `{"from_client":"ann"}`, 400, 4301},
		"a number":             {plain + "/" + cid, `{"from_client":"ann","message":1}`, 400, 4301},
		"no such priority":     {plain + "/" + cid, `{"from_client":"ann","message":"x","priority":"urgent"}`, 400, 4301},
		"too many mentioned":   {plain + "/" + cid, `{"from_client":"ann","message":"x","mention_client_ids":` + ids(21) + `}`, 400, 4301},
		"too long":             {plain + "/" + cid, `{"from_client":"ann","message":"` + strings.Repeat("x", 5121) + `"}`, 400, 4109},
		"too long with a push": {plain + "/" + cid, `{"from_client":"ann","message":"x","push_data":{"alert":"` + strings.Repeat("x", 5120) + `"}}`, 400, 4109},
		"no JSON":              {plain + "/" + cid, `{"from_client"`, 400, 107},
		"the wrong type":       {plain + "/" + cid, `{"from_client":1,"message":"x"}`, 400, 111},
		"no such conversation": {plain + "/none", good, 404, 4303},
		"a room":               {plain + "/" + room, good, 400, 4314},
		"a service":            {plain + "/" + service, good, 400, 4314},
		"no room":              {rooms + "/" + cid, good, 400, 4316},
		"no service":           {services + "/" + cid, `{"from_client":"ann","message":"x","to_clients":["bob"]}`, 400, 4313},
		"nobody":               {services + "/" + service, good, 400, 4301},
		"too many":             {services + "/" + service, `{"from_client":"ann","message":"x","to_clients":` + ids(21) + `}`, 400, 4301},
		"an empty receiver":    {services + "/" + service, `{"from_client":"ann","message":"x","to_clients":[""]}`, 400, 4301},
	} {
		status, answer := restMaster(t, i, "POST", c.path+"/messages", c.body)
		assert.Equal(t, c.status, status, name)
		assert.EqualValues(t, c.code, answer["code"], "%s: %v", name, answer)
	}
	path := plain + "/" + cid + "/messages"
	status, _ := rest(t, i, "POST", path, good)
	assert.Equal(t, http.StatusForbidden, status, "the app key")
	status, _ = rest(t, i, "POST", path, good, "X-LC-Key", "wrong,master")
	assert.Equal(t, http.StatusUnauthorized, status)
	status, answer := rest(t, i, "POST", path, good, "X-LC-Id", "other", "X-LC-Key", "m,master")
	assert.Equal(t, http.StatusNotFound, status, "another app's conversation")
	assert.EqualValues(t, 4303, answer["code"])
	status, _ = restMaster(t, i, "PATCH", path, good)
	assert.Equal(t, http.StatusMethodNotAllowed, status)
	assert.Empty(t, history(t, ann, logs(cid)))
}

// The example of the service's documentation.
func TestRESTHistoryRanges(t *testing.T) {
	clock := newFakeClock()
	i := servertest.StartWith(t, server.Options{Clock: clock})
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	path := plain + "/" + cid + "/messages"
	var at, id [4]string
	for n := 1; n <= 3; n++ {
		clock.advance(time.Second)
		_, sent := restMaster(t, i, "POST", path, fmt.Sprintf(`{"from_client":"ann","message":"id%d"}`, n))
		at[n], id[n] = fmt.Sprintf("%.0f", sent["timestamp"]), sent["msg-id"].(string)
	}
	down := url.Values{"timestamp": {at[3]}, "msgid": {id[3]}, "till_timestamp": {at[1]}, "till_msgid": {id[1]}}
	up := url.Values{"timestamp": {at[1]}, "msgid": {id[1]}, "till_timestamp": {at[3]}, "till_msgid": {id[3]}, "reversed": {"true"}}
	for name, c := range map[string]struct {
		base url.Values
		more string
		want []string
	}{
		"neither end":             {down, "", []string{"id2"}},
		"the start":               {down, "include_start=true", []string{"id3", "id2"}},
		"the stop":                {down, "include_stop=true", []string{"id2", "id1"}},
		"both":                    {down, "include_start=true&include_stop=true", []string{"id3", "id2", "id1"}},
		"reversed":                {up, "", []string{"id2"}},
		"reversed with the start": {up, "include_start=true", []string{"id1", "id2"}},
		"reversed with the stop":  {up, "include_stop=true", []string{"id2", "id3"}},
		"reversed with both":      {up, "include_start=true&include_stop=true", []string{"id1", "id2", "id3"}},
		"everything":              {nil, "", []string{"id3", "id2", "id1"}},
		"everything, reversed":    {nil, "reversed=true", []string{"id1", "id2", "id3"}},
		"the latest":              {nil, "limit=1", []string{"id3"}},
		"the first":               {nil, "limit=1&reversed=true", []string{"id1"}},
		"none":                    {nil, "limit=0", []string{}},
		"before a time":           {nil, "timestamp=" + at[3], []string{"id2", "id1"}},
		"up to a time":            {nil, "include_start=true&timestamp=" + at[3], []string{"id3", "id2", "id1"}},
		"by the oldest name":      {nil, "max_ts=" + at[2], []string{"id1"}},
		"after a time":            {nil, "reversed=true&timestamp=" + at[1], []string{"id2", "id3"}},
		"the wrong way":           {up, "reversed=false", []string{}},
		"a message that is gone":  {nil, "msgid=none&timestamp=" + at[2], []string{"id1"}},
	} {
		query, err := url.ParseQuery(c.more)
		require.NoError(t, err)
		for key, values := range c.base {
			if query.Get(key) == "" {
				query[key] = values
			}
		}
		for _, p := range []string{path, "/1.2/rtm/messages", "/1.2/rtm/clients/ann/messages"} {
			status, list := restList(t, i, p+"?"+query.Encode())
			assert.Equal(t, http.StatusOK, status, name)
			assert.Equal(t, c.want, texts(list), "%s: %s", name, p)
		}
	}
	for _, bad := range []string{"limit=x", "limit=-1", "timestamp=x", "reversed=perhaps", "include_stop=2"} {
		for _, p := range []string{path, "/1.2/rtm/messages"} {
			status, _ := restList(t, i, p+"?"+bad)
			assert.Equal(t, http.StatusBadRequest, status, bad)
		}
	}
}

func TestRESTHistoryRecords(t *testing.T) {
	other := server.App{ID: "other", Key: "k", MasterKey: "m"}
	i := servertest.StartWith(t, server.Options{Apps: []server.App{server.DevelopmentApp, other}})
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	sent := send(t, ann, cid, "hello")
	path := plain + "/" + cid + "/messages"
	_, list := restList(t, i, path)
	require.Len(t, list, 1)
	assert.Equal(t, map[string]any{"timestamp": float64(sent.GetT()), "conv-id": cid, "data": "hello", "from": "ann", "msg-id": sent.GetUid(),
		"is-conv": true, "is-room": false, "to": cid, "bin": false, "from-ip": "127.0.0.1"}, list[0])
	ack := new(wire.AckCommand)
	ack.SetCid(cid)
	ack.SetMid(sent.GetUid())
	cmd := servertest.Command(wire.CommandAck, 0)
	cmd.SetAckMessage(ack)
	bob.Send(cmd)
	create(t, bob, "cid") // is on disk after the ack
	_, list = restList(t, i, path)
	assert.NotZero(t, list[0]["ack-at"], "it was delivered")

	binary := new(wire.DirectCommand)
	binary.SetCid(cid)
	binary.SetBinaryMsg([]byte{0, 1, 2})
	cmd = servertest.Command(wire.CommandDirect, 0)
	cmd.SetDirectMessage(binary)
	ann.Call(cmd)
	_, list = restList(t, i, path)
	assert.Equal(t, "AAEC", list[0]["data"])
	assert.Equal(t, true, list[0]["bin"])
	assert.NotContains(t, list[0], "ack-at")

	for _, c := range []struct {
		path, app, key string
		want           int
	}{
		{path, "dev", "dev", 403},
		{path, "dev", "wrong,master", 401},
		{path, "other", "m,master", 404},
		{"/1.2/rtm/messages", "dev", "dev", 403},
		{"/1.2/rtm/clients/ann/messages", "dev", "dev", 403},
	} {
		status, _ := restList(t, i, c.path, "X-LC-Id", c.app, "X-LC-Key", c.key)
		assert.Equal(t, c.want, status, "%+v", c)
	}
	for _, p := range []string{"/1.2/rtm/messages", "/1.2/rtm/clients/ann/messages"} {
		status, list := restList(t, i, p, "X-LC-Id", "other", "X-LC-Key", "m,master")
		assert.Equal(t, http.StatusOK, status)
		assert.Empty(t, list, "another app's messages")
	}
	_, list = restList(t, i, "/1.2/rtm/clients/bob/messages")
	assert.Empty(t, list)
}

func TestRESTEditRecallDelete(t *testing.T) {
	app := server.DevelopmentApp
	app.NoEdit, app.NoRecall = true, true // not for back ends
	i := servertest.StartWith(t, server.Options{Apps: []server.App{app, {ID: "other", Key: "k", MasterKey: "m"}}})
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	sent := send(t, ann, cid, "hello")
	drain(ann)
	drain(bob)
	path := plain + "/" + cid + "/messages/" + url.PathEscape(sent.GetUid())
	named := fmt.Sprintf(`"from_client":"ann","timestamp":%d`, sent.GetT())

	for name, c := range map[string]struct {
		method, path, body string
		status, code       int
	}{
		"no sender":           {"PUT", path, fmt.Sprintf(`{"message":"x","timestamp":%d}`, sent.GetT()), 400, 4301},
		"no time":             {"PUT", path, `{"message":"x","from_client":"ann"}`, 400, 4301},
		"no message":          {"PUT", path, `{` + named + `}`, 400, 4301},
		"somebody else":       {"PUT", path, fmt.Sprintf(`{"message":"x","from_client":"bob","timestamp":%d}`, sent.GetT()), 400, 4403},
		"another time":        {"PUT", path, `{"message":"x","from_client":"ann","timestamp":1}`, 404, 4404},
		"no such message":     {"PUT", plain + "/" + cid + "/messages/none", `{"message":"x",` + named + `}`, 404, 4404},
		"elsewhere":           {"PUT", plain + "/none/messages/none", `{"message":"x",` + named + `}`, 404, 4303},
		"too long":            {"PUT", path, `{"message":"` + strings.Repeat("x", 5121) + `",` + named + `}`, 400, 4109},
		"a recall by another": {"PUT", path + "/recall", fmt.Sprintf(`{"from_client":"bob","timestamp":%d}`, sent.GetT()), 400, 4403},
		"a room's":            {"PUT", rooms + "/" + cid + "/messages/x", `{"message":"x",` + named + `}`, 400, 4316},
		"deleted by another":  {"DELETE", path + fmt.Sprintf("?from_client=bob&timestamp=%d", sent.GetT()), "", 400, 4403},
		"deleted without":     {"DELETE", path, "", 400, 4301},
	} {
		status, answer := restMaster(t, i, c.method, c.path, c.body)
		assert.Equal(t, c.status, status, name)
		assert.EqualValues(t, c.code, answer["code"], "%s: %v", name, answer)
	}
	for _, call := range [][2]string{{"PUT", path}, {"PUT", path + "/recall"}, {"DELETE", path}} {
		status, _ := rest(t, i, call[0], call[1], `{"message":"x",`+named+`}`)
		assert.Equal(t, http.StatusForbidden, status)
		status, _ = rest(t, i, call[0], call[1]+fmt.Sprintf("?from_client=ann&timestamp=%d", sent.GetT()), `{"message":"x",`+named+`}`, "X-LC-Id", "other", "X-LC-Key", "m,master")
		assert.Equal(t, http.StatusNotFound, status)
	}
	ann.Quiet()

	patched := func(want string, recall bool) {
		t.Helper()
		for _, c := range []*servertest.Client{ann, bob} {
			item := c.Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage().GetPatches()[0]
			assert.Equal(t, want, item.GetData())
			assert.Equal(t, recall, item.GetRecall())
			assert.Equal(t, sent.GetUid(), item.GetMid())
			assert.Equal(t, "ann", item.GetFrom())
		}
	}
	status, _ := restMaster(t, i, "PUT", path, `{"message":"changed",`+named+`}`)
	require.Equal(t, http.StatusOK, status)
	patched("changed", false)
	status, _ = restMaster(t, i, "PUT", path+"/recall", `{`+named+`}`)
	require.Equal(t, http.StatusOK, status)
	patched(`{"_lctype":-127}`, true)
	status, answer := restMaster(t, i, "PUT", path, `{"message":"back",`+named+`}`)
	assert.Equal(t, http.StatusNotFound, status, "it was recalled")
	assert.EqualValues(t, server.MessageNotFound, answer["code"])

	status, _ = restMaster(t, i, "DELETE", path+fmt.Sprintf("?from_client=ann&timestamp=%d", sent.GetT()), "")
	assert.Equal(t, http.StatusOK, status)
	ann.Quiet()
	bob.Quiet()
	assert.Empty(t, history(t, bob, logs(cid)))
	send(t, ann, cid, "next")
	assert.Equal(t, "next", received(bob).GetMsg())
}
