package server_test

import (
	"context"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// change returns a patch command for one message; edit it through item.
func change(cid, mid string) (cmd *wire.GenericCommand, item *wire.PatchItem) {
	item = new(wire.PatchItem)
	item.SetCid(cid)
	item.SetMid(mid)
	p := new(wire.PatchCommand)
	p.AddPatches(item)
	cmd = servertest.Command(wire.CommandPatch, wire.OpModify)
	cmd.SetPatchMessage(p)
	return cmd, item
}

func changeText(cid, mid, text string) *wire.GenericCommand {
	cmd, item := change(cid, mid)
	item.SetData(text)
	return cmd
}

func TestWordsAreFilteredInEdits(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Hooks: server.WordFilter([]string{"bad"})})
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	mid := send(t, ann, cid, "fine").GetUid()
	messages(bob, 1)

	modified := ann.Call(changeText(cid, mid, "so bad"))
	require.Equal(t, wire.OpModified, modified.GetOp(), servertest.Describe(modified))
	told := ann.Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage().GetPatches()[0]
	assert.Equal(t, "so ***", told.GetData())
	assert.EqualValues(t, -4408, told.GetPatchCode())
	assert.Equal(t, modified.GetPatchMessage().GetLastPatchTime(), told.GetPatchTimestamp())
	seen := bob.Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage().GetPatches()[0]
	assert.Equal(t, "so ***", seen.GetData())
	assert.False(t, seen.HasPatchCode())
	assert.Equal(t, []string{"so ***"}, history(t, ann, logs(cid)))
}

func TestHookRefusesAnEdit(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Hooks: server.Hooks{MessageUpdate: func(_ context.Context, m server.MessageUpdate) (server.Verdict, error) {
		return server.Verdict{Reject: string(m.Data) == "no", Code: 7, Reason: "not so"}, nil
	}}})
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	mid := send(t, ann, cid, "yes").GetUid()
	e := ann.Call(changeText(cid, mid, "no")).GetErrorMessage()
	assert.EqualValues(t, server.MessageUpdateRejectedByApp, e.GetCode())
	assert.EqualValues(t, 7, e.GetAppCode())
	assert.Equal(t, "not so", e.GetAppMsg())
	assert.Equal(t, []string{"yes"}, history(t, ann, logs(cid)))
}

func TestSilencedClientRecallsAndDoesNotEdit(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	mid := send(t, bob, cid, "hello").GetUid()
	ann.Call(conv(wire.OpAddShutup, in(cid, "bob")))
	bob.Next()
	bob.Next()
	refused(t, bob, server.Silenced, changeText(cid, mid, "spam"))
	recall, item := change(cid, mid)
	item.SetRecall(true)
	assert.Equal(t, wire.OpModified, bob.Call(recall).GetOp())
}

func TestRecalledMessageStaysSo(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	mid := send(t, ann, cid, "hello").GetUid()
	recall, item := change(cid, mid)
	item.SetRecall(true)
	require.Equal(t, wire.OpModified, ann.Call(recall).GetOp())
	refused(t, ann, server.MessageNotFound, changeText(cid, mid, "back again"))
	assert.Equal(t, []string{`{"_lctype":-127}`}, history(t, ann, logs(cid)))
}

func TestEditWithoutContent(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	mid := send(t, ann, cid, "hello").GetUid()
	empty, _ := change(cid, mid)
	refused(t, ann, server.ConversationAPIFailed, empty)
	assert.Equal(t, []string{"hello"}, history(t, ann, logs(cid)))
}
