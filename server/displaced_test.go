package server_test

import (
	"testing"

	"imclient/core/wire"
	"imclient/server/bus"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

// a kicked session that joins a room is a ghost
func TestJoinOfAnEndedSession(t *testing.T) {
	i, held := startHeld(t)
	old, obs := servertest.Dial(t, i), servertest.Login(t, i, "obs")
	old.Call(tagged(i.AppID, "ann", "phone", "d1"))
	m := start()
	m.SetTransient(true)
	cid := obs.Call(conv(wire.OpStart, m)).GetConvMessage().GetCid()
	held.set(true, nil)
	old.Request(conv(wire.OpAdd, in(cid, "ann")))
	held.waitHeld(1)
	// Another node has thrown her out meanwhile.
	for _, s := range i.Servers() {
		s.Deliver(bus.Event{App: i.AppID, To: []string{"ann"}, Order: &bus.Order{Kind: bus.EndSessions, Reason: "out"}})
	}
	held.set(false, nil)
	for answered, ended := false, false; !answered || !ended; {
		switch old.Next().GetCmd() {
		case wire.CommandConv:
			answered = true
		case wire.CommandSession:
			ended = true
		}
	}
	_ = old.WS.CloseNow()
	count := obs.Call(conv(wire.OpCount, in(cid))).GetConvMessage().GetCount()
	assert.EqualValues(t, 1, count, "only obs is in the room; ann's session has ended")
}
