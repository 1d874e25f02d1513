package server_test

import (
	"net/http"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

func TestKick(t *testing.T) {
	i := servertest.Start(t)
	ann, phone, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	const path = "/1.2/rtm/clients/ann/kick"
	status, _ := rest(t, i, "POST", path, `{}`)
	assert.Equal(t, http.StatusForbidden, status)
	status, _ = restMaster(t, i, "POST", path, `{"reason":"a reason of more than twenty"}`)
	assert.Equal(t, http.StatusBadRequest, status)
	status, _ = restMaster(t, i, "POST", path, `{"reason":"behave"}`)
	assert.Equal(t, http.StatusOK, status)
	for _, c := range []*servertest.Client{ann, phone} {
		closed := c.Expect(wire.CommandSession, wire.OpClosed).GetSessionMessage()
		assert.EqualValues(t, server.KickedByApp, closed.GetCode())
		assert.Equal(t, "behave", closed.GetReason())
		refused(t, c, server.SessionRequired, conv(wire.OpStart, start("bob")))
	}
	bob.Quiet()
	ann.Open(i.AppID, "ann")
	status, _ = restMaster(t, i, "POST", path, "")
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, "KICKED_BY_APP", ann.Expect(wire.CommandSession, wire.OpClosed).GetSessionMessage().GetReason())
}

func TestEditAndRecallSwitchedOff(t *testing.T) {
	app := server.DevelopmentApp
	app.NoEdit, app.NoRecall = true, true
	i := servertest.StartWith(t, server.Options{Apps: []server.App{app}})
	ann := servertest.Login(t, i, "ann")
	id := create(t, ann, "bob")
	sent := send(t, ann, id, "hello")
	for recall, code := range map[bool]server.Code{true: server.MessageRecallDisabled, false: server.MessageEditDisabled} {
		item := new(wire.PatchItem)
		item.SetCid(id)
		item.SetMid(sent.GetUid())
		item.SetData("changed")
		item.SetRecall(recall)
		m := new(wire.PatchCommand)
		m.AddPatches(item)
		cmd := servertest.Command(wire.CommandPatch, wire.OpModify)
		cmd.SetPatchMessage(m)
		refused(t, ann, code, cmd)
	}
	assert.Equal(t, []string{"hello"}, history(t, ann, logs(id)))
}
