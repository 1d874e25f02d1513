package server_test

import (
	"context"
	"net/http"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// restMaster is rest with the master key.
func restMaster(t *testing.T, i *servertest.Instance, method, path, body string) (status int, answer map[string]any) {
	t.Helper()
	return rest(t, i, method, path, body, "X-LC-Key", i.MasterKey+",master")
}

const services = "/1.2/rtm/service-conversations"

func TestServiceConversation(t *testing.T) {
	i := servertest.Start(t)
	status, created := restMaster(t, i, "POST", services, `{"name":"News","attr":{"a":1},"sys":false,"m":["x"]}`)
	require.Equal(t, http.StatusCreated, status)
	id := created["objectId"].(string)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	row := func(c *servertest.Client) map[string]any {
		t.Helper()
		m := where(`{"sys":true,"objectId":"` + id + `"}`)
		m.SetFlag(2)
		rows := query(t, c, m)
		require.Len(t, rows, 1)
		return rows[0]
	}
	before := row(ann)
	assert.Equal(t, "News", before["name"])
	assert.Equal(t, true, before["sys"])
	assert.Equal(t, 3.0, before["conv_type"])
	assert.Equal(t, []any{}, before["m"])
	assert.Equal(t, false, before["joined"])
	assert.NotContains(t, before, "joinedAt")
	broadcast := func(text string) {
		t.Helper()
		status, sent := restMaster(t, i, "POST", services+"/"+id+"/broadcasts", `{"from_client":"editor","message":"`+text+`"}`)
		require.Equal(t, http.StatusOK, status)
		assert.Equal(t, sent["msg-id"], sent["result"].(map[string]any)["msg-id"])
		assert.NotZero(t, sent["timestamp"])
	}
	broadcast("before anybody")

	subscribed := ann.Call(conv(wire.OpAdd, in(id, "ann")))
	assert.Equal(t, wire.OpAdded, subscribed.GetOp(), servertest.Describe(subscribed))
	assert.Equal(t, []string{"ann"}, subscribed.GetConvMessage().GetAllowedPids())
	refused(t, ann, server.NormalConversationRequired, conv(wire.OpAdd, in(id, "bob")))
	refused(t, ann, server.NormalConversationRequired, conv(wire.OpRemove, in(id, "bob")))
	refused(t, ann, server.ConversationNotAllowed, conv(wire.OpMembers, in(id)))
	change := in(id)
	change.SetAttr(data(`{"name":"mine"}`))
	refused(t, ann, server.ConversationReadOnly, conv(wire.OpUpdate, change))
	assert.EqualValues(t, 1, ann.Call(conv(wire.OpCount, in(id))).GetConvMessage().GetCount())
	ann.Quiet()

	broadcast("news")
	push := ann.Expect(wire.CommandDirect, 0).GetDirectMessage()
	assert.Equal(t, "news", push.GetMsg())
	assert.Equal(t, "editor", push.GetFromPeerId())
	assert.EqualValues(t, 3, push.GetConvType())
	bob.Quiet()

	status, _ = restMaster(t, i, "POST", services+"/"+id+"/messages", `{"from_client":"editor","to_clients":["bob"],"message":"for you"}`)
	require.Equal(t, http.StatusOK, status)
	assert.Equal(t, []string{"for you"}, messages(bob, 1))
	ann.Quiet()

	phone := servertest.Login(t, i, "ann")
	phone.Expect(wire.CommandUnread, 0)
	send(t, ann, id, "a question")
	assert.Equal(t, []string{"a question"}, messages(phone, 1))
	send(t, bob, id, "another")
	ann.Quiet()
	assert.Equal(t, []string{"before anybody", "news", "a question"}, history(t, ann, logs(id)))
	assert.Equal(t, []string{"for you", "another"}, history(t, bob, logs(id)), "who has not subscribed sees the dialogue")
	assert.Equal(t, "a question", row(ann)["msg"])
	assert.Equal(t, true, row(ann)["joined"])
	assert.NotZero(t, row(ann)["joinedAt"])
	assert.Equal(t, "another", row(bob)["msg"])
	assert.Empty(t, query(t, ann, where(`{}`)), "not among one's own conversations")

	ann.Send(readUpTo(id, "", 0))
	unread := ann.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs()[0]
	assert.Equal(t, id, unread.GetCid())
	assert.Zero(t, unread.GetUnread())
	bob.Send(readUpTo(id, "", 0))
	bob.Quiet()

	refused(t, bob, server.ConversationMembershipRequired, conv(wire.OpMute, in(id)))
	ann.Call(conv(wire.OpMute, in(id)))
	assert.Equal(t, true, row(ann)["muted"])
	ann.Call(conv(wire.OpUnmute, in(id)))
	assert.Equal(t, false, row(ann)["muted"])

	removed := ann.Call(conv(wire.OpRemove, in(id, "ann")))
	assert.Equal(t, wire.OpRemoved, removed.GetOp())
	broadcast("too late")
	ann.Quiet()
	assert.Equal(t, false, row(ann)["joined"])
}

func TestServiceMessagesWait(t *testing.T) {
	i := servertest.Start(t)
	id, err := i.Any().CreateServiceConversation(context.Background(), "dev", "")
	require.NoError(t, err)
	ann := servertest.Login(t, i, "ann")
	ann.Call(conv(wire.OpAdd, in(id, "ann")))
	require.NoError(t, ann.WS.CloseNow())
	sent := func(m server.ServiceMessage) string {
		t.Helper()
		mid, at, err := i.Any().SendServiceMessage(context.Background(), "dev", id, m)
		require.NoError(t, err)
		assert.NotZero(t, at)
		return mid
	}
	sent(server.ServiceMessage{From: "app", Data: []byte("one")})
	sent(server.ServiceMessage{From: "app", Data: []byte("for somebody else"), To: []string{"bob"}})
	last := sent(server.ServiceMessage{From: "app", Data: []byte{1, 2}, Binary: true, To: []string{"ann"}})
	sent(server.ServiceMessage{From: "app", Data: []byte("gone"), Transient: true})
	again := servertest.Login(t, i, "ann")
	unread := again.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs()[0]
	assert.EqualValues(t, 2, unread.GetUnread())
	assert.Equal(t, last, unread.GetMid())
	assert.Equal(t, []byte{1, 2}, unread.GetBinaryMsg())
	assert.EqualValues(t, 3, unread.GetConvType())
	again.Quiet()

	other := create(t, again, "bob")
	for _, c := range []struct {
		app, id string
		m       server.ServiceMessage
		want    server.Code
	}{
		{"none", id, server.ServiceMessage{From: "app"}, server.AppNotAvailable},
		{"dev", "none", server.ServiceMessage{From: "app"}, server.ConversationNotFound},
		{"dev", other, server.ServiceMessage{From: "app"}, server.SystemConversationRequired},
		{"dev", id, server.ServiceMessage{}, server.ConversationAPIFailed},
		{"dev", id, server.ServiceMessage{From: "app", Data: make([]byte, 6000)}, server.FrameTooLong},
	} {
		_, _, err := i.Any().SendServiceMessage(context.Background(), c.app, c.id, c.m)
		assert.ErrorIs(t, err, &server.Error{Code: c.want})
	}
	_, err = i.Any().CreateServiceConversation(context.Background(), "dev", "[]")
	assert.ErrorIs(t, err, &server.Error{Code: server.ConversationAPIFailed})
	_, err = i.Any().CreateServiceConversation(context.Background(), "none", "")
	assert.ErrorIs(t, err, &server.Error{Code: server.AppNotAvailable})
}

func TestServiceCallsAreChecked(t *testing.T) {
	i := servertest.Start(t)
	status, _ := rest(t, i, "POST", services, `{}`)
	assert.Equal(t, http.StatusForbidden, status, "it takes the master key")
	for path, c := range map[string]struct {
		body   string
		status int
	}{
		services:                      {`[]`, 400},
		services + "/none/broadcasts": {`{"from_client":"a","message":"b"}`, 404},
		services + "/none/messages":   {`{"from_client":"a","message":"b"}`, 400},
	} {
		status, answer := restMaster(t, i, "POST", path, c.body)
		assert.Equal(t, c.status, status, path)
		assert.NotZero(t, answer["code"], path)
	}
}
