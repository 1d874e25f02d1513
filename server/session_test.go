package server_test

import (
	"strings"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSessionOpen(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i)
	before := time.Now().UnixMilli()
	opened := c.Open(i.AppID, "ann")
	assert.Equal(t, "ann", opened.GetPeerId())
	assert.EqualValues(t, 2, opened.GetService())
	assert.GreaterOrEqual(t, opened.GetServerTs(), before-1)
	m := opened.GetSessionMessage()
	assert.NotEmpty(t, m.GetSt())
	assert.EqualValues(t, 24*60*60, m.GetStTtl())
	assert.False(t, m.HasCode(), "an optional zero counts as set")

	echo := c.Call(servertest.Command(wire.CommandEcho, 0))
	assert.Equal(t, wire.CommandEcho, echo.GetCmd())
	assert.Equal(t, "ann", echo.GetPeerId())
}

func TestAnonymousSessions(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i)
	first := c.Open(i.AppID, "").GetPeerId()
	second := c.Open(i.AppID, "").GetPeerId()
	assert.NotEmpty(t, first)
	assert.NotEqual(t, first, second, "each one is a new client")
}

func TestSessionRefusals(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i)
	refused(t, c, server.SessionRequired, conv(wire.OpStart, start("x")))
	refused(t, c, server.SessionRequired, direct("c", "hello"))
	refused(t, c, server.InvalidLogin, servertest.OpenCommand(i.AppID, strings.Repeat("x", 65)))
	assert.Equal(t, wire.CommandEcho, c.Call(servertest.Command(wire.CommandEcho, 0)).GetCmd(), "a heartbeat needs no session")
	c.Open(i.AppID, strings.Repeat("名", 64))

	other := conv(wire.OpStart, start("x"))
	other.SetPeerId("not open here")
	refused(t, c, server.SessionRequired, other)
	refused(t, c, server.ConversationNotAllowed, servertest.Command(wire.CommandPubsub, wire.OpAdd))
}

func TestUnknownApp(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i)
	refused(t, c, server.AppNotAvailable, servertest.OpenCommand("unknown", "ann"))
	assert.EqualValues(t, server.AppNotAvailable, c.Closed())
}

func TestSeveralClientsOnOneConnection(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i)
	c.Open(i.AppID, "ann")
	c.Open(i.AppID, "bob")

	started := c.Call(conv(wire.OpStart, start("ann", "bob")))
	assert.Equal(t, "ann", started.GetPeerId(), "a frame without peerId is the first client's")
	told := map[string]int{}
	for range 4 {
		told[c.Next().GetPeerId()]++
	}
	assert.Equal(t, map[string]int{"ann": 2, "bob": 2}, told)

	cmd := direct(started.GetConvMessage().GetCid(), "hello")
	cmd.SetPeerId("bob")
	ack := c.Call(cmd)
	assert.Equal(t, "bob", ack.GetPeerId())
	push := c.Expect(wire.CommandDirect, 0)
	assert.Equal(t, "ann", push.GetPeerId())
	assert.Equal(t, "bob", push.GetDirectMessage().GetFromPeerId())
	c.Quiet()
}

func TestOneAppOnOneConnection(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Apps: []server.App{{ID: "a", Key: "k"}, {ID: "b", Key: "k"}}})
	c := servertest.Dial(t, i)
	c.Open("a", "ann")
	refused(t, c, server.InvalidLogin, servertest.OpenCommand("b", "ann"))
}

func TestSessionClose(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Login(t, i, "ann")
	closed := c.Call(servertest.Command(wire.CommandSession, wire.OpClose))
	assert.Equal(t, wire.OpClosed, closed.GetOp())
	assert.False(t, closed.GetSessionMessage().HasCode())
	refused(t, c, server.SessionRequired, direct("c", "hello"))
	c.Open(i.AppID, "ann")
}

func TestSessionQuery(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Login(t, i, "ann")
	servertest.Login(t, i, "bob")
	m := new(wire.SessionCommand)
	m.SetSessionPeerIds([]string{"nobody", "bob", "ann"})
	cmd := servertest.Command(wire.CommandSession, wire.OpQuery)
	cmd.SetSessionMessage(m)
	answer := c.Call(cmd)
	assert.Equal(t, wire.OpQueryResult, answer.GetOp())
	assert.Equal(t, []string{"bob", "ann"}, answer.GetSessionMessage().GetOnlineSessionPeerIds())
}

func reopen(appID, client, token string) *wire.GenericCommand {
	cmd := servertest.OpenCommand(appID, client)
	cmd.GetSessionMessage().SetR(true)
	cmd.GetSessionMessage().SetSt(token)
	return cmd
}

func TestSessionTokens(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i)
	token := c.Open(i.AppID, "ann").GetSessionMessage().GetSt()

	refresh := servertest.Command(wire.CommandSession, wire.OpRefresh)
	refresh.SetSessionMessage(new(wire.SessionCommand))
	refresh.GetSessionMessage().SetSt(token)
	refreshed := c.Call(refresh)
	assert.Equal(t, wire.OpRefreshed, refreshed.GetOp())
	assert.NotEmpty(t, refreshed.GetSessionMessage().GetSt())

	i.Restart()
	c = servertest.Dial(t, i)
	for _, bad := range []string{"x", "a.b", token + "x", strings.Replace(token, ".", ".A", 1)} {
		refused(t, c, server.SessionTokenExpired, reopen(i.AppID, "ann", bad))
	}
	refused(t, c, server.SessionTokenExpired, reopen(i.AppID, "bob", token))
	opened := c.Call(reopen(i.AppID, "ann", token))
	assert.Equal(t, wire.OpOpened, opened.GetOp(), "a token outlives a restart")
	assert.Equal(t, "ann", opened.GetPeerId())
	opened = c.Call(reopen(i.AppID, "", token))
	assert.Equal(t, "ann", opened.GetPeerId(), "the token knows whose it is")
}

func TestSessionTokenExpires(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Timeouts: server.Timeouts{SessionToken: time.Nanosecond}})
	c := servertest.Dial(t, i)
	token := c.Open(i.AppID, "ann").GetSessionMessage().GetSt()
	refused(t, c, server.SessionTokenExpired, reopen(i.AppID, "ann", token))
}

func tagged(appID, client, tag, device string) *wire.GenericCommand {
	cmd := servertest.OpenCommand(appID, client)
	cmd.GetSessionMessage().SetTag(tag)
	cmd.GetSessionMessage().SetDeviceId(device)
	return cmd
}

func TestTagConflict(t *testing.T) {
	i := servertest.Start(t)
	old := servertest.Dial(t, i)
	token := old.Call(tagged(i.AppID, "ann", "phone", "d1")).GetSessionMessage().GetSt()
	desk := servertest.Dial(t, i)
	desk.Call(tagged(i.AppID, "ann", "desk", "d3"))

	fresh := servertest.Dial(t, i)
	require.Equal(t, wire.OpOpened, fresh.Call(tagged(i.AppID, "ann", "phone", "d2")).GetOp())
	closed := old.Expect(wire.CommandSession, wire.OpClosed)
	assert.False(t, closed.HasI())
	assert.Equal(t, "ann", closed.GetPeerId())
	assert.EqualValues(t, server.SessionConflict, closed.GetSessionMessage().GetCode())
	assert.Equal(t, "SESSION_CONFLICT", closed.GetSessionMessage().GetReason())
	old.Quiet() // the connection stays
	desk.Quiet()

	refused(t, old, server.SessionConflict, reopen(i.AppID, "ann", token))
	fresh.Quiet()
}
