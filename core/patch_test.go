package core_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

func TestPatchPushes(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	h.Push(coretest.Direct("tom", "c1", "jerry", "m1", "before", 10))
	c.Commit(coretest.EventsOf[*core.MessageReceived](h)[0].Message)
	h.TakeEvents()

	edit := new(wire.PatchItem)
	edit.SetCid("c1")
	edit.SetMid("m1")
	edit.SetFrom("jerry")
	edit.SetTimestamp(10)
	edit.SetPatchTimestamp(coretest.Start.UnixMilli() + 5)
	edit.SetData("after")
	recall := new(wire.PatchItem)
	recall.SetCid("c1")
	recall.SetMid("m0")
	recall.SetRecall(true)
	recall.SetData(`{"_lctype":-127}`)
	recall.SetPatchCode(4408)
	recall.SetPatchReason("rude")
	patch := new(wire.PatchCommand)
	patch.SetPatches([]*wire.PatchItem{edit, recall})
	push := coretest.Command(wire.CommandPatch, wire.OpModify, "tom")
	push.SetPatchMessage(patch)
	h.Push(push)
	events := coretest.EventsOf[*core.MessagePatched](h)
	require.Len(t, events, 2)
	assert.Equal(t, "after", events[0].Message.Text)
	assert.False(t, events[0].Recall)
	assert.Nil(t, events[0].Reason)
	assert.True(t, events[1].Recall)
	assert.Equal(t, &core.PatchReason{Code: 4408, Detail: "rude"}, events[1].Reason)
	assert.Equal(t, "after", c.LastMessage().Text)

	h.Sent()
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	open := h.One(wire.CommandSession, wire.OpOpen)
	assert.Equal(t, coretest.Start.UnixMilli()+5, open.GetSessionMessage().GetLastPatchTime())
}

func TestPatchOvertakesTheCommit(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	h.Push(coretest.Direct("tom", "c1", "jerry", "m1", "first", 10))
	h.Push(coretest.Direct("tom", "c1", "jerry", "m2", "secret", 20))
	received := coretest.EventsOf[*core.MessageReceived](h)
	require.Len(t, received, 2)

	recall := new(wire.PatchItem)
	recall.SetCid("c1")
	recall.SetMid("m2")
	recall.SetTimestamp(20)
	recall.SetRecall(true)
	recall.SetData(`{"_lctype":-127}`)
	patch := new(wire.PatchCommand)
	patch.AddPatches(recall)
	push := coretest.Command(wire.CommandPatch, wire.OpModify, "tom")
	push.SetPatchMessage(patch)
	h.Push(push)

	c.Commit(received[0].Message)
	assert.Equal(t, "first", c.LastMessage().Text)
	c.Commit(received[1].Message)
	assert.Equal(t, `{"_lctype":-127}`, c.LastMessage().Text)
	assert.Equal(t, 2, c.Unread())
}

func TestUpdateAndRecall(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	c.Send(core.Outgoing{Text: "before"}, func(core.Sent, error) {})
	h.Reply(h.One(wire.CommandDirect, 0), ack("m1", 10))

	patch := func(p core.Patch) *wire.PatchItem {
		var at int64
		c.Update(p, func(patchTimestamp int64, err error) {
			require.NoError(t, err)
			at = patchTimestamp
		})
		cmd := h.One(wire.CommandPatch, wire.OpModify)
		body := new(wire.PatchCommand)
		body.SetLastPatchTime(99)
		reply := coretest.Command(wire.CommandPatch, wire.OpModified, "")
		reply.SetPatchMessage(body)
		h.Reply(cmd, reply)
		assert.EqualValues(t, 99, at)
		require.Len(t, cmd.GetPatchMessage().GetPatches(), 1)
		return cmd.GetPatchMessage().GetPatches()[0]
	}
	item := patch(core.Patch{MessageID: "m1", Timestamp: 10, Text: "after", MentionList: []string{"jerry"}})
	assert.Equal(t, "m1", item.GetMid())
	assert.Equal(t, "after", item.GetData())
	assert.False(t, item.GetRecall())
	assert.Equal(t, "after", c.LastMessage().Text)
	assert.EqualValues(t, 99, c.LastMessage().PatchTimestamp)

	item = patch(core.Patch{MessageID: "m1", Timestamp: 10, Recall: true})
	assert.True(t, item.GetRecall())
	assert.False(t, item.HasData())
	assert.Equal(t, `{"_lctype":-127}`, c.LastMessage().Text)

	var got error
	c.Update(core.Patch{MessageID: "m1"}, func(_ int64, err error) { got = err })
	var argument *core.ArgumentError
	assert.ErrorAs(t, got, &argument)
}
