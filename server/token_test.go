package server_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// worthless checks that a token opens nothing.
func worthless(t *testing.T, i *servertest.Instance, client, token string, code server.Code) {
	t.Helper()
	refused(t, servertest.Dial(t, i), code, reopen(i.AppID, client, token))
	status, _ := notifications(t, i, token, url.Values{"client_id": {client}, "start_ts": {"0"}})
	assert.Equal(t, http.StatusUnauthorized, status)
}

func TestTokenOfAClosedSession(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i)
	first := c.Open(i.AppID, "ann").GetSessionMessage().GetSt()
	refresh := servertest.Command(wire.CommandSession, wire.OpRefresh)
	refresh.SetSessionMessage(new(wire.SessionCommand))
	refresh.GetSessionMessage().SetSt(first)
	second := c.Call(refresh).GetSessionMessage().GetSt()
	other := servertest.Dial(t, i).Open(i.AppID, "ann").GetSessionMessage().GetSt()

	c.Call(servertest.Command(wire.CommandSession, wire.OpClose))
	worthless(t, i, "ann", first, server.SessionTokenExpired)
	worthless(t, i, "ann", second, server.SessionTokenExpired)
	i.Restart()
	worthless(t, i, "ann", second, server.SessionTokenExpired)
	assert.Equal(t, wire.OpOpened, servertest.Dial(t, i).Call(reopen(i.AppID, "ann", other)).GetOp(), "another login is another matter")
}

func TestTokensOfAKickedClient(t *testing.T) {
	i := servertest.Start(t)
	away := servertest.Dial(t, i)
	tokenAway := away.Open(i.AppID, "ann").GetSessionMessage().GetSt()
	require.NoError(t, away.WS.CloseNow())
	here := servertest.Dial(t, i)
	token := here.Open(i.AppID, "ann").GetSessionMessage().GetSt()
	status, _ := restMaster(t, i, "POST", "/1.2/rtm/clients/ann/kick", "")
	require.Equal(t, http.StatusOK, status)
	worthless(t, i, "ann", token, server.SessionTokenExpired)
	i.Restart()
	worthless(t, i, "ann", tokenAway, server.SessionTokenExpired)
	assert.NotEmpty(t, servertest.Dial(t, i).Open(i.AppID, "ann").GetSessionMessage().GetSt(), "the client may log in anew")
}

func TestTokenOfADisplacedSession(t *testing.T) {
	i := servertest.Start(t)
	old := servertest.Dial(t, i)
	token := old.Call(tagged(i.AppID, "ann", "phone", "d1")).GetSessionMessage().GetSt()
	fresh := servertest.Dial(t, i)
	fresh.Call(tagged(i.AppID, "ann", "phone", "d2"))
	old.Expect(wire.CommandSession, wire.OpClosed)
	fresh.Call(servertest.Command(wire.CommandSession, wire.OpClose)) // and gives the tag free
	worthless(t, i, "ann", token, server.SessionTokenExpired)
}

// A signature ends with its user being thrown out.
func TestSignatureFromBeforeAKick(t *testing.T) {
	clock := newFakeClock()
	i := startSigned(t, clock)
	c := servertest.Dial(t, i)
	millis, seconds := signedOpen(i, "ann", clock.Now().UnixMilli()), signedOpen(i, "ann", clock.Now().Unix())
	require.Equal(t, wire.OpOpened, c.Call(millis).GetOp())
	clock.advance(2 * time.Second)
	status, _ := restMaster(t, i, "POST", "/1.2/rtm/clients/ann/kick", "")
	require.Equal(t, http.StatusOK, status)
	c.Expect(wire.CommandSession, wire.OpClosed)
	refused(t, c, server.SignatureFailed, millis)
	refused(t, c, server.SignatureFailed, seconds)
	clock.advance(2 * time.Second)
	assert.Equal(t, wire.OpOpened, c.Call(signedOpen(i, "ann", clock.Now().UnixMilli())).GetOp())
}
