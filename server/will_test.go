package server_test

import (
	"testing"

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
	require.NoError(t, phone.WS.CloseNow())
	require.NoError(t, laptop.WS.CloseNow())
	assert.Equal(t, "last", received(bob).GetMsg())
	bob.Quiet()
}
