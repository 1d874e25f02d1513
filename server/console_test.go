package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func console(t *testing.T, i *servertest.Instance, path string) map[string]any {
	t.Helper()
	status, answer := rest(t, i, "GET", "/console/api/"+path, "", "X-LC-Key", i.MasterKey+",master")
	require.Equal(t, http.StatusOK, status, answer)
	return answer
}

// ids takes one field of each row.
func ids(rows any, key string) []string {
	out := []string{}
	for _, row := range rows.([]any) {
		out = append(out, fmt.Sprint(row.(map[string]any)[key]))
	}
	return out
}

func TestConsoleTakesTheMasterKey(t *testing.T) {
	one, two := server.App{ID: "b", Key: "k", MasterKey: "m"}, server.App{ID: "a", Key: "k", MasterKey: "m"}
	i := servertest.StartWith(t, server.Options{Apps: []server.App{one, two, {ID: "c", Key: "k", MasterKey: "other"}, {ID: "d", Key: "k"}}})
	for key, want := range map[string]int{"m,master": 200, "m": 401, "k": 401, "k,master": 401, "": 401, ",master": 401} {
		status, answer := rest(t, i, "GET", "/console/api/apps", "", "X-LC-Key", key, "X-LC-Id", "")
		assert.Equal(t, want, status, key)
		if status == 200 {
			assert.Equal(t, []any{"a", "b"}, answer["apps"])
		}
	}
	for _, path := range []string{"status", "clients", "conversations", "conversations/x", "conversations/x/messages"} {
		for key, want := range map[string]int{"k": 403, "other,master": 401, "": 401} {
			status, _ := rest(t, i, "GET", "/console/api/"+path, "", "X-LC-Key", key)
			assert.Equal(t, want, status, "%s %q", path, key)
		}
	}
	status, _ := rest(t, i, "GET", "/console/api/nothing", "", "X-LC-Key", "m,master")
	assert.Equal(t, http.StatusNotFound, status)
}

func TestConsoleClients(t *testing.T) {
	i := servertest.StartOne(t, "the console shows who is on the node that it asks", server.Options{})
	for _, id := range []string{"cid", "ann", "bob", "dan"} {
		servertest.Login(t, i, id)
	}
	servertest.Login(t, i, "ann")
	status := console(t, i, "status")
	assert.EqualValues(t, 4, status["clients"])
	assert.EqualValues(t, 5, status["sessions"])
	assert.EqualValues(t, 5, status["connections"])
	answer := console(t, i, "clients?limit=3")
	assert.Equal(t, []string{"ann", "bob", "cid"}, ids(answer["clients"], "id"))
	assert.Equal(t, "cid", answer["next"])
	ann := answer["clients"].([]any)[0].(map[string]any)["devices"].([]any)
	require.Len(t, ann, 2)
	device := ann[0].(map[string]any)
	assert.Equal(t, "127.0.0.1", device["address"])
	assert.Equal(t, "lc.protobuf2.3", device["protocol"])
	assert.NotZero(t, device["since"])
	answer = console(t, i, "clients?after=cid")
	assert.Equal(t, []string{"dan"}, ids(answer["clients"], "id"))
	assert.NotContains(t, answer, "next")
	assert.Equal(t, []string{"ann", "dan"}, ids(console(t, i, "clients?search=an")["clients"], "id"))
	assert.Empty(t, console(t, i, "clients?limit=0")["clients"])
	bad, _ := rest(t, i, "GET", "/console/api/clients?limit=x", "", "X-LC-Key", i.MasterKey+",master")
	assert.Equal(t, http.StatusBadRequest, bad)
}

func TestConsoleConversations(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	servertest.Login(t, i, "bob")
	id := create(t, ann, "bob", "cid")
	for n := range 7 {
		send(t, ann, id, fmt.Sprint("line ", n))
	}
	service, err := i.Any().CreateServiceConversation(t.Context(), i.AppID, `{"name":"News .*"}`)
	require.NoError(t, err)
	_, _, err = i.Any().SendServiceMessage(t.Context(), i.AppID, service, server.ServiceMessage{From: "app", Data: []byte("psst"), To: []string{"bob"}})
	require.NoError(t, err)
	for query, want := range map[string][]string{
		"member=bob":               {id},
		"member=bob&kind=1":        {id},
		"kind=3":                   {service},
		"search=news+.*":           {service},
		"search=n.*s":              {},
		"search=" + id:             {id},
		"kind=2":                   {},
		"kind=4":                   {},
		"search=" + id + "&skip=1": {},
	} {
		assert.Equal(t, want, ids(console(t, i, "conversations?"+query)["conversations"], "objectId"), query)
	}
	page := console(t, i, "conversations?limit=1")
	assert.Equal(t, true, page["more"])
	assert.Len(t, page["conversations"], 1)
	for _, query := range []string{"kind=5", "skip=-1", "limit=x", "search=" + strings.Repeat("x", 201)} {
		status, _ := rest(t, i, "GET", "/console/api/conversations?"+query, "", "X-LC-Key", i.MasterKey+",master")
		assert.Equal(t, http.StatusBadRequest, status, query)
	}

	ann.Call(setRole(id, "bob", "Manager"))
	details := console(t, i, "conversations/"+id)
	assert.Equal(t, []any{"ann", "bob", "cid"}, details["m"])
	assert.Equal(t, []any{"ann", "bob"}, details["online"])
	assert.Equal(t, map[string]any{"ann": "Owner", "bob": "Manager"}, details["roles"])
	assert.Equal(t, []any{}, details["blocked"])
	messages := console(t, i, "conversations/"+id+"/messages?limit=5")["messages"]
	assert.Equal(t, []string{"line 2", "line 3", "line 4", "line 5", "line 6"}, ids(messages, "data"))
	messages = console(t, i, "conversations/"+id+"/messages?before=3")["messages"]
	assert.Equal(t, []string{"line 0", "line 1"}, ids(messages, "data"))
	assert.Empty(t, console(t, i, "conversations/"+id+"/messages?before=1")["messages"])
	private := console(t, i, "conversations/"+service+"/messages")["messages"].([]any)[0].(map[string]any)
	assert.Equal(t, []any{"bob"}, private["to"])
	require.Empty(t, console(t, i, "conversations/"+id)["silencedUntil"])
	status, _ := restMaster(t, i, "POST", plain+"/"+id+"/temporary-silenceds", `{"client_id":"bob","ttl":60}`)
	require.Equal(t, http.StatusOK, status)
	until := console(t, i, "conversations/"+id)["silencedUntil"].(map[string]any)
	assert.InDelta(t, time.Now().Add(time.Minute).UnixMilli(), until["bob"], 30_000)
	for _, path := range []string{"conversations/none", "conversations/none/messages"} {
		status, answer := rest(t, i, "GET", "/console/api/"+path, "", "X-LC-Key", i.MasterKey+",master")
		assert.Equal(t, http.StatusNotFound, status)
		assert.EqualValues(t, server.ConversationNotFound, answer["code"])
	}
	assert.EqualValues(t, 8, console(t, i, "status")["messages"])
}

func TestConsolePage(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Web: fstest.MapFS{
		"dist/console/index.html": {Data: []byte("<p>console")}, "dist/demo/index.html": {Data: []byte("<p>demo")},
	}})
	for _, path := range []string{"/console", "/console/", "/dist/console/"} {
		response, text := transfer(t, "GET", i.URL+path, nil)
		assert.Equal(t, "<p>console", text, path)
		assert.Contains(t, response.Header.Get("Content-Security-Policy"), "default-src 'none'; script-src 'self'", path)
		assert.NotEqual(t, "/console", response.Request.URL.Path)
	}
	response, text := transfer(t, "GET", i.URL+"/", nil)
	assert.Equal(t, "<p>demo", text)
	tag := response.Header.Get("ETag")
	require.NotEmpty(t, tag, "files without a time are told apart by their content")
	again, _ := transfer(t, "GET", i.URL+"/", nil, "If-None-Match", tag)
	assert.Equal(t, http.StatusNotModified, again.StatusCode)
	assert.Empty(t, response.Header.Get("Content-Security-Policy"))
}
