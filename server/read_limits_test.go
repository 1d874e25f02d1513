package server_test

import (
	"testing"

	"imclient/core/wire"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

// One command that names conversations again and again tells of each once.
func TestReadOfOneConversationManyTimes(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	send(t, ann, cid, "one")
	messages(bob, 1)
	m := new(wire.ReadCommand)
	for range 2000 {
		tuple := new(wire.ReadTuple)
		tuple.SetCid(cid)
		m.AddConvs(tuple)
	}
	cmd := servertest.Command(wire.CommandRead, 0)
	cmd.SetReadMessage(m)
	bob.Send(cmd)
	convs := bob.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs()
	assert.Len(t, convs, 1)
	assert.Zero(t, convs[0].GetUnread())
}
