package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func setRole(cid, client, role string) *wire.GenericCommand {
	info := new(wire.ConvMemberInfo)
	info.SetPid(client)
	info.SetRole(role)
	m := in(cid)
	m.SetTargetClientId(client)
	m.SetInfo(info)
	return conv(wire.OpMemberInfoUpdate, m)
}

// failures gives the code of each client for whom an operation failed.
func failures(list []*wire.ErrorCommand) map[string]server.Code {
	codes := map[string]server.Code{}
	for _, f := range list {
		for _, client := range f.GetPids() {
			codes[client] = server.Code(f.GetCode())
		}
	}
	return codes
}

// four logs in four clients; the first made a conversation of them all.
func four(t *testing.T, i *servertest.Instance) (ann, bob, cid, dan *servertest.Client, id string) {
	t.Helper()
	ann, bob = servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid, dan = servertest.Login(t, i, "cid"), servertest.Login(t, i, "dan")
	id = create(t, ann, "bob", "cid", "dan")
	joined(bob)
	joined(cid)
	joined(dan)
	return ann, bob, cid, dan, id
}

func TestRoles(t *testing.T) {
	i := servertest.Start(t)
	ann, bob, cid, dan, id := four(t, i)

	refused(t, bob, server.ConversationOperationUnauthorized, setRole(id, "bob", "Manager"))
	answer := ann.Call(setRole(id, "bob", "Manager"))
	assert.Equal(t, wire.OpMemberInfoUpdated, answer.GetOp(), servertest.Describe(answer))
	for _, c := range []*servertest.Client{bob, cid, dan} {
		notice := c.Expect(wire.CommandConv, wire.OpMemberInfoChanged)
		assert.EqualValues(t, 1, notice.GetNotificationType())
		m := notice.GetConvMessage()
		assert.Equal(t, "ann", m.GetInitBy())
		assert.Equal(t, "bob", m.GetInfo().GetPid())
		assert.Equal(t, "Manager", m.GetInfo().GetRole())
		assert.Equal(t, answer.GetConvMessage().GetUdate(), m.GetUdate())
	}
	ann.Quiet()
	ann.Call(setRole(id, "bob", "Manager"))
	bob.Quiet()

	assert.Equal(t, wire.OpMemberInfoUpdated, bob.Call(setRole(id, "cid", "Manager")).GetOp(), "managers make managers")
	refused(t, bob, server.ConversationOperationUnauthorized, setRole(id, "cid", "Member"))
	refused(t, bob, server.ConversationOperationUnauthorized, setRole(id, "bob", "Member"))
	refused(t, bob, server.ConversationOperationUnauthorized, setRole(id, "ann", "Member"))
	refused(t, ann, server.ConversationOperationUnauthorized, setRole(id, "ann", "Member"))
	assert.Equal(t, wire.OpMemberInfoUpdated, ann.Call(setRole(id, "cid", "Member")).GetOp())

	refused(t, ann, server.OwnerPromotionNotAllowed, setRole(id, "bob", "Owner"))
	refused(t, ann, server.UnknownConversationRole, setRole(id, "bob", "King"))
	refused(t, ann, server.ConversationMembershipRequired, setRole(id, "nobody", "Manager"))
	refused(t, ann, server.ConversationAPIFailed, setRole(id, "", "Manager"))
	refused(t, ann, server.ConversationNotFound, setRole("none", "bob", "Manager"))
	refused(t, servertest.Login(t, i, "eve"), server.ConversationMembershipRequired, setRole(id, "bob", "Member"))

	status, infos := memberInfos(t, i, "dan", `{"cid":"`+id+`"}`)
	require.Equal(t, http.StatusOK, status)
	require.Len(t, infos, 2)
	assert.NotEmpty(t, infos[0]["objectId"])
	delete(infos[0], "objectId")
	assert.Equal(t, map[string]any{"cid": id, "clientId": "bob", "role": "Manager"}, infos[0])
	assert.Equal(t, "Member", infos[1]["role"])
	for _, page := range [][]string{nil, {"limit", "1"}} { // cid is the second one
		_, infos = memberInfos(t, i, "dan", `{"cid":"`+id+`","clientId":"cid"}`, page...)
		assert.Len(t, infos, 1)
	}
	_, infos = memberInfos(t, i, "dan", `{"cid":"`+id+`"}`, "limit", "1", "skip", "1")
	require.Len(t, infos, 1)
	assert.Equal(t, "cid", infos[0]["clientId"])
	for _, where := range []string{"", "{}", "cid", `{"cid":5}`} {
		status, _ = memberInfos(t, i, "dan", where)
		assert.Equal(t, http.StatusBadRequest, status, where)
	}
	status, _ = memberInfos(t, i, "dan", `{"cid":"x"}`, "limit", "-1")
	assert.Equal(t, http.StatusBadRequest, status)
	status, _ = memberInfos(t, i, "", `{"cid":"x"}`)
	assert.Equal(t, http.StatusUnauthorized, status)
}

// memberInfos asks as an SDK does, with the token of a client.
func memberInfos(t *testing.T, i *servertest.Instance, client, where string, more ...string) (status int, results []map[string]any) {
	t.Helper()
	token := "forged"
	if client != "" {
		token = servertest.Dial(t, i).Open(i.AppID, client).GetSessionMessage().GetSt()
	}
	query := url.Values{"client_id": {client}, "where": {where}}
	for n := 0; n < len(more); n += 2 {
		query.Set(more[n], more[n+1])
	}
	r, err := http.NewRequest("GET", i.URL+"/1.1/classes/_ConversationMemberInfo?"+query.Encode(), nil)
	require.NoError(t, err)
	r.Header.Set("X-LC-Id", i.AppID)
	r.Header.Set("X-LC-Key", i.AppKey)
	r.Header.Set("X-LC-IM-Session-Token", token)
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	var answer struct{ Results []map[string]any }
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	return response.StatusCode, answer.Results
}

func TestWhoMayRemoveWhom(t *testing.T) {
	i := servertest.Start(t)
	ann, bob, cid, dan, id := four(t, i)
	ann.Call(setRole(id, "bob", "Manager"))
	ann.Call(setRole(id, "cid", "Manager"))

	removed := bob.Call(conv(wire.OpRemove, in(id, "ann", "cid", "dan", "nobody"))).GetConvMessage()
	assert.Equal(t, []string{"dan", "nobody"}, removed.GetAllowedPids())
	assert.Equal(t, map[string]server.Code{"ann": server.ConversationNeedOwner, "cid": server.ConversationOperationUnauthorized},
		failures(removed.GetFailedPids()))
	assert.Equal(t, "CONVERSATION_NEED_OWNER", removed.GetFailedPids()[0].GetReason())

	quit := ann.Call(conv(wire.OpRemove, in(id, "ann"))).GetConvMessage()
	assert.Empty(t, quit.GetAllowedPids())
	assert.Equal(t, map[string]server.Code{"ann": server.ConversationNeedOwner}, failures(quit.GetFailedPids()))

	cid.Call(conv(wire.OpRemove, in(id, "cid")))
	ann.Call(conv(wire.OpAdd, in(id, "cid", "dan")))
	assert.Equal(t, wire.OpAdded, dan.Call(conv(wire.OpAdd, in(id, "eve"))).GetOp())
	assert.Equal(t, []string{"eve"}, dan.Call(conv(wire.OpRemove, in(id, "eve"))).GetConvMessage().GetAllowedPids())
	assert.Equal(t, []string{"cid"}, dan.Call(conv(wire.OpRemove, in(id, "cid"))).GetConvMessage().GetAllowedPids(), "who went is no manager any more")
}

// A client that does not know of partial success gets all or nothing.
func TestNoPartialSuccess(t *testing.T) {
	i := servertest.Start(t)
	servertest.Login(t, i, "ann")
	bob := servertest.Dial(t, i)
	open := servertest.OpenCommand(i.AppID, "bob")
	open.GetSessionMessage().SetConfigBitmap(servertest.Config &^ 0x20)
	bob.Call(open)
	ann := servertest.Login(t, i, "ann")
	id := create(t, ann, "bob", "cid")
	joined(bob)
	refused(t, bob, server.ConversationNeedOwner, conv(wire.OpRemove, in(id, "cid", "ann")))
	assert.EqualValues(t, 3, bob.Call(conv(wire.OpCount, in(id))).GetConvMessage().GetCount())
}

func TestAppsChooseTheirRules(t *testing.T) {
	app := server.DevelopmentApp
	app.NoRoles, app.NoBlacklist = true, true
	i := servertest.StartWith(t, server.Options{Apps: []server.App{app}})
	ann, bob, _, _, id := four(t, i)
	refused(t, ann, server.ConversationMemberInfoFeatureDisabled, setRole(id, "bob", "Manager"))
	refused(t, ann, server.BlacklistFeatureDisabled, blacklist(wire.OpBlock, id, "bob"))
	refused(t, ann, server.BlacklistFeatureDisabled, blacklist(wire.OpQuery, id))
	assert.Equal(t, []string{"ann"}, bob.Call(conv(wire.OpRemove, in(id, "ann"))).GetConvMessage().GetAllowedPids())
	assert.Equal(t, []string{"cid"}, bob.Call(conv(wire.OpAddShutup, in(id, "cid"))).GetConvMessage().GetAllowedPids())

	app = server.DevelopmentApp
	app.ManagersOnly = true
	i = servertest.StartWith(t, server.Options{Apps: []server.App{app}})
	ann, bob, _, _, id = four(t, i)
	refused(t, bob, server.ConversationOperationUnauthorized, conv(wire.OpAdd, in(id, "eve")))
	refused(t, bob, server.ConversationOperationUnauthorized, conv(wire.OpRemove, in(id, "cid")))
	ann.Call(setRole(id, "bob", "Manager"))
	assert.Equal(t, []string{"eve"}, bob.Call(conv(wire.OpAdd, in(id, "eve"))).GetConvMessage().GetAllowedPids())
	assert.Equal(t, []string{"cid"}, bob.Call(conv(wire.OpRemove, in(id, "cid"))).GetConvMessage().GetAllowedPids())
}

// SDKs look the member of a role notice up, and fail on one who has left.
func TestRoleNoticesOfThoseWhoLeftAreNotListed(t *testing.T) {
	i := servertest.Start(t)
	dan := servertest.Dial(t, i)
	opened := dan.Open(i.AppID, "dan")
	require.NoError(t, dan.WS.CloseNow())
	ann := servertest.Login(t, i, "ann")
	id := create(t, ann, "bob", "cid", "dan")
	for range 60 {
		ann.Call(setRole(id, "bob", "Manager"))
		ann.Call(setRole(id, "bob", "Member"))
	}
	ann.Call(setRole(id, "cid", "Manager"))
	ann.Call(conv(wire.OpAddShutup, in(id, "dan")))
	ann.Call(conv(wire.OpRemove, in(id, "bob")))

	since := opened.GetServerTs()
	var listed []string
	for more := true; more; {
		status, answer := notifications(t, i, opened.GetSessionMessage().GetSt(),
			url.Values{"client_id": {"dan"}, "start_ts": {fmt.Sprint(since)}, "notification_type": {"permanent"}})
		require.Equal(t, http.StatusOK, status)
		require.NotEmpty(t, answer.Notifications)
		for _, n := range answer.Notifications {
			text := n["op"].(string)
			if info, ok := n["info"].(map[string]any); ok {
				text += " " + info["pid"].(string) + " " + info["role"].(string)
			}
			listed = append(listed, text)
			since = int64(n["serverTs"].(float64))
		}
		more = answer.HasMore
	}
	assert.Equal(t, []string{"joined", "members_joined", "member_info_changed cid Manager", "shutuped", "members_shutuped", "members_left"}, listed)
}
