package server_test

import (
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server/servertest"

	"github.com/stretchr/testify/require"
)

func createTemporary(t *testing.T, c *servertest.Client, m *wire.ConvCommand) string {
	started := c.Call(conv(wire.OpStart, m))
	require.Equal(t, wire.OpStarted, started.GetOp(), servertest.Describe(started))
	joined(c)
	return started.GetConvMessage().GetCid()
}

// an expired conversation in the snapshot
func TestExpiredIsNotInTheSnapshot(t *testing.T) {
	i, clock := startFrozen(t)
	ann := servertest.Login(t, i, "ann")
	tmp := start("bob")
	tmp.SetTempConv(true)
	tmp.SetTempConvTTL(10)
	cid := createTemporary(t, ann, tmp)
	mid := send(t, ann, cid, "hello").GetUid()
	edit(t, ann, cid, mid, "hello!")
	since := clock.Now().Add(-time.Minute).UnixMilli()
	clock.advance(15 * time.Second)
	open := servertest.OpenCommand(i.AppID, "bob")
	open.GetSessionMessage().SetLastUnreadNotifTime(since)
	open.GetSessionMessage().SetLastPatchTime(since)
	bob := servertest.Dial(t, i)
	bob.Call(open)
	bob.Request(servertest.Command(wire.CommandEcho, 0))
	for {
		m := bob.Next()
		if m.GetCmd() == wire.CommandEcho {
			break
		}
		t.Error("bob is told of what is gone:", servertest.Describe(m), len(m.GetUnreadMessage().GetConvs()), len(m.GetPatchMessage().GetPatches()))
	}
}
