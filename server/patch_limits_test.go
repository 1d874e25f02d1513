package server_test

import (
	"fmt"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func patchOf(cid, mid, text string) *wire.GenericCommand {
	item := new(wire.PatchItem)
	item.SetCid(cid)
	item.SetMid(mid)
	item.SetData(text)
	p := new(wire.PatchCommand)
	p.AddPatches(item)
	cmd := servertest.Command(wire.CommandPatch, wire.OpModify)
	cmd.SetPatchMessage(p)
	return cmd
}

func edit(t *testing.T, c *servertest.Client, cid, mid, text string) {
	t.Helper()
	answer := c.Call(patchOf(cid, mid, text))
	require.Equal(t, wire.OpModified, answer.GetOp(), servertest.Describe(answer))
}

// patches beyond the limit are lost
func TestAllPatchesAreTold(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Limits: server.Limits{History: 2}})
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	before := time.Now().UnixMilli() - 1000
	var ids []string
	for n := range 5 {
		ids = append(ids, send(t, ann, cid, fmt.Sprint(n)).GetUid())
	}
	for n := range 5 {
		edit(t, ann, cid, ids[n], fmt.Sprint("edited ", n))
	}
	bob := servertest.Dial(t, i)
	open := servertest.OpenCommand(i.AppID, "bob")
	open.GetSessionMessage().SetLastPatchTime(before)
	bob.Call(open)
	bob.Expect(wire.CommandUnread, 0)
	edit(t, ann, cid, ids[0], "edited again")
	var last int64
	seen := map[string]bool{}
	for !seen["edited again"] {
		p := bob.Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage()
		for _, item := range p.GetPatches() {
			seen[item.GetData()] = true
			last = max(last, item.GetPatchTimestamp())
		}
	}
	// What the client does next time: it asks from the newest it knows.
	again := servertest.Dial(t, i)
	open = servertest.OpenCommand(i.AppID, "bob")
	open.GetSessionMessage().SetLastPatchTime(last)
	again.Call(open)
	again.Expect(wire.CommandUnread, 0)
	again.Quiet()
	for n := 1; n < 5; n++ {
		assert.True(t, seen[fmt.Sprint("edited ", n)], "edit %d never reached bob", n)
	}
}
