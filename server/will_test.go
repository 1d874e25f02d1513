package server_test

import (
	"testing"

	"imclient/server"
	"imclient/server/bus/nats"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A client has one will, the last one, whichever of its devices set it.
func TestOneWillForEachClient(t *testing.T) {
	i := servertest.Start(t)
	phone, laptop, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, phone, "bob")
	drain(bob)
	drain(laptop)
	leave := func(c *servertest.Client, text string) {
		t.Helper()
		will := direct(cid, text)
		will.GetDirectMessage().SetWill(true)
		require.False(t, c.Call(will).GetAckMessage().HasCode())
	}
	leave(phone, "first")
	leave(phone, "second")
	leave(laptop, "last")
	bob.Settle() // or the node of the phone does not know yet
	require.NoError(t, phone.WS.CloseNow())
	require.NoError(t, laptop.WS.CloseNow())
	assert.Equal(t, "last", received(bob).GetMsg())
	bob.Quiet()
}

// Of two wills that are set on two nodes at the same time one is left, in whatever order
// the nodes hear of it.
func TestWillsOnTwoNodesAtOnce(t *testing.T) {
	for name, reverse := range map[string]bool{"as they were set": false, "the other way round": true} {
		t.Run(name, func(t *testing.T) {
			c := servertest.StartCluster(t, 2, server.Options{}, nats.Options{})
			bob := servertest.Login(t, c.Nodes[0], "bob")
			var devices []*servertest.Client
			for _, node := range c.Nodes {
				devices = append(devices, servertest.Login(t, node, "ann"))
			}
			cid := create(t, bob, "ann")
			for _, d := range devices {
				joined(d)
			}
			for _, r := range c.Relays {
				r.Stall()
			}
			for n, d := range devices {
				will := direct(cid, []string{"first", "second"}[n])
				will.GetDirectMessage().SetWill(true)
				require.False(t, d.Call(will).GetAckMessage().HasCode())
			}
			first, second := c.Relays[0], c.Relays[1]
			if reverse {
				first, second = second, first
			}
			first.Mend()
			second.Mend()
			// What each node says now comes after the orders about wills.
			for n, d := range devices {
				send(t, d, cid, "left a will")
				assert.Equal(t, []string{"left a will"}, messages(devices[1-n], 1))
			}
			assert.Equal(t, []string{"left a will", "left a will"}, messages(bob, 2))
			for _, d := range devices {
				require.NoError(t, d.WS.CloseNow())
			}
			assert.Equal(t, []string{"second"}, messages(bob, 1))
			bob.Quiet()
		})
	}
}
