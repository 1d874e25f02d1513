package webhook_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAnswersAboutMessages(t *testing.T) {
	app := startApp(t)
	i := start(t, app.config(), server.Options{})
	ann, bob, dan := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Login(t, i, "dan")
	cid := create(t, ann, "bob", "dan")
	ann.Call(direct(cid, "first"))
	message(bob)
	message(dan)

	app.on("_messageReceived", says(`{"result":{"drop":true,"code":123,"detail":"no links"}}`))
	ack := ann.Call(direct(cid, "http://")).GetAckMessage()
	assert.EqualValues(t, server.MessageRejectedByApp, ack.GetCode())
	assert.EqualValues(t, 123, ack.GetAppCode())
	assert.Equal(t, "no links", ack.GetAppMsg())

	app.on("_messageReceived", says(`{"result":{"content":"second, 改","code":5,"detail":"be nice"}}`))
	ack = ann.Call(direct(cid, "2nd")).GetAckMessage()
	assert.False(t, ack.HasCode())
	told := expect(ann, wire.CommandPatch).GetPatchMessage().GetPatches()[0]
	assert.Equal(t, "second, 改", told.GetData())
	assert.EqualValues(t, 5, told.GetPatchCode())
	assert.Equal(t, "be nice", told.GetPatchReason())
	assert.Equal(t, "second, 改", message(bob).GetMsg())
	assert.Equal(t, "second, 改", message(dan).GetMsg())

	app.on("_messageReceived", says(`{"result":{"bin":true,"content":"`+base64.StdEncoding.EncodeToString([]byte{0, 255})+`"}}`))
	ann.Call(direct(cid, "third"))
	expect(ann, wire.CommandPatch)
	assert.Equal(t, []byte{0, 255}, message(bob).GetBinaryMsg())
	message(dan)

	// Whom the app leaves out finds nothing of the message anywhere.
	app.on("_messageReceived", says(`{"result":{"toPeers":["dan","stranger"]}}`))
	assert.False(t, ann.Call(direct(cid, "fourth")).GetAckMessage().HasCode())
	app.on("_messageReceived", says(`{"result":{}}`))
	ann.Quiet() // and the sender, whose content it is, is told nothing
	assert.Equal(t, "fourth", message(dan).GetMsg())
	ann.Call(direct(cid, "fifth"))
	assert.Equal(t, "fifth", message(bob).GetMsg())
	assert.Equal(t, "fifth", message(dan).GetMsg())
	third := base64.StdEncoding.EncodeToString([]byte{0, 255})
	assert.Equal(t, []string{"first", "second, 改", third, "fifth"}, history(t, bob, cid))
	assert.Equal(t, []string{"first", "second, 改", third, "fourth", "fifth"}, history(t, dan, cid))
	assert.Equal(t, []string{"first", "second, 改", third, "fourth", "fifth"}, history(t, ann, cid))
	require.NoError(t, bob.WS.CloseNow())
	again := servertest.Login(t, i, "bob")
	unread := expect(again, wire.CommandUnread).GetUnreadMessage().GetConvs()[0]
	assert.EqualValues(t, 4, unread.GetUnread())
	assert.Equal(t, "fifth", unread.GetData())
	again.Quiet()
}

func TestAnswersAboutUpdates(t *testing.T) {
	app := startApp(t)
	i := start(t, app.config(), server.Options{})
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	mid := ann.Call(direct(cid, "one")).GetAckMessage().GetUid()
	message(bob)

	app.on("_messageUpdate", says(`{"result":{"drop":true,"code":9,"detail":"too late"}}`))
	for _, text := range []string{"two", ""} {
		refused(t, ann.Call(patchOf(cid, mid, text)), server.MessageUpdateRejectedByApp, 9, "too late")
	}
	app.on("_messageUpdate", says(`{"result":{"content":"three"}}`))
	require.Equal(t, wire.OpModified, ann.Call(patchOf(cid, mid, "two")).GetOp())
	assert.Equal(t, "three", expect(ann, wire.CommandPatch).GetPatchMessage().GetPatches()[0].GetData())
	assert.Equal(t, "three", expect(bob, wire.CommandPatch).GetPatchMessage().GetPatches()[0].GetData())
	app.on("_messageUpdate", says(`{"result":{"toPeers":[]}}`))
	require.Equal(t, wire.OpModified, ann.Call(patchOf(cid, mid, "four")).GetOp())
	bob.Quiet()
	assert.Equal(t, []string{"four"}, history(t, bob, cid))
	app.on("_messageUpdate", says(`{"result":{"content":"kept"}}`))
	require.Equal(t, wire.OpModified, ann.Call(patchOf(cid, mid, "")).GetOp())
	assert.Equal(t, []string{`{"_lctype":-127}`}, history(t, bob, cid), "a recall recalls")
}

func TestAnswersAboutConversations(t *testing.T) {
	app := startApp(t)
	i := start(t, app.config(), server.Options{})
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	no := says(`{"result":{"reject":true,"code":42,"detail":"closed"}}`)
	cases := []struct {
		hook string
		who  *servertest.Client
		cmd  *wire.GenericCommand
	}{
		{"_conversationStart", ann, conv(wire.OpStart, "", "eve")},
		{"_conversationAdd", ann, conv(wire.OpAdd, cid, "eve")},
		{"_conversationRemove", ann, conv(wire.OpRemove, cid, "bob")},
		{"_conversationUpdate", ann, attr(conv(wire.OpUpdate, cid), `{"name":"x"}`)},
		{"_conversationUpdate", bob, conv(wire.OpMute, cid)},
	}
	for _, c := range cases {
		app.on(c.hook, no)
		refused(t, c.who.Call(c.cmd), server.ConversationRejectedByApp, 42, "closed")
		app.on(c.hook, nil)
	}
	assert.EqualValues(t, 2, ann.Call(conv(wire.OpCount, cid)).GetConvMessage().GetCount(), "nothing has happened")
	app.on("_conversationRemove", no)
	assert.Equal(t, wire.OpRemoved, bob.Call(conv(wire.OpRemove, cid, "bob")).GetOp(), "who leaves does not ask")
	assert.Len(t, app.seen("_conversationRemove"), 1)

	app.on("_conversationUpdate", says(`{"result":{"attr":{"name":"y","attr.level":3},"mute":false}}`))
	updated := ann.Call(attr(conv(wire.OpUpdate, cid), `{"name":"x"}`)).GetConvMessage()
	assert.JSONEq(t, `{"name":"y","attr.level":3}`, updated.GetAttrModified().GetData())
	ann.Call(conv(wire.OpMute, cid))
	rows := query(t, ann, cid)
	assert.Contains(t, rows, `"mu":[]`)
	assert.Contains(t, rows, `"name":"y"`)
}

// What an answer may not be counts as none: the message goes on as it was.
func TestAnswersThatAreNone(t *testing.T) {
	app := startApp(t)
	i := start(t, app.config(), server.Options{})
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	expect(ann, wire.CommandConv)
	expect(ann, wire.CommandConv)
	for _, answer := range []string{
		``, `no JSON`, `[]`, `{"result":5}`, `{"result":{"drop":"yes"}}`, `{"result":{"content":5}}`, `{"result":{"toPeers":"bob"}}`,
		`{"result":{"bin":true,"content":"!"}}`, `{"result":{"code":"x","drop":true}}`,
		`{"result":{"content":"` + strings.Repeat("y", 5*1024+1) + `"}}`, `{"result":{"content":"` + strings.Repeat("y", 300<<10) + `"}}`,
	} {
		app.on("_messageReceived", says(answer))
		before := i.HookCounts("_messageReceived").Failures
		ack := ann.Call(direct(cid, "same")).GetAckMessage()
		assert.False(t, ack.HasCode(), answer[:min(len(answer), 60)])
		assert.Equal(t, before+1, i.HookCounts("_messageReceived").Failures, answer[:min(len(answer), 60)])
		ann.Quiet()
	}
	for _, answer := range []string{`{}`, `{"result":null}`, `{"result":{"other":1}}`, `{"result":{"drop":false,"code":7}}`} {
		app.on("_messageReceived", says(answer))
		before := i.HookCounts("_messageReceived").Failures
		assert.False(t, ann.Call(direct(cid, "same")).GetAckMessage().HasCode(), answer)
		assert.Equal(t, before, i.HookCounts("_messageReceived").Failures, answer)
		ann.Quiet()
	}
}

func refused(t *testing.T, answer *wire.GenericCommand, code server.Code, appCode int, text string) {
	t.Helper()
	e := answer.GetErrorMessage()
	require.NotNil(t, e, servertest.Describe(answer))
	assert.EqualValues(t, code, e.GetCode())
	assert.Equal(t, code.String(), e.GetReason())
	assert.EqualValues(t, appCode, e.GetAppCode())
	assert.Equal(t, text, e.GetAppMsg())
}

// expect waits for a command of that kind, passing over others.
func expect(c *servertest.Client, cmd wire.CommandType) *wire.GenericCommand {
	for {
		if m := c.Next(); m.GetCmd() == cmd {
			return m
		}
	}
}

func query(t *testing.T, c *servertest.Client, cid string) string {
	cmd := conv(wire.OpQuery, "")
	where := new(wire.JsonObjectMessage)
	where.SetData(`{"objectId":"` + cid + `"}`)
	cmd.GetConvMessage().SetWhere(where)
	answer := c.Call(cmd)
	require.Equal(t, wire.OpResults, answer.GetOp(), servertest.Describe(answer))
	return answer.GetConvMessage().GetResults().GetData()
}
