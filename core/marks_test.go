package core_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

func patchPush(cid string, at int64) *wire.GenericCommand {
	item := new(wire.PatchItem)
	item.SetCid(cid)
	item.SetMid("m1")
	item.SetFrom("jerry")
	item.SetTimestamp(10)
	item.SetPatchTimestamp(at)
	item.SetData("after")
	patch := new(wire.PatchCommand)
	patch.AddPatches(item)
	push := coretest.Command(wire.CommandPatch, wire.OpModify, "tom")
	push.SetPatchMessage(patch)
	return push
}

// TestWhatWasMissedIsAskedForUntilItHasCome cuts the connection between the answer to
// a login and what follows it.
func TestWhatWasMissedIsAskedForUntilItHasCome(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	h.Conversation(tom, "c1", "tom", "jerry") // an answer: all that the login brought has come
	first := coretest.Start.UnixMilli()
	reopen := func() *wire.GenericCommand {
		h.Cut(1006, "")
		h.Advance(time.Second)
		h.Accept()
		return h.One(wire.CommandSession, wire.OpOpen)
	}
	asksSince := func(open *wire.GenericCommand, patched, unread int64) {
		t.Helper()
		assert.Equal(t, patched, open.GetSessionMessage().GetLastPatchTime())
		assert.Equal(t, unread, open.GetSessionMessage().GetLastUnreadNotifTime())
	}
	open := reopen()
	asksSince(open, first, first)
	h.Reply(open, coretest.Opened("tom", "t", 3600, first+1000))
	open = reopen()
	asksSince(open, first, first)

	h.Reply(open, coretest.Opened("tom", "t", 3600, first+2000))
	h.Push(patchPush("c1", first+1))
	open = reopen()
	asksSince(open, first+1, first)

	h.Reply(open, coretest.Opened("tom", "t", 3600, first+3000))
	var online []string
	tom.Ping([]string{"jerry"}, func(ids []string, _ error) { online = ids })
	h.Reply(h.One(wire.CommandSession, wire.OpQuery), coretest.Command(wire.CommandSession, wire.OpQueryResult, "tom"))
	assert.NotNil(t, online)
	open = reopen()
	asksSince(open, first+3000, first+3000)
}

// TestAPatchThatWaitsIsNotAskedForAgain: it is told once its conversation is known.
func TestAPatchThatWaitsIsNotAskedForAgain(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	h.Login("tom")
	at := coretest.Start.UnixMilli() + 1
	h.Push(patchPush("c1", at))
	h.One(wire.CommandConv, wire.OpQuery)
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	open := h.One(wire.CommandSession, wire.OpOpen)
	assert.Equal(t, at, open.GetSessionMessage().GetLastPatchTime())
	h.Reply(open, coretest.Opened("tom", "t", 3600, at+1000))
	h.Reply(h.One(wire.CommandConv, wire.OpQuery), coretest.Results(coretest.Row("c1", "tom", "jerry")))
	assert.Len(t, coretest.EventsOf[*core.MessagePatched](h), 1)
}

// TestAFirstLoginWithoutAnyAnswerAfterIt takes the server's clock all the same: the
// client's may be wrong.
func TestAFirstLoginWithoutAnyAnswerAfterIt(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	h.Login("tom")
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	open := h.One(wire.CommandSession, wire.OpOpen).GetSessionMessage()
	assert.Equal(t, coretest.Start.UnixMilli(), open.GetLastPatchTime())
	assert.False(t, open.HasLastUnreadNotifTime(), "the counts of the login may be lost")
}
