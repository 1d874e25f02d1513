package server_test

import (
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

// A receiver in a chat room that does not keep up loses messages of low priority,
// and stays connected.
// dropped counts what receivers of low priority did not get, of all nodes.
func dropped(i *servertest.Instance) (low int64) {
	for _, s := range i.Servers() {
		_, count := s.Dropped()
		low += count
	}
	return low
}

func TestSlowReceiverLosesLowPriority(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Limits: server.Limits{Queue: 64 << 10}})
	ann, slow := servertest.Login(t, i, "ann"), servertest.Login(t, i, "slow")
	started := start()
	started.SetTransient(true)
	room := ann.Call(conv(wire.OpStart, started)).GetConvMessage().GetCid()
	slow.Call(conv(wire.OpAdd, in(room, "slow")))
	text := strings.Repeat("x", 5000)
	cmd := direct(room, text)
	cmd.SetPriority(3)
	cmd.GetDirectMessage().SetTransient(true)
	sent := 0
	for {
		ann.Call(cmd)
		sent++
		if low := dropped(i); low >= 10 {
			break
		}
	}
	i2 := slow.Request(servertest.Command(wire.CommandEcho, 0))
	got := 0
	for {
		m := slow.Next()
		if m.GetCmd() == wire.CommandEcho && m.GetI() == i2 {
			break
		}
		assert.Equal(t, wire.CommandDirect, m.GetCmd())
		got++
	}
	assert.EqualValues(t, sent, got+int(dropped(i)), "each was delivered or counted")
}
