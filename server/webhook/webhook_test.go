package webhook_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// golden are the parameters of every hook, exactly. CID, SID, MID and 1 stand for
// ids and times.
var golden = map[string][]string{
	"_conversationStart":   {`{"initBy":"ann","members":["ann","bob","dan"],"attr":{"name":"n","attr":{"x":1}}}`},
	"_conversationStarted": {`{"convId":"CID"}`},
	"_messageReceived": {`{"fromPeer":"ann","convId":"CID","groupId":null,"toPeers":["bob","dan"],"transient":false,"system":false,
		"bin":false,"content":"hello","receipt":false,"timestamp":1,"sourceIP":"127.0.0.1"}`,
		`{"fromPeer":"ann","convId":"CID","groupId":null,"toPeers":["bob","dan"],"transient":true,"system":false,
		"bin":true,"content":"AQL/","receipt":false,"timestamp":1,"sourceIP":"127.0.0.1"}`,
		`{"fromPeer":"ann","convId":"SID","groupId":null,"toPeers":[],"transient":false,"system":true,
		"bin":false,"content":"help","receipt":false,"timestamp":1,"sourceIP":"127.0.0.1"}`},
	"_messageSent": {`{"fromPeer":"ann","convId":"CID","msgId":"MID","onlinePeers":["bob"],"offlinePeers":["dan"],"transient":false,
		"system":false,"bin":false,"content":"hello","receipt":false,"timestamp":1,"sourceIP":"127.0.0.1"}`,
		`{"fromPeer":"ann","convId":"CID","msgId":"MID","onlinePeers":["bob"],"offlinePeers":["dan"],"transient":true,
		"system":false,"bin":true,"content":"AQL/","receipt":false,"timestamp":1,"sourceIP":"127.0.0.1"}`,
		`{"fromPeer":"ann","convId":"SID","msgId":"MID","onlinePeers":[],"offlinePeers":[],"transient":false,
		"system":true,"bin":false,"content":"help","receipt":false,"timestamp":1,"sourceIP":"127.0.0.1"}`},
	"_receiversOffline": {`{"fromPeer":"ann","convId":"CID","offlinePeers":["dan"],"bin":false,"content":"hello","timestamp":1,
		"mentionAll":false,"mentionOfflinePeers":["dan"]}`},
	"_push": {`{"fromPeer":"ann","convId":"CID","msgId":"MID","toPeers":["dan"],"system":false,"bin":false,"content":"hello",
		"timestamp":1,"pushData":{"alert":"from ann"}}`},
	"_messageUpdate": {`{"fromPeer":"ann","convId":"CID","msgId":"MID","toPeers":["bob","dan"],"recall":false,"system":false,
		"bin":false,"content":"hello!","timestamp":1,"sourceIP":"127.0.0.1"}`,
		`{"fromPeer":"ann","convId":"CID","msgId":"MID","toPeers":["bob","dan"],"recall":true,"system":false,
		"bin":false,"content":"{\"_lctype\":-127}","timestamp":1,"sourceIP":"127.0.0.1"}`},
	"_conversationUpdate": {`{"initBy":"ann","convId":"CID","attr":{"name":"m"}}`, `{"initBy":"bob","convId":"CID","mute":true}`,
		`{"initBy":"bob","convId":"CID","mute":false}`},
	"_conversationAdd": {`{"initBy":"ann","convId":"CID","members":["eve","zoe"]}`, `{"initBy":"guy","convId":"CID","members":["guy"]}`,
		`{"initBy":"ann","convId":"SID","members":["ann"]}`},
	"_conversationAdded": {`{"initBy":"ann","convId":"CID","members":["eve","zoe"]}`, `{"initBy":"guy","convId":"CID","members":["guy"]}`,
		`{"initBy":"ann","convId":"SID","members":["ann"]}`},
	"_conversationRemove":  {`{"initBy":"ann","convId":"CID","members":["eve"]}`},
	"_conversationRemoved": {`{"initBy":"ann","convId":"CID","members":["eve"]}`, `{"initBy":"guy","convId":"CID","members":["guy"]}`},
	"_clientOnline": {`{"peerId":"ann","sourceIP":"127.0.0.1","reconnect":0}`, `{"peerId":"bob","sourceIP":"127.0.0.1","reconnect":0}`,
		`{"peerId":"guy","sourceIP":"127.0.0.1","tag":"web","reconnect":1}`},
	"_clientOffline": {`{"peerId":"guy","closeCode":1,"closeMsg":"logged out","sourceIP":"127.0.0.1","tag":"web"}`},
}

func TestEveryHook(t *testing.T) {
	app := startApp(t)
	i := start(t, app.config(), server.Options{})
	sid, err := i.Any().CreateServiceConversation(context.Background(), i.AppID, `{}`)
	require.NoError(t, err)
	ann, bob, guy := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Dial(t, i)
	open := servertest.OpenCommand(i.AppID, "guy")
	open.GetSessionMessage().SetTag("web")
	open.GetSessionMessage().SetR(true)
	guy.Call(open)

	started := ann.Call(attr(conv(wire.OpStart, "", "bob", "dan"), `{"name":"n","attr":{"x":1}}`))
	cid := started.GetConvMessage().GetCid()
	hello := direct(cid, "hello")
	hello.GetDirectMessage().SetMentionPids([]string{"dan", "bob"})
	hello.GetDirectMessage().SetPushData(`{"alert":"from ${fromClientId}"}`)
	mid := ann.Call(hello).GetAckMessage().GetUid()
	app.await("_messageSent", 1)
	ping := direct(cid, "")
	ping.GetDirectMessage().SetTransient(true)
	ping.GetDirectMessage().SetBinaryMsg([]byte{1, 2, 255})
	mids := []string{mid, ann.Call(ping).GetAckMessage().GetUid()}
	app.await("_messageSent", 2)
	require.Equal(t, wire.OpModified, ann.Call(patchOf(cid, mid, "hello!")).GetOp())
	require.Equal(t, wire.OpModified, ann.Call(patchOf(cid, mid, "")).GetOp())
	ann.Call(attr(conv(wire.OpUpdate, cid), `{"name":"m"}`))
	bob.Call(conv(wire.OpMute, cid))
	bob.Call(conv(wire.OpUnmute, cid))
	ann.Call(conv(wire.OpAdd, cid, "eve", "zoe", "bob"))
	guy.Call(conv(wire.OpAdd, cid, "guy"))
	ann.Call(conv(wire.OpRemove, cid, "eve", "nobody"))
	guy.Call(conv(wire.OpRemove, cid, "guy"))
	guy.Call(servertest.Command(wire.CommandSession, wire.OpClose))
	app.await("_conversationRemoved", 2)
	ann.Call(conv(wire.OpAdd, sid, "ann"))
	mids = append(mids, ann.Call(direct(sid, "help")).GetAckMessage().GetUid())

	names := strings.NewReplacer(cid, "CID", sid, "SID", mids[0], "MID", mids[1], "MID", mids[2], "MID")
	for name, want := range golden {
		calls := app.await(name, len(want))
		require.Len(t, calls, len(want), name)
		var got []string
		for _, c := range calls {
			if at, ok := c.params["timestamp"]; ok {
				assert.Greater(t, at, 1.7e12, name)
				c.params["timestamp"] = 1
			}
			text, err := json.Marshal(c.params)
			require.NoError(t, err)
			got = append(got, names.Replace(string(text)))
		}
		if name == "_clientOnline" || name == "_conversationAdded" {
			// Different clients and conversations have no order among one another.
			assert.ElementsMatch(t, compact(t, want), got, name)
			continue
		}
		assert.Equal(t, compact(t, want), got, name)
	}

	row := app.await("_serviceMessages", 1)[0].rows[0]
	created := row["createdAt"].(map[string]any)
	assert.Equal(t, created, row["updatedAt"])
	assert.Equal(t, "Date", created["__type"])
	assert.Regexp(t, `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`, created["iso"])
	delete(row, "createdAt")
	delete(row, "updatedAt")
	assert.Equal(t, map[string]any{"fromIp": "127.0.0.1", "conv": map[string]any{"__type": "Pointer", "className": "_Conversation", "objectId": sid},
		"msgId": mids[2], "from": "ann", "bin": false, "data": "help"}, row)
	for _, s := range i.Servers() {
		for name, counts := range s.HookCounts() {
			assert.Zero(t, counts.Failures+counts.Dropped, name)
		}
	}
}

// compact writes JSON as Marshal does.
func compact(t *testing.T, texts []string) (out []string) {
	for _, text := range texts {
		var v any
		require.NoError(t, json.Unmarshal([]byte(text), &v), text)
		b, err := json.Marshal(v)
		require.NoError(t, err)
		out = append(out, string(b))
	}
	return out
}

func TestSign(t *testing.T) {
	app := startApp(t)
	i := start(t, app.config(), server.Options{})
	post := func(path, body string) (int, map[string]any) {
		r, err := http.NewRequest("POST", i.URL+path, strings.NewReader(body))
		require.NoError(t, err)
		r.Header.Set("X-LC-Id", i.AppID)
		r.Header.Set("X-LC-Key", i.AppKey)
		r.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		defer response.Body.Close()
		var answer map[string]any
		require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
		return response.StatusCode, answer
	}
	_, user := post("/1.1/users", `{"username":"ann","password":"p","email":"ann@example.org"}`)
	token := user["sessionToken"].(string)
	cases := []struct {
		answer  string
		refused string
	}{
		{`{"result":{}}`, ""}, {`{}`, ""}, {`{"result":true}`, ""}, {`{"result":{"result":true}}`, ""}, {`{"result":null}`, ""},
		{`{"result":false,"error":"not today"}`, "not today"}, {`{"result":{"result":false,"error":"not you"}}`, "not you"},
		{`{"result":false}`, "refused by the app"}, {`garbage`, ""}, {`{"result":"yes"}`, ""},
	}
	for n, c := range cases {
		app.on("_rtmClientSign", says(c.answer))
		status, answer := post("/1.1/rtm/sign", `{"session_token":"`+token+`"}`)
		if c.refused == "" {
			assert.Equal(t, 200, status, c.answer)
			assert.Equal(t, user["objectId"], answer["client_id"])
		} else {
			assert.Equal(t, 400, status, c.answer)
			assert.Equal(t, map[string]any{"code": 142.0, "error": c.refused}, answer)
		}
		params := app.await("_rtmClientSign", n+1)[n].params
		for _, key := range []string{"createdAt", "updatedAt"} {
			assert.NotEmpty(t, params[key])
			delete(params, key)
		}
		assert.Equal(t, map[string]any{"objectId": user["objectId"], "username": "ann", "email": "ann@example.org", "sessionToken": token,
			"emailVerified": false, "mobilePhoneVerified": false}, params)
	}
}
