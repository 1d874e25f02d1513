package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// backend makes calls with the master key that must be answered with 200 or 201.
func backend(t *testing.T, i *servertest.Instance, method, path, body string) map[string]any {
	t.Helper()
	status, answer := restMaster(t, i, method, path, body)
	require.Less(t, status, 300, "%s %s: %v", method, path, answer)
	return answer
}

// denied checks the status and the code of a refusal.
func denied(t *testing.T, i *servertest.Instance, status int, code server.Code, method, path, body string) {
	t.Helper()
	got, answer := restMaster(t, i, method, path, body)
	assert.Equal(t, status, got, "%s %s %s: %v", method, path, body, answer)
	assert.EqualValues(t, code, answer["code"], "%s %s %s: %v", method, path, body, answer)
	assert.NotEmpty(t, answer["error"])
}

const (
	plain   = "/1.2/rtm/conversations"
	rooms   = "/1.2/rtm/chatrooms"
	class   = "/1.1/classes/_Conversation"
	infos   = "/1.1/classes/_ConversationMemberInfo"
	nowhere = "000000000000000000000000"
)

// conversationCall is one endpoint about conversations and members.
type conversationCall struct {
	method, path string
	// wrong is a body whose values have wrong types; without one the call has no
	// body.
	wrong string
	// appKey says that the app key suffices.
	appKey bool
}

// conversationCalls are all of them; CID, ROOM, NEWS, INFO and ROLE stand for ids.
var conversationCalls = []conversationCall{
	{"POST", plain, `{"m":["a",1]}`, false},
	{"GET", plain, "", false},
	{"PUT", plain + "/CID", `{"name":1}`, false},
	{"POST", plain + "/CID/members", `{"client_ids":"a"}`, false},
	{"DELETE", plain + "/CID/members", `{"client_ids":[1]}`, false},
	{"GET", plain + "/CID/members", "", false},
	{"POST", plain + "/CID/mutes", `{"client_ids":{}}`, false},
	{"DELETE", plain + "/CID/mutes", `{"client_ids":"a"}`, false},
	{"GET", plain + "/CID/mutes", "", false},
	{"POST", plain + "/CID/temporary-silenceds", `{"client_id":"bob","ttl":"60"}`, false},
	{"DELETE", plain + "/CID/temporary-silenceds?client_id=bob", "", false},
	{"POST", plain + "/CID/permanent-silenceds", `{"client_ids":"a"}`, false},
	{"DELETE", plain + "/CID/permanent-silenceds", `{"client_ids":"a"}`, false},
	{"GET", plain + "/CID/permanent-silenceds", "", false},
	{"POST", plain + "/CID/blacklists", `{"client_ids":"a"}`, false},
	{"DELETE", plain + "/CID/blacklists", `{"client_ids":"a"}`, false},
	{"GET", plain + "/CID/blacklists", "", false},
	{"POST", plain + "/CID/member-infos", `{"clientId":"bob","role":1}`, false},
	{"PUT", plain + "/CID/member-infos/INFO", `{"role":[]}`, false},
	{"GET", plain + "/CID/member-infos", "", false},
	{"DELETE", plain + "/CID/member-infos/INFO", "", false},
	{"DELETE", plain + "/CID", "", false},

	{"POST", rooms, `{"name":{}}`, false},
	{"GET", rooms, "", false},
	{"PUT", rooms + "/ROOM", `{"name":1}`, false},
	{"GET", rooms + "/ROOM/members", "", false},
	{"GET", rooms + "/ROOM/members/online-count", "", false},
	{"POST", rooms + "/ROOM/temporary-silenceds", `{"client_id":1,"ttl":60}`, false},
	{"DELETE", rooms + "/ROOM/temporary-silenceds?client_id=bob", "", false},
	{"POST", rooms + "/ROOM/permanent-silenceds", `{"client_ids":"a"}`, false},
	{"DELETE", rooms + "/ROOM/permanent-silenceds", `{"client_ids":"a"}`, false},
	{"GET", rooms + "/ROOM/permanent-silenceds", "", false},
	{"POST", rooms + "/ROOM/blacklists", `{"client_ids":"a"}`, false},
	{"DELETE", rooms + "/ROOM/blacklists", `{"client_ids":"a"}`, false},
	{"GET", rooms + "/ROOM/blacklists", "", false},
	{"POST", rooms + "/ROOM/member-infos", `{"clientId":1}`, false},
	{"GET", rooms + "/ROOM/member-infos", "", false},
	{"PUT", rooms + "/ROOM/member-infos/ROLE", `{"role":1}`, false},
	{"DELETE", rooms + "/ROOM/member-infos/ROLE", "", false},
	{"GET", "/1.1/rtm/transient_group/onlines?gid=ROOM", "", true},
	{"GET", "/1.1/rtm/transient_group/members?gid=ROOM", "", true},
	{"DELETE", rooms + "/ROOM", "", false},

	{"POST", services, `{"name":1}`, false},
	{"GET", services, "", false},
	{"PUT", services + "/NEWS", `{"name":1}`, false},
	{"POST", services + "/NEWS/blacklists", `{"client_ids":"a"}`, false},
	{"DELETE", services + "/NEWS/blacklists", `{"client_ids":"a"}`, false},
	{"GET", services + "/NEWS/blacklists", "", false},
	{"DELETE", services + "/NEWS", "", false},

	{"GET", "/1.2/rtm/all-conversations", "", false},
	{"POST", "/1.2/rtm/clients/bob/blacklists", `{"conv_id":1}`, false},
	{"DELETE", "/1.2/rtm/clients/bob/blacklists", `{"conv_id":["x"]}`, false},
	{"GET", "/1.2/rtm/clients/bob/blacklists", "", false},

	{"POST", class, `{"unique":"yes"}`, false},
	{"GET", class, "", false},
	{"GET", class + "/CID", "", false},
	{"PUT", class + "/CID", `{"m":{"__op":"AddUnique","objects":[1]}}`, false},
	{"DELETE", class + "/CID", "", false},
	{"GET", "/1.1/scan/classes/_Conversation", "", false},
	{"POST", infos, `{"cid":1}`, false},
	{"GET", infos + "/INFO", "", false},
	{"PUT", infos + "/INFO", `{"role":1}`, false},
	{"DELETE", infos + "/INFO", "", false},
	{"POST", "/1.1/rtm/conversation/blacklist", `{"client_id":"bob","conv_id":"CID","ttl":true}`, false},
	{"DELETE", "/1.1/rtm/conversation/blacklist?client_id=bob&conv_id=CID", "", false},
}

// fill puts ids into the placeholders of a call.
func fill(text string, ids map[string]string) string {
	for name, id := range ids {
		text = strings.ReplaceAll(text, name, id)
	}
	return text
}

// placeholders makes what the calls are about.
func placeholders(t *testing.T, i *servertest.Instance) map[string]string {
	t.Helper()
	cid := backend(t, i, "POST", plain, `{"m":["ann","bob"],"c":"ann"}`)["objectId"].(string)
	room := backend(t, i, "POST", rooms, `{}`)["objectId"].(string)
	return map[string]string{
		"CID":  cid,
		"ROOM": room,
		"ROLE": backend(t, i, "POST", rooms+"/"+room+"/member-infos", `{"clientId":"bob","role":"Manager"}`)["objectId"].(string),
		"NEWS": backend(t, i, "POST", services, `{}`)["objectId"].(string),
		"INFO": backend(t, i, "POST", plain+"/"+cid+"/member-infos", `{"clientId":"bob","role":"Manager"}`)["objectId"].(string),
	}
}

func TestConversationCallsAreComplete(t *testing.T) {
	tested := map[string]bool{"GET " + infos: true} // which asks for where first: TestRESTRoles
	for _, c := range conversationCalls {
		path, _, _ := strings.Cut(c.path, "?")
		path = fill(path, map[string]string{"CID": "{id}", "ROOM": "{id}", "NEWS": "{id}", "/bob/": "/{id}/", "INFO": "{info}", "ROLE": "{info}"})
		tested[c.method+" "+path] = true
	}
	for _, pattern := range newServer(t, server.Options{}).ConversationPatterns() {
		assert.True(t, tested[pattern], pattern)
	}
}

func TestConversationCallsCheckKeys(t *testing.T) {
	other := server.App{ID: "other", Key: "other-key", MasterKey: "other-master"}
	i := servertest.StartWith(t, server.Options{Apps: []server.App{server.DevelopmentApp, other}})
	ids := placeholders(t, i)
	for _, c := range conversationCalls {
		path, body := fill(c.path, ids), ""
		name := c.method + " " + c.path
		if c.wrong != "" {
			body = `{"client_ids":["bob"],"client_id":"bob","conv_id":"` + ids["CID"] + `","ttl":60,"clientId":"bob","role":"Member","cid":"` + ids["CID"] + `"}`
		}
		status, answer := rest(t, i, c.method, path, body)
		if c.appKey {
			assert.Equal(t, http.StatusOK, status, name)
		} else {
			assert.Equal(t, http.StatusForbidden, status, name)
			assert.EqualValues(t, http.StatusForbidden, answer["code"], name)
		}
		for _, key := range []string{"", "wrong", i.AppKey + ",master", other.MasterKey + ",master"} {
			status, answer = rest(t, i, c.method, path, body, "X-LC-Key", key)
			assert.Equal(t, http.StatusUnauthorized, status, "%s with key %q", name, key)
			assert.EqualValues(t, http.StatusUnauthorized, answer["code"], name)
		}
		if path == c.path && !strings.Contains(body, ids["CID"]) {
			continue // about nothing that another app could have
		}
		if path == class || path == plain || path == rooms || path == services {
			continue // makes one of its own
		}
		status, answer = rest(t, i, c.method, path, body, "X-LC-Id", other.ID, "X-LC-Key", other.MasterKey+",master")
		assert.Equal(t, http.StatusNotFound, status, "%s of another app: %v", name, answer)
	}
	assert.Equal(t, []any{"ann", "bob"}, backend(t, i, "GET", plain+"/"+ids["CID"]+"/members", "")["result"], "nothing has changed")
}

func TestConversationCallsCheckBodies(t *testing.T) {
	i := servertest.Start(t)
	ids := placeholders(t, i)
	for _, c := range conversationCalls {
		if c.wrong == "" {
			continue
		}
		path := fill(c.path, ids)
		for _, body := range []string{`{`, `[]`, `null`, `"text"`, `{} {}`, `{"client_ids":["a"]`} {
			denied(t, i, http.StatusBadRequest, 107, c.method, path, body)
		}
		status, answer := restMaster(t, i, c.method, path, fill(c.wrong, ids))
		assert.Equal(t, http.StatusBadRequest, status, "%s %s: %v", c.method, path, answer)
		assert.Contains(t, []any{111.0, 4301.0}, answer["code"], "%s %s: %v", c.method, path, answer)
	}
}

func TestConversationCallsAboutWhatIsNotThere(t *testing.T) {
	i := servertest.Start(t)
	ids := placeholders(t, i)
	nothing := map[string]string{"CID": nowhere, "ROOM": nowhere, "NEWS": nowhere, "INFO": nowhere, "ROLE": nowhere}
	mixed := map[string]string{"CID": ids["ROOM"], "ROOM": ids["NEWS"], "NEWS": ids["CID"]}
	const body = `{"client_ids":["bob"],"client_id":"bob","ttl":60,"clientId":"bob","role":"Member"}`
	for _, c := range conversationCalls {
		if !strings.ContainsAny(c.path, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") || fill(c.path, nothing) == c.path {
			continue
		}
		sent := ""
		if c.wrong != "" {
			sent = body
		}
		if strings.Contains(c.path, "INFO") || strings.Contains(c.path, "ROLE") {
			denied(t, i, http.StatusNotFound, 101, c.method, fill(c.path, nothing), sent)
			continue
		}
		denied(t, i, http.StatusNotFound, server.ConversationNotFound, c.method, fill(c.path, nothing), sent)
		if strings.HasPrefix(c.path, "/1.1/classes") || strings.HasPrefix(c.path, "/1.1/rtm/conversation") {
			continue // about every kind
		}
		code := server.NormalConversationRequired
		switch {
		case strings.Contains(c.path, "ROOM"):
			code = server.TransientConversationRequired
		case strings.Contains(c.path, "NEWS"):
			code = server.SystemConversationRequired
		}
		denied(t, i, http.StatusBadRequest, code, c.method, fill(c.path, mixed), sent)
	}
}

func TestRESTCreatesConversations(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	row := backend(t, i, "POST", plain,
		`{"name":"Lunch","m":["bob","ann","bob"],"mu":["bob","eve"],"attr":{"n":12345678901234567890},"level":3,"unique":true,"objectId":"mine","createdAt":"x"}`)
	id := row["objectId"].(string)
	assert.Len(t, id, 24)
	assert.Equal(t, []any{"ann", "bob"}, row["m"])
	assert.Equal(t, []any{"bob"}, row["mu"])
	assert.Equal(t, "Lunch", row["name"])
	assert.Equal(t, 3.0, row["level"])
	assert.Equal(t, true, row["unique"])
	assert.Equal(t, "fa4b1fb325bf07a906e775dd064bba0c", row["uniqueId"], "the MD5 of annbob")
	assert.Equal(t, row["createdAt"], row["updatedAt"])
	assert.NotContains(t, row, "c")
	for _, c := range []*servertest.Client{ann, bob} {
		for _, op := range []wire.OpType{wire.OpJoined, wire.OpMembersJoined} {
			notice := c.Expect(wire.CommandConv, op)
			assert.EqualValues(t, 1, notice.GetNotificationType())
			m := notice.GetConvMessage()
			assert.Equal(t, id, m.GetCid())
			assert.False(t, m.HasInitBy(), "no client did it")
			assert.Equal(t, row["updatedAt"], m.GetUdate())
			if op == wire.OpMembersJoined {
				assert.Equal(t, []string{"ann", "bob"}, m.GetM())
			}
		}
	}
	status, again := restMaster(t, i, "POST", plain, `{"name":"Other","m":["ann","bob"],"unique":true}`)
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, id, again["objectId"])
	assert.Equal(t, "Lunch", again["name"], "what is there is not changed")
	assert.Equal(t, id, create(t, ann, "bob"), "a client finds the same one")
	status, fresh := restMaster(t, i, "POST", plain, `{"m":["ann","bob"]}`)
	assert.Equal(t, http.StatusCreated, status)
	assert.NotEqual(t, id, fresh["objectId"])
	assert.NotContains(t, fresh, "unique")
	joined(ann)
	joined(bob)
	ann.Quiet()

	owned := backend(t, i, "POST", plain, `{"m":["bob"],"c":"ann","unique":true}`)
	assert.Equal(t, "ann", owned["c"])
	assert.Equal(t, []any{"bob"}, owned["m"], "the creator is a member only when m says so")
	assert.Equal(t, []any{}, backend(t, i, "POST", plain, ``)["m"])

	denied(t, i, 400, server.ConversationAPIFailed, "POST", plain, `{"m":[""]}`)
	denied(t, i, 400, server.ConversationAPIFailed, "POST", plain, `{"m":["`+strings.Repeat("x", 65)+`"]}`)
	denied(t, i, 400, server.ConversationAPIFailed, "POST", plain, `{"c":"`+strings.Repeat("x", 65)+`"}`)
	denied(t, i, 400, server.ConversationAPIFailed, "POST", plain, `{"tr":true}`)
	denied(t, i, 400, server.ConversationAPIFailed, "POST", class, `{"tr":true,"sys":true}`)
	denied(t, i, 400, server.ConversationAPIFailed, "POST", plain, `{"attr":"`+strings.Repeat("x", 64<<10)+`"}`)
	denied(t, i, 400, server.ConversationAPIFailed, "POST", plain, `{"attr":`+strings.Repeat("[", 500)+strings.Repeat("]", 500)+`}`)
	many := make([]string, 510)
	for n := range many {
		many[n] = fmt.Sprintf(`"c%03d"`, n)
	}
	assert.Len(t, backend(t, i, "POST", plain, `{"m":[`+strings.Join(many, ",")+`]}`)["m"], 500, "of too many the first ones are taken")
}

func TestRESTAndClientsFindOneUniqueConversation(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	ids := make(chan any, 9)
	for range 8 {
		go func() {
			r, _ := http.NewRequest("POST", i.URL+plain, strings.NewReader(`{"m":["bob","ann"],"unique":true}`))
			r.Header.Set("X-LC-Id", i.AppID)
			r.Header.Set("X-LC-Key", i.MasterKey+",master")
			row := map[string]any{}
			if answer, err := http.DefaultClient.Do(r); err == nil {
				_ = json.NewDecoder(answer.Body).Decode(&row)
				answer.Body.Close()
			}
			ids <- row["objectId"]
		}()
	}
	started := ann.Call(conv(wire.OpStart, start("bob"))).GetConvMessage().GetCid()
	for range 8 {
		assert.Equal(t, started, <-ids)
	}
	joined(ann)
	ann.Quiet()
}

func TestRESTListsConversations(t *testing.T) {
	i := servertest.Start(t)
	var ids []string
	for n := range 5 {
		row := backend(t, i, "POST", plain, fmt.Sprintf(`{"name":"n%d","level":%d,"m":["ann"]}`, n, n))
		ids = append(ids, row["objectId"].(string))
	}
	room := backend(t, i, "POST", class, `{"tr":true,"name":"room"}`)
	news := backend(t, i, "POST", class, `{"sys":true,"name":"news"}`)
	assert.Equal(t, true, room["tr"])
	assert.Equal(t, true, news["sys"])
	names := func(path, query string) (list []string) {
		t.Helper()
		list = []string{}
		for _, row := range backend(t, i, "GET", path+"?"+query, "")["results"].([]any) {
			list = append(list, row.(map[string]any)["name"].(string))
		}
		return list
	}
	matching := func(where string) string { return "where=" + url.QueryEscape(where) }
	assert.Equal(t, []string{"n4", "n3", "n2", "n1", "n0"}, names(plain, "order=-level"))
	assert.Equal(t, []string{"n1", "n2"}, names(plain, "order=level&skip=1&limit=2"))
	assert.Equal(t, []string{"n3", "n4"}, names(plain, "order=level&"+matching(`{"level":{"$gt":2}}`)))
	assert.Equal(t, []string{"room"}, names(rooms, ""))
	assert.Equal(t, []string{"news"}, names(services, ""))
	for _, path := range []string{"/1.2/rtm/all-conversations", class} {
		assert.Equal(t, []string{"n0", "n1", "n2", "n3", "n4", "news", "room"}, names(path, "order=name"))
		assert.Equal(t, []string{}, names(path, "limit=0"))
		assert.Equal(t, []string{"room"}, names(path, matching(`{"tr":true}`)))
	}
	counted := backend(t, i, "GET", class+"?count=1&limit=0&"+matching(`{"m":"ann"}`), "")
	assert.Equal(t, 5.0, counted["count"])
	assert.Equal(t, []any{}, counted["results"])
	some := backend(t, i, "GET", plain+"?limit=1&keys=name,attr.x", "")["results"].([]any)[0].(map[string]any)
	assert.Len(t, some, 4, "name, objectId and the two times")
	less := backend(t, i, "GET", plain+"?limit=1&keys=-m", "")["results"].([]any)[0].(map[string]any)
	assert.NotContains(t, less, "m")
	assert.Contains(t, less, "name")

	one := backend(t, i, "GET", class+"/"+ids[2], "")
	assert.Equal(t, "n2", one["name"])
	assert.Len(t, backend(t, i, "GET", class+"/"+ids[2]+"?keys=level", ""), 4)

	var scanned []string
	for cursor, pages := "", 0; pages == 0 || cursor != ""; pages++ {
		answer := backend(t, i, "GET", "/1.1/scan/classes/_Conversation?limit=3&cursor="+cursor, "")
		rows := answer["results"].([]any)
		for _, row := range rows {
			scanned = append(scanned, row.(map[string]any)["objectId"].(string))
		}
		if cursor, _ = answer["cursor"].(string); cursor != "" {
			assert.Len(t, rows, 3)
		}
		require.Less(t, pages, 4)
	}
	assert.Len(t, scanned, 7)
	assert.IsIncreasing(t, scanned)

	for _, query := range []string{"where={", "where=[]", matching(`{"a":{"$evil":1}}`), "order=m", matching(`{"name":{"$regex":"("}}`)} {
		denied(t, i, 400, server.ConversationQueryFailed, "GET", plain+"?"+query, "")
	}
	for _, query := range []string{"limit=x", "limit=-1", "skip=-1", "skip=1.5", "count=maybe"} {
		denied(t, i, 400, 111, "GET", plain+"?"+query, "")
	}
	for _, query := range []string{"scan_key=name", "limit=0", "skip=1"} {
		denied(t, i, 400, server.ConversationQueryFailed, "GET", "/1.1/scan/classes/_Conversation?"+query, "")
	}
}

func TestRESTChangesConversations(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	id := create(t, ann, "bob")
	const change = `{"name":"Lunch","attr.n":{"__op":"Increment","amount":2},"tags":{"__op":"AddUnique","objects":["a","a"]}}`
	answer := backend(t, i, "PUT", plain+"/"+id, change)
	assert.Len(t, answer, 2)
	assert.Equal(t, id, answer["objectId"])
	updated := ann.Expect(wire.CommandConv, wire.OpUpdated)
	assert.EqualValues(t, 1, updated.GetNotificationType())
	assert.JSONEq(t, change, updated.GetConvMessage().GetAttr().GetData())
	assert.JSONEq(t, `{"name":"Lunch","attr.n":2,"tags":["a"]}`, updated.GetConvMessage().GetAttrModified().GetData())
	assert.Equal(t, answer["updatedAt"], updated.GetConvMessage().GetUdate())
	backend(t, i, "PUT", class+"/"+id, `{"tags":{"__op":"Delete"}}`)
	ann.Expect(wire.CommandConv, wire.OpUpdated)
	row := backend(t, i, "GET", class+"/"+id, "")
	assert.Equal(t, map[string]any{"n": 2.0}, row["attr"])
	assert.NotContains(t, row, "tags")
	for _, body := range []string{`{"m":["eve"]}`, `{"c":"eve"}`, `{"uniqueId":"x"}`, `{"name":1}`, `{"a..b":1}`, `{"name":{"__op":"Increment","amount":1}}`,
		`{"x":"` + strings.Repeat("x", 64<<10) + `"}`} {
		denied(t, i, 400, server.ConversationAPIFailed, "PUT", plain+"/"+id, body)
	}
	ann.Quiet()

	room := backend(t, i, "POST", rooms, `{"name":"room"}`)["objectId"].(string)
	backend(t, i, "PUT", rooms+"/"+room, `{"name":"hall"}`)
	assert.Equal(t, "hall", backend(t, i, "GET", class+"/"+room, "")["name"])
	news := backend(t, i, "POST", services, `{"name":"news"}`)
	assert.Len(t, news, 2)
	at := services + "/" + news["objectId"].(string)
	ann.Call(conv(wire.OpAdd, in(news["objectId"].(string), "ann")))
	backend(t, i, "PUT", at, `{"name":"olds"}`)
	assert.Equal(t, "olds", backend(t, i, "GET", class+"/"+news["objectId"].(string), "")["name"])
	ann.Quiet()
}

func TestRESTDeletesConversations(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	for _, path := range []string{plain, class} {
		id := create(t, ann, "bob")
		for n := range 3 {
			send(t, ann, id, fmt.Sprint(n))
		}
		assert.Empty(t, backend(t, i, "DELETE", path+"/"+id, ""))
		ann.Quiet()
		refused(t, ann, server.InvalidMessagingTarget, direct(id, "hello?"))
		refused(t, ann, server.ConversationNotFound, logsCommand(logs(id)))
		refused(t, ann, server.ConversationNotFound, conv(wire.OpAdd, in(id, "eve")))
		assert.Empty(t, query(t, ann, where(`{"m":"ann"}`)))
		denied(t, i, 404, server.ConversationNotFound, "DELETE", path+"/"+id, "")
		assert.NotEqual(t, id, create(t, ann, "bob"), "a unique one is made anew")
		assert.Empty(t, backend(t, i, "GET", path+"?where="+url.QueryEscape(`{"objectId":"`+id+`"}`), "")["results"])
		backend(t, i, "DELETE", plain+"/"+create(t, ann, "bob"), "")
	}
	bob := servertest.Dial(t, i)
	token := bob.Open(i.AppID, "bob").GetSessionMessage().GetSt()
	bob.Quiet()
	_, missed := notifications(t, i, token, url.Values{"client_id": {"bob"}, "start_ts": {"0"}, "notification_type": {"permanent"}})
	assert.Empty(t, missed.Notifications, "nobody hears of what is gone")

	room := backend(t, i, "POST", rooms, `{}`)["objectId"].(string)
	ann.Call(conv(wire.OpAdd, in(room, "ann")))
	assert.Equal(t, []any{"ann"}, backend(t, i, "GET", rooms+"/"+room+"/members", "")["result"])
	assert.Equal(t, 1.0, backend(t, i, "GET", rooms+"/"+room+"/members/online-count", "")["result"])
	for path, want := range map[string]any{"members": []any{"ann"}, "onlines": 1.0} {
		_, answer := rest(t, i, "GET", "/1.1/rtm/transient_group/"+path+"?gid="+room, "")
		assert.Equal(t, want, answer["result"], path)
	}
	backend(t, i, "DELETE", rooms+"/"+room, "")
	refused(t, ann, server.InvalidMessagingTarget, direct(room, "hello?"))
	news := backend(t, i, "POST", services, `{}`)["objectId"].(string)
	ann.Call(conv(wire.OpAdd, in(news, "ann")))
	backend(t, i, "DELETE", services+"/"+news, "")
	isMember := new(wire.ConvCommand)
	isMember.SetCids([]string{news})
	assert.JSONEq(t, `{"`+news+`":false}`, ann.Call(conv(wire.OpIsMember, isMember)).GetConvMessage().GetResults().GetData())
}
