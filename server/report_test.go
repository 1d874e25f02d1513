package server_test

import (
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

func native(appID, client, tag, deviceToken string) *wire.GenericCommand {
	cmd := servertest.OpenCommand(appID, client)
	cmd.GetSessionMessage().SetTag(tag)
	cmd.GetSessionMessage().SetDeviceToken(deviceToken)
	return cmd
}

func again(cmd *wire.GenericCommand, token string) *wire.GenericCommand {
	cmd.GetSessionMessage().SetR(true)
	cmd.GetSessionMessage().SetSt(token)
	return cmd
}

func upload(data string) *wire.GenericCommand {
	m := new(wire.ReportCommand)
	m.SetInitiative(true)
	m.SetType("token")
	m.SetData(data)
	cmd := servertest.Command(wire.CommandReport, wire.OpUpload)
	cmd.SetReportMessage(m)
	return cmd
}

// A claim outlives the connection, and is known by the device token that was
// reported last.
func TestReportedDeviceToken(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i)
	token := c.Call(native(i.AppID, "ann", "phone", "t1")).GetSessionMessage().GetSt()
	uploaded := c.Call(upload("t2"))
	assert.Equal(t, wire.CommandReport, uploaded.GetCmd())
	assert.Equal(t, wire.OpUploaded, uploaded.GetOp())
	refused(t, c, server.InvalidLogin, upload(strings.Repeat("x", 300)))
	_ = c.WS.CloseNow()

	for device, want := range map[string]wire.OpType{"t3": 0, "t1": 0, "t2": wire.OpOpened} {
		answer := servertest.Dial(t, i).Call(again(native(i.AppID, "ann", "phone", device), token))
		assert.Equal(t, want, answer.GetOp(), device)
		if want == 0 {
			assert.EqualValues(t, server.SessionConflict, answer.GetErrorMessage().GetCode())
		}
	}
}

// Who is known by a device id stays so.
func TestReportAfterDeviceId(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i)
	token := c.Call(tagged(i.AppID, "ann", "phone", "d1")).GetSessionMessage().GetSt()
	assert.Equal(t, wire.OpUploaded, c.Call(upload("t2")).GetOp())
	_ = c.WS.CloseNow()
	assert.Equal(t, wire.OpOpened, servertest.Dial(t, i).Call(reopen(i.AppID, "ann", token)).GetOp())
}
