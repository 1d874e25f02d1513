package server_test

import (
	"fmt"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/bus/nats"
	"imclient/server/servertest"
	"imclient/server/store"
	"imclient/server/store/postgres"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A node that has just started knows of no message what it has delivered. Those who log
// in there have what was sent before in the history and the unread count, also when the
// times of the messages run ahead of the clock, as they do in a burst.
func TestAFreshNodeTellsNothingTwice(t *testing.T) {
	for name, ahead := range map[string]int64{"at their times": 0, "ahead of the clock": 9000} {
		t.Run(name, func(t *testing.T) {
			c := servertest.StartCluster(t, 2, server.Options{}, nats.Options{Poll: servertest.Lease / 5})
			ann, bob := servertest.Login(t, c.Nodes[0], "ann"), servertest.Login(t, c.Nodes[0], "bob")
			cid := create(t, ann, "bob", "cid")
			joined(bob)
			runAhead(t, c, cid, ahead)
			c.NATS.Stop()
			c.Nodes[1].Restart()
			var last *wire.AckCommand
			for n := range 3 {
				last = send(t, ann, cid, fmt.Sprint(n))
			}
			assert.Equal(t, []string{"0", "1", "2"}, messages(bob, 3))
			bob.Send(readUpTo(cid, last.GetUid(), last.GetT()))
			bob.Expect(wire.CommandUnread, 0)

			own, read, unread := servertest.Login(t, c.Nodes[1], "ann"), servertest.Login(t, c.Nodes[1], "bob"), servertest.Login(t, c.Nodes[1], "cid")
			assert.EqualValues(t, 3, unread.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs()[0].GetUnread())
			looked := c.Nodes[1].Server().BusState().Lost + 2
			servertest.Until(t, "the node looks for what it missed", func() bool { return c.Nodes[1].Server().BusState().Lost > looked })
			send(t, ann, cid, "after")
			for who, client := range map[string]*servertest.Client{"the sender": own, "who has read it": read, "who has not": unread} {
				assert.Equal(t, []string{"after"}, messages(client, 1), who)
				client.Quiet()
			}
		})
	}
}

// runAhead has the next message of a conversation follow one whose time is that much
// ahead of the clock, as after a burst.
func runAhead(t *testing.T, c *servertest.Cluster, cid string, milliseconds int64) {
	t.Helper()
	s, err := postgres.Open(c.Database, postgres.Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	done := make(chan error, 1)
	s.Update(func(tx store.Tx) error {
		return tx.RaiseLastTimestamp(c.Nodes[0].AppID, cid, tx.Now()+milliseconds)
	}, func(err error) { done <- err })
	require.NoError(t, <-done)
}
