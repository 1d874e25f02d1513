package server_test

import (
	"fmt"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/require"
)

func TestTagAndDeviceAreBounded(t *testing.T) {
	i := servertest.Start(t)
	long := strings.Repeat("d", 257)
	refused(t, servertest.Dial(t, i), server.InvalidLogin, tagged(i.AppID, "ann", "phone", long))
	refused(t, servertest.Dial(t, i), server.InvalidLogin, tagged(i.AppID, "ann", long, "d"))
}

func TestSessionsOfAConnection(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i)
	for n := range 1000 {
		require.Equal(t, wire.OpOpened, c.Call(servertest.OpenCommand(i.AppID, fmt.Sprint("c", n))).GetOp())
	}
	refused(t, c, server.InvalidLogin, servertest.OpenCommand(i.AppID, "one more"))
	again := c.Call(servertest.OpenCommand(i.AppID, "c7"))
	require.Equal(t, wire.OpOpened, again.GetOp())
}
