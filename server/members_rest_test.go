package server_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRESTChangesMembers(t *testing.T) {
	i := servertest.Start(t)
	ann, bob, eve := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Login(t, i, "eve")
	phone := servertest.Login(t, i, "ann")
	id := create(t, ann, "bob")
	joined(bob)
	joined(phone)
	at := plain + "/" + id + "/members"
	answer := backend(t, i, "POST", at, `{"client_ids":["eve","bob","eve"]}`)
	assert.Equal(t, id, answer["objectId"])
	notice := eve.Expect(wire.CommandConv, wire.OpJoined)
	assert.False(t, notice.GetConvMessage().HasInitBy())
	assert.Equal(t, answer["updatedAt"], notice.GetConvMessage().GetUdate())
	for _, c := range []*servertest.Client{ann, phone, bob, eve} {
		assert.Equal(t, []string{"eve"}, c.Expect(wire.CommandConv, wire.OpMembersJoined).GetConvMessage().GetM())
	}
	assert.Equal(t, []any{"ann", "bob", "eve"}, backend(t, i, "GET", at, "")["result"])
	same := backend(t, i, "POST", at, `{"client_ids":["bob"]}`)
	assert.Equal(t, answer["updatedAt"], same["updatedAt"], "nothing has changed")
	ann.Quiet()

	backend(t, i, "DELETE", at, `{"client_ids":["bob","nobody"]}`)
	bob.Expect(wire.CommandConv, wire.OpLeft)
	bob.Quiet()
	for _, c := range []*servertest.Client{ann, phone, eve} {
		assert.Equal(t, []string{"bob"}, c.Expect(wire.CommandConv, wire.OpMembersLeft).GetConvMessage().GetM())
	}
	refused(t, bob, server.InvalidMessagingTarget, direct(id, "still here?"))
	backend(t, i, "DELETE", at, `{"client_ids":["ann"]}`)
	ann.Expect(wire.CommandConv, wire.OpLeft)
	assert.Equal(t, []any{"eve"}, backend(t, i, "GET", at, "")["result"], "the app may remove the owner")

	for _, body := range []string{``, `{}`, `{"client_ids":[]}`, `{"client_ids":[""]}`, `{"client_ids":["` + strings.Repeat("x", 65) + `"]}`} {
		denied(t, i, 400, server.ConversationAPIFailed, "POST", at, body)
		denied(t, i, 400, server.ConversationAPIFailed, "DELETE", at, body)
	}
	many := make([]string, 501)
	for n := range many {
		many[n] = fmt.Sprintf(`"c%d"`, n)
	}
	denied(t, i, 400, server.ConversationFull, "POST", at, `{"client_ids":[`+strings.Join(many, ",")+`]}`)
	denied(t, i, 400, server.ConversationFull, "POST", at, `{"client_ids":[`+strings.Join(many[:500], ",")+`]}`)
	assert.Len(t, backend(t, i, "GET", at, "")["result"], 1, "all or none")
	backend(t, i, "POST", at, `{"client_ids":[`+strings.Join(many[:499], ",")+`]}`)
	assert.Len(t, backend(t, i, "GET", at, "")["result"], 500)
}

func TestClassChangesMembers(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	id := backend(t, i, "POST", class, `{"m":["ann","cid"],"name":"x"}`)["objectId"].(string)
	joined(ann)
	at := class + "/" + id
	members := func() any { return backend(t, i, "GET", at, "")["m"] }
	backend(t, i, "PUT", at, `{"m":{"__op":"AddUnique","objects":["bob","ann"]},"name":"y"}`)
	joined(bob)
	assert.Equal(t, []string{"bob"}, ann.Expect(wire.CommandConv, wire.OpMembersJoined).GetConvMessage().GetM())
	for _, c := range []*servertest.Client{ann, bob} {
		assert.JSONEq(t, `{"name":"y"}`, c.Expect(wire.CommandConv, wire.OpUpdated).GetConvMessage().GetAttr().GetData())
	}
	assert.Equal(t, []any{"ann", "cid", "bob"}, members())
	backend(t, i, "PUT", at, `{"m":{"__op":"Remove","objects":["cid"]}}`)
	assert.Equal(t, []string{"cid"}, ann.Expect(wire.CommandConv, wire.OpMembersLeft).GetConvMessage().GetM())
	bob.Expect(wire.CommandConv, wire.OpMembersLeft)
	backend(t, i, "PUT", at, `{"m":["bob","dan"],"mu":["bob"]}`)
	ann.Expect(wire.CommandConv, wire.OpLeft)
	bob.Expect(wire.CommandConv, wire.OpMembersLeft)
	bob.Expect(wire.CommandConv, wire.OpMembersJoined)
	assert.Equal(t, []any{"bob", "dan"}, members())
	assert.Equal(t, []any{"bob"}, backend(t, i, "GET", at, "")["mu"])
	backend(t, i, "PUT", at, `{"mu":{"__op":"Delete"}}`)
	assert.Equal(t, []any{}, backend(t, i, "GET", at, "")["mu"])
	bob.Quiet()

	for body, code := range map[string]server.Code{
		`{"m":"ann"}`:                           111,
		`{"m":[1]}`:                             111,
		`{"m":[""]}`:                            server.ConversationAPIFailed,
		`{"mu":["nobody"]}`:                     server.ConversationMembershipRequired,
		`{"m":{"__op":"Increment","amount":1}}`: server.ConversationAPIFailed,
		`{"m":["eve"],"createdAt":"x"}`:         server.ConversationAPIFailed,
	} {
		denied(t, i, 400, code, "PUT", at, body)
	}
	assert.Equal(t, []any{"bob", "dan"}, members(), "all or nothing")
	room := backend(t, i, "POST", class, `{"tr":true}`)["objectId"].(string)
	denied(t, i, 400, server.NormalConversationRequired, "PUT", class+"/"+room, `{"m":["ann"]}`)
	denied(t, i, 400, server.NormalConversationRequired, "PUT", class+"/"+room, `{"mu":["ann"]}`)
	assert.Empty(t, backend(t, i, "DELETE", at, ""))
	denied(t, i, 404, server.ConversationNotFound, "GET", at, "")
}

func TestRESTMutes(t *testing.T) {
	i := servertest.Start(t)
	bob := servertest.Login(t, i, "bob")
	id := backend(t, i, "POST", plain, `{"m":["ann","bob","cid"]}`)["objectId"].(string)
	joined(bob)
	at := plain + "/" + id + "/mutes"
	assert.Equal(t, []any{}, backend(t, i, "GET", at, "")["result"])
	assert.Equal(t, id, backend(t, i, "POST", at, `{"client_ids":["bob","ann"]}`)["objectId"])
	assert.Equal(t, []any{"ann", "bob"}, backend(t, i, "GET", at, "")["result"])
	backend(t, i, "DELETE", at, `{"client_ids":["ann"]}`)
	assert.Equal(t, true, query(t, bob, where(`{"objectId":"`+id+`"}`))[0]["muted"])
	denied(t, i, 400, server.ConversationMembershipRequired, "POST", at, `{"client_ids":["cid","nobody"]}`)
	assert.Equal(t, []any{"bob"}, backend(t, i, "GET", at, "")["result"], "all or none")
	bob.Quiet()
}

func TestRESTRoles(t *testing.T) {
	i := servertest.Start(t)
	ann, bob, cid, _, id := four(t, i)
	at := plain + "/" + id + "/member-infos"
	assert.Equal(t, []any{}, backend(t, i, "GET", at, "")["results"])
	record := backend(t, i, "POST", at, `{"clientId":"bob","role":"Manager"}`)
	info := record["objectId"].(string)
	for _, c := range []*servertest.Client{ann, bob, cid} {
		m := c.Expect(wire.CommandConv, wire.OpMemberInfoChanged).GetConvMessage()
		assert.Equal(t, "bob", m.GetInfo().GetPid())
		assert.Equal(t, "Manager", m.GetInfo().GetRole())
		assert.Equal(t, record["updatedAt"], m.GetUdate())
		assert.False(t, m.HasInitBy())
	}
	row := map[string]any{"objectId": info, "cid": id, "clientId": "bob", "role": "Manager"}
	assert.Equal(t, []any{row}, backend(t, i, "GET", at, "")["results"])
	assert.Equal(t, row, backend(t, i, "GET", infos+"/"+info, ""))
	assert.Equal(t, info, backend(t, i, "POST", at, `{"clientId":"bob","role":"Manager"}`)["objectId"], "a record stays the same")
	plainInfo := backend(t, i, "POST", infos, `{"cid":"`+id+`","clientId":"cid","role":"Member"}`)["objectId"]
	ann.Quiet()
	for query, want := range map[string]int{"": 2, "?role=Manager": 1, "?skip=1": 1, "?limit=1": 1, "?skip=2": 0} {
		assert.Len(t, backend(t, i, "GET", at+query, "")["results"], want, query)
	}
	assert.Len(t, backend(t, i, "GET", infos+`?where={"cid":"`+id+`","role":"Manager"}`, "")["results"], 1)
	status, _ := rest(t, i, "GET", infos+`?where={"cid":"`+id+`"}`, "")
	assert.Equal(t, http.StatusUnauthorized, status, "with the app key a client is needed")
	denied(t, i, 400, 400, "GET", infos, "")
	assert.Empty(t, backend(t, i, "DELETE", at+"/"+plainInfo.(string), ""))
	ann.Quiet()

	cid.Call(conv(wire.OpRemove, in(id, "dan")))
	assert.Equal(t, info, backend(t, i, "PUT", at+"/"+info, `{"role":"Member"}`)["objectId"])
	refused(t, bob, server.ConversationOperationUnauthorized, blacklist(wire.OpBlock, id, "cid"))
	backend(t, i, "PUT", infos+"/"+info, `{"role":"Manager","clientId":"bob"}`)
	denied(t, i, 400, server.ConversationAPIFailed, "PUT", at+"/"+info, `{"role":"Member","clientId":"cid"}`)
	backend(t, i, "DELETE", infos+"/"+info, "")
	denied(t, i, 404, 101, "GET", infos+"/"+info, "")
	denied(t, i, 404, 101, "DELETE", at+"/"+info, "")
	for body, code := range map[string]server.Code{
		`{"clientId":"bob","role":"Owner"}`:      server.OwnerPromotionNotAllowed,
		`{"clientId":"bob","role":"King"}`:       server.UnknownConversationRole,
		`{"clientId":"bob"}`:                     server.UnknownConversationRole,
		`{"role":"Manager"}`:                     server.ConversationAPIFailed,
		`{"clientId":"nobody","role":"Manager"}`: server.ConversationMembershipRequired,
	} {
		denied(t, i, 400, code, "POST", at, body)
	}

	room := backend(t, i, "POST", rooms, `{}`)["objectId"].(string)
	roomInfo := backend(t, i, "POST", rooms+"/"+room+"/member-infos", `{"clientId":"bob","role":"Manager"}`)["objectId"].(string)
	assert.Equal(t, wire.OpBlocked, bob.Call(blacklist(wire.OpBlock, room, "cid")).GetOp(), "a manager of a room")
	backend(t, i, "PUT", rooms+"/"+room+"/member-infos/"+roomInfo, `{"role":"Member"}`)
	assert.Equal(t, []any{map[string]any{"objectId": roomInfo, "cid": room, "clientId": "bob", "role": "Member"}},
		backend(t, i, "GET", rooms+"/"+room+"/member-infos", "")["results"])
	denied(t, i, 404, 101, "DELETE", at+"/"+roomInfo, "")
	backend(t, i, "DELETE", rooms+"/"+room+"/member-infos/"+roomInfo, "")
	refused(t, bob, server.ConversationOperationUnauthorized, blacklist(wire.OpUnblock, room, "cid"))

	app := server.DevelopmentApp
	app.NoRoles, app.NoBlacklist = true, true
	without := servertest.StartWith(t, server.Options{Apps: []server.App{app}})
	id = backend(t, without, "POST", plain, `{"m":["bob"]}`)["objectId"].(string)
	denied(t, without, 400, server.ConversationMemberInfoFeatureDisabled, "POST", plain+"/"+id+"/member-infos", `{"clientId":"bob","role":"Manager"}`)
	denied(t, without, 400, server.ConversationMemberInfoFeatureDisabled, "DELETE", infos+"/"+info, "")
	denied(t, without, 400, server.BlacklistFeatureDisabled, "POST", plain+"/"+id+"/blacklists", `{"client_ids":["bob"]}`)
	denied(t, without, 400, server.BlacklistFeatureDisabled, "GET", plain+"/"+id+"/blacklists", "")
	denied(t, without, 400, server.BlacklistFeatureDisabled, "POST", "/1.2/rtm/clients/bob/blacklists", `{"conv_id":"`+id+`"}`)
	denied(t, without, 400, server.BlacklistFeatureDisabled, "GET", "/1.2/rtm/clients/bob/blacklists", "")
}

func TestHooksHearOfTheAppsChanges(t *testing.T) {
	heard := make(chan string, 20)
	tell := func(name string) func(context.Context, server.MembersChange) error {
		return func(_ context.Context, m server.MembersChange) error {
			heard <- fmt.Sprint(name, m.Members, m.By)
			return nil
		}
	}
	asked := func(context.Context, server.MembersChange) (server.Decision, error) {
		return server.Decision{Reject: true}, nil
	}
	i := servertest.StartWith(t, server.Options{Hooks: server.Hooks{
		ConversationAdd: asked, ConversationRemove: asked,
		ConversationAdded: tell("added"), ConversationRemoved: tell("removed"),
		ConversationStarted: func(_ context.Context, c server.ConversationStarted) error {
			heard <- "started" + c.By
			return nil
		},
	}})
	next := func() string {
		t.Helper()
		select {
		case text := <-heard:
			return text
		case <-time.After(servertest.Deadline):
			require.Fail(t, "no hook was told")
			return ""
		}
	}
	id := backend(t, i, "POST", plain, `{"m":["ann"],"c":"ann"}`)["objectId"].(string)
	assert.Equal(t, "started", next())
	backend(t, i, "POST", plain+"/"+id+"/members", `{"client_ids":["ann","bob"]}`)
	assert.Equal(t, "added[bob]", next())
	backend(t, i, "DELETE", plain+"/"+id+"/members", `{"client_ids":["bob","eve"]}`)
	assert.Equal(t, "removed[bob]", next())
	backend(t, i, "PUT", class+"/"+id, `{"m":["eve"]}`)
	assert.ElementsMatch(t, []string{"removed[ann]", "added[eve]"}, []string{next(), next()})
	backend(t, i, "POST", plain+"/"+id+"/blacklists", `{"client_ids":["eve","dan"]}`)
	assert.Equal(t, "removed[eve]", next())
}
