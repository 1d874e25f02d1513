package server_test

import (
	"strings"
	"testing"

	"imclient/server"
	"imclient/server/servertest"
)

func TestTagAndDeviceAreBounded(t *testing.T) {
	i := servertest.Start(t)
	long := strings.Repeat("d", 257)
	refused(t, servertest.Dial(t, i), server.InvalidLogin, tagged(i.AppID, "ann", "phone", long))
	refused(t, servertest.Dial(t, i), server.InvalidLogin, tagged(i.AppID, "ann", long, "d"))
}
