package core_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

func TestLogin(t *testing.T) {
	h, rt := coretest.New(t, core.Options{UserAgent: "test/1"})
	var tom *core.Client
	rt.Open(core.ClientOptions{ID: "tom", Tag: "mobile"}, func(c *core.Client, err error) {
		require.NoError(t, err)
		tom = c
	})
	h.Accept()
	open := h.One(wire.CommandSession, wire.OpOpen)
	assert.Equal(t, "app", open.GetAppId())
	assert.Equal(t, "tom", open.GetPeerId())
	session := open.GetSessionMessage()
	assert.Equal(t, "test/1", session.GetUa())
	assert.Equal(t, "mobile", session.GetTag())
	assert.Equal(t, "device", session.GetDeviceId())
	assert.True(t, session.HasR())
	assert.False(t, session.GetR())
	assert.False(t, session.HasS())
	assert.False(t, session.HasSt())
	assert.EqualValues(t, 0xBB, session.GetConfigBitmap())
	h.Reply(open, coretest.Opened("tom", "t", 60, 5))
	require.NotNil(t, tom)
	assert.Equal(t, "tom", tom.ID())
	assert.Same(t, rt, tom.Realtime())
}

func TestAnonymousLogin(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	var client *core.Client
	rt.Open(core.ClientOptions{}, func(c *core.Client, err error) {
		require.NoError(t, err)
		client = c
	})
	h.Accept()
	open := h.One(wire.CommandSession, wire.OpOpen)
	assert.False(t, open.HasPeerId())
	h.Reply(open, coretest.Opened("assigned", "t", 60, 5))
	require.NotNil(t, client)
	assert.Equal(t, "assigned", client.ID())
	rt.Open(core.ClientOptions{ID: "assigned"}, func(c *core.Client, err error) { assert.Same(t, client, c) })
}

func TestOneClientForEachID(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	var clients []*core.Client
	for range 3 {
		rt.Open(core.ClientOptions{ID: "tom"}, func(c *core.Client, err error) { clients = append(clients, c) })
	}
	h.Accept()
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "t", 60, 5))
	rt.Open(core.ClientOptions{ID: "tom"}, func(c *core.Client, err error) { clients = append(clients, c) })
	require.Len(t, clients, 4)
	for _, c := range clients {
		assert.Same(t, clients[0], c)
	}
}

func TestLoginIsRefused(t *testing.T) {
	refusals := map[string]func(*coretest.Host, *wire.GenericCommand){
		"by an error": func(h *coretest.Host, open *wire.GenericCommand) { h.Refuse(open, 4102, "SIGNATURE_FAILED") },
		"by closed": func(h *coretest.Host, open *wire.GenericCommand) {
			session := new(wire.SessionCommand)
			session.SetCode(4102)
			session.SetReason("SIGNATURE_FAILED")
			closed := coretest.Command(wire.CommandSession, wire.OpClosed, "tom")
			closed.SetSessionMessage(session)
			h.Reply(open, closed)
		},
		"by a push": func(h *coretest.Host, open *wire.GenericCommand) {
			session := new(wire.SessionCommand)
			session.SetCode(4102)
			closed := coretest.Command(wire.CommandSession, wire.OpClosed, "tom")
			closed.SetSessionMessage(session)
			h.Push(closed)
		},
		"by the socket": func(h *coretest.Host, open *wire.GenericCommand) { h.Cut(4102, "") },
	}
	for name, refuse := range refusals {
		t.Run(name, func(t *testing.T) {
			h, rt := coretest.New(t, core.Options{})
			var got []error
			rt.Open(core.ClientOptions{ID: "tom"}, func(_ *core.Client, err error) { got = append(got, err) })
			h.Accept()
			refuse(h, h.One(wire.CommandSession, wire.OpOpen))
			require.Len(t, got, 1, "rejected at once, and once")
			assert.ErrorIs(t, got[0], &core.Error{Code: core.SignatureFailed})
			assert.Equal(t, core.StateIdle, rt.State())
			assert.Zero(t, h.Timers())
			assert.Empty(t, h.Events)
			h.Login("tom")
		})
	}
}

func TestALoginLostHalfwayLeavesTheOthers(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	h.Login("tom")
	var got error
	rt.Open(core.ClientOptions{ID: "jerry"}, func(_ *core.Client, err error) { got = err })
	h.Cut(4107, "")
	assert.ErrorIs(t, got, &core.Error{Code: core.ReadTimeout})
	assert.Equal(t, core.StateDisconnected, rt.State())
	rt.Open(core.ClientOptions{ID: "jerry"}, func(_ *core.Client, err error) { got = err })
	assert.ErrorIs(t, got, core.ErrNotConnected)
	h.Sent()
	h.Advance(time.Second)
	h.Accept()
	assert.Equal(t, "tom", h.One(wire.CommandSession, wire.OpOpen).GetPeerId())
}

func TestUnansweredLogin(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	var got error
	rt.Open(core.ClientOptions{ID: "tom"}, func(_ *core.Client, err error) { got = err })
	h.Accept()
	h.Advance(20 * time.Second)
	assert.ErrorIs(t, got, core.ErrTimeout)
	assert.EqualError(t, got, "Command Timeout [cmd:session op:open]")
	assert.Equal(t, core.StateIdle, rt.State())
}

func TestReopen(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.LoginWith(core.ClientOptions{ID: "tom", Tag: "web"})
	unread := new(wire.UnreadCommand)
	unread.SetNotifTime(77)
	push := coretest.Command(wire.CommandUnread, 0, "tom")
	push.SetUnreadMessage(unread)
	h.Push(push)
	h.TakeEvents()
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	open := h.One(wire.CommandSession, wire.OpOpen)
	session := open.GetSessionMessage()
	assert.True(t, session.GetR())
	assert.Equal(t, "token-tom", session.GetSt())
	assert.False(t, session.HasTag())
	assert.False(t, session.HasDeviceId())
	assert.EqualValues(t, 77, session.GetLastUnreadNotifTime())
	assert.Equal(t, coretest.Start.UnixMilli(), session.GetLastPatchTime())

	var online []string
	tom.Ping([]string{"a"}, func(ids []string, err error) { online = ids })
	assert.Empty(t, h.Sent(), "requests wait for the session")
	h.TakeEvents()
	h.Reply(open, coretest.Opened("tom", "next", 3600, 9))
	assert.Equal(t, []core.Event{&core.ClientReconnected{Client: tom}}, h.TakeEvents())
	query := h.One(wire.CommandSession, wire.OpQuery)
	result := new(wire.SessionCommand)
	result.SetOnlineSessionPeerIds([]string{"a"})
	reply := coretest.Command(wire.CommandSession, wire.OpQueryResult, "tom")
	reply.SetSessionMessage(result)
	h.Reply(query, reply)
	assert.Equal(t, []string{"a"}, online)
}

func TestReopenWithoutAToken(t *testing.T) {
	signed := 0
	signer := coretest.Signer(func(r core.SignatureRequest, done func(core.Signature, error)) {
		assert.Equal(t, core.SignatureRequest{Kind: core.SignLogin, ClientID: "tom"}, r)
		signed++
		done(core.Signature{Signature: "s", Timestamp: 1, Nonce: "n"}, nil)
	})
	check := func(t *testing.T, h *coretest.Host) {
		open := h.One(wire.CommandSession, wire.OpOpen)
		session := open.GetSessionMessage()
		assert.True(t, session.GetR())
		assert.False(t, session.HasSt())
		assert.Equal(t, "s", session.GetS())
		assert.Equal(t, "web", session.GetTag())
		assert.Equal(t, "device", session.GetDeviceId())
		h.TakeEvents()
		h.Reply(open, coretest.Opened("tom", "next", 3600, 9))
		assert.Len(t, coretest.EventsOf[*core.ClientReconnected](h), 1)
	}
	start := func(t *testing.T) *coretest.Host {
		h, _ := coretest.New(t, core.Options{})
		h.LoginWith(core.ClientOptions{ID: "tom", Tag: "web", Sign: signer})
		return h
	}
	t.Run("refused by the server", func(t *testing.T) {
		h := start(t)
		h.Cut(1006, "")
		h.Advance(time.Second)
		h.Accept()
		h.Refuse(h.One(wire.CommandSession, wire.OpOpen), core.SessionTokenExpired, "SESSION_TOKEN_EXPIRED")
		check(t, h)
	})
	t.Run("known to have expired", func(t *testing.T) {
		h := start(t)
		h.Cut(1006, "")
		for i := 0; h.Dials != nil && i < 15; i++ { // long enough for the token's hour to pass
			h.Advance(5 * time.Minute)
			h.Cut(1006, "")
		}
		h.Advance(5 * time.Minute)
		h.Accept()
		check(t, h)
	})
	assert.Equal(t, 4, signed)
}

func TestATokenIsRenewedBeforeItExpires(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	rt.Open(core.ClientOptions{ID: "tom"}, func(*core.Client, error) {})
	h.Accept()
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "token-tom", 120, 1))
	h.Advance(59 * time.Second)
	assert.Empty(t, h.Sent())
	h.Advance(time.Second)
	refresh := h.One(wire.CommandSession, wire.OpRefresh)
	assert.Equal(t, "token-tom", refresh.GetSessionMessage().GetSt())
	session := new(wire.SessionCommand)
	session.SetSt("renewed")
	session.SetStTtl(3600)
	reply := coretest.Command(wire.CommandSession, wire.OpRefreshed, "tom")
	reply.SetSessionMessage(session)
	h.Reply(refresh, reply)

	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	assert.Equal(t, "renewed", h.One(wire.CommandSession, wire.OpOpen).GetSessionMessage().GetSt())
}

func TestSigning(t *testing.T) {
	t.Run("asynchronous", func(t *testing.T) {
		h, rt := coretest.New(t, core.Options{})
		var answer func(core.Signature, error)
		rt.Open(core.ClientOptions{ID: "tom", Sign: coretest.Signer(func(_ core.SignatureRequest, done func(core.Signature, error)) { answer = done })},
			func(*core.Client, error) {})
		h.Accept()
		assert.Empty(t, h.Sent())
		answer(core.Signature{Signature: "s", Timestamp: 7, Nonce: "n"}, nil)
		session := h.One(wire.CommandSession, wire.OpOpen).GetSessionMessage()
		assert.Equal(t, "s", session.GetS())
		assert.EqualValues(t, 7, session.GetT())
		assert.Equal(t, "n", session.GetN())
		answer(core.Signature{}, nil)
		assert.Empty(t, h.Sent(), "a second answer is ignored")
	})
	t.Run("failing", func(t *testing.T) {
		h, rt := coretest.New(t, core.Options{})
		cause := errors.New("no key")
		var got error
		rt.Open(core.ClientOptions{ID: "tom", Sign: coretest.Signer(func(_ core.SignatureRequest, done func(core.Signature, error)) { done(core.Signature{}, cause) })},
			func(_ *core.Client, err error) { got = err })
		h.Accept()
		assert.ErrorIs(t, got, cause)
		assert.EqualError(t, got, "sign error: no key")
	})
	t.Run("too late", func(t *testing.T) {
		h, rt := coretest.New(t, core.Options{})
		h.Login("other")
		var answer func(core.Signature, error)
		var got error
		rt.Open(core.ClientOptions{ID: "tom", Sign: coretest.Signer(func(_ core.SignatureRequest, done func(core.Signature, error)) { answer = done })},
			func(_ *core.Client, err error) { got = err })
		h.Cut(1006, "")
		require.Error(t, got)
		h.Advance(time.Second)
		h.Accept()
		h.Sent()
		answer(core.Signature{Signature: "s"}, nil)
		assert.Empty(t, h.Sent())
	})
}

func TestTheServerEndsASession(t *testing.T) {
	for _, c := range []struct {
		code core.Code
		want func(*core.Client) core.Event
	}{
		{core.SessionConflict, func(c *core.Client) core.Event {
			return &core.ClientConflict{Client: c, Reason: "why"}
		}},
		{core.KickedByApp, func(c *core.Client) core.Event {
			return &core.ClientClosed{Client: c, Code: core.KickedByApp, Reason: "why"}
		}},
	} {
		t.Run(c.code.String(), func(t *testing.T) {
			h, rt := coretest.New(t, core.Options{})
			tom, other := h.Login("tom"), h.Login("other")
			var pinged error
			tom.Ping([]string{"a"}, func(_ []string, err error) { pinged = err })
			h.Sent()
			h.TakeEvents()
			session := new(wire.SessionCommand)
			session.SetCode(int32(c.code))
			session.SetReason("why")
			closed := coretest.Command(wire.CommandSession, wire.OpClosed, "tom")
			closed.SetSessionMessage(session)
			h.Push(closed)
			assert.Equal(t, []core.Event{c.want(tom)}, h.TakeEvents())
			assert.ErrorIs(t, pinged, &core.Error{Code: c.code})
			assert.True(t, tom.Closed())
			assert.False(t, other.Closed())
			assert.Equal(t, core.StateConnected, rt.State())
			again := h.Login("tom")
			assert.NotSame(t, tom, again, "the same id logs in anew")
			tom.Ping([]string{"a"}, func(_ []string, err error) { pinged = err })
			assert.ErrorIs(t, pinged, core.ErrClosed)
		})
	}
}

func TestARefusedReopenIsFinal(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	var pinged error
	tom.Ping([]string{"a"}, func(_ []string, err error) { pinged = err })
	h.TakeEvents()
	h.Refuse(h.One(wire.CommandSession, wire.OpOpen), core.SessionConflict, "SESSION_CONFLICT")
	refused := &core.Error{Code: core.SessionConflict, Reason: "SESSION_CONFLICT"}
	assert.Equal(t, []core.Event{
		&core.ReconnectFailed{Client: tom, Err: refused},
		&core.ClientConflict{Client: tom, Reason: "SESSION_CONFLICT"},
	}, h.TakeEvents())
	assert.ErrorIs(t, pinged, refused)
	assert.Equal(t, core.StateIdle, rt.State())
}

func TestAFailedReopenIsTriedAgain(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	h.TakeEvents()
	h.Refuse(h.One(wire.CommandSession, wire.OpOpen), core.InternalError, "")
	assert.Len(t, coretest.EventsOf[*core.ReconnectFailed](h), 1)
	h.Advance(time.Second)
	h.One(wire.CommandSession, wire.OpOpen)
	h.Advance(20 * time.Second)
	assert.Len(t, coretest.EventsOf[*core.ReconnectFailed](h), 2)
	h.Advance(2 * time.Second)
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "t", 60, 1))
	assert.Len(t, coretest.EventsOf[*core.ClientReconnected](h), 1)
	assert.False(t, tom.Closed())
}

func TestClientClose(t *testing.T) {
	t.Run("twice", func(t *testing.T) {
		h, rt := coretest.New(t, core.Options{})
		h.Login("other")
		tom := h.Login("tom")
		h.TakeEvents()
		closed := 0
		for range 2 {
			tom.Close(func(err error) { assert.NoError(t, err); closed++ })
		}
		request := h.One(wire.CommandSession, wire.OpClose)
		assert.Zero(t, closed)
		var got error
		tom.Ping([]string{"a"}, func(_ []string, err error) { got = err })
		assert.ErrorIs(t, got, core.ErrClosed)
		again := h.Login("tom")
		assert.NotSame(t, tom, again, "the id is free at once")
		h.Reply(request, coretest.Command(wire.CommandSession, wire.OpClosed, "tom"))
		tom.Close(func(err error) { assert.NoError(t, err); closed++ })
		assert.Equal(t, 3, closed)
		assert.Equal(t, []core.Event{&core.ClientClosed{Client: tom}}, h.TakeEvents())
		rt.Open(core.ClientOptions{ID: "tom"}, func(c *core.Client, err error) { assert.Same(t, again, c) })
	})
	t.Run("when the server does not answer", func(t *testing.T) {
		h, _ := coretest.New(t, core.Options{})
		tom := h.Login("tom")
		closed := false
		tom.Close(func(err error) { closed = err == nil })
		h.Advance(20 * time.Second)
		assert.True(t, closed)
	})
	t.Run("when the connection is lost meanwhile", func(t *testing.T) {
		h, rt := coretest.New(t, core.Options{})
		tom := h.Login("tom")
		h.TakeEvents()
		closed := 0
		tom.Close(func(err error) { assert.NoError(t, err); closed++ })
		h.Cut(1006, "")
		assert.Equal(t, 1, closed)
		assert.Equal(t, []core.Event{&core.ClientClosed{Client: tom}}, h.TakeEvents())
		assert.Equal(t, core.StateIdle, rt.State())
	})
	t.Run("before the server has answered the login", func(t *testing.T) {
		h, rt := coretest.New(t, core.Options{})
		h.Login("other")
		var got error
		rt.Open(core.ClientOptions{ID: "tom"}, func(_ *core.Client, err error) { got = err })
		h.One(wire.CommandSession, wire.OpOpen)
		rt.Close()
		assert.ErrorIs(t, got, core.ErrClosed)
		assert.Len(t, h.Sent(), 2, "both sessions end on the server")
	})
	t.Run("while disconnected", func(t *testing.T) {
		h, rt := coretest.New(t, core.Options{})
		tom := h.Login("tom")
		h.Cut(1006, "")
		closed := false
		tom.Close(func(err error) { closed = err == nil })
		assert.True(t, closed)
		assert.Equal(t, core.StateIdle, rt.State())
		assert.Zero(t, h.Timers())
	})
}

func TestClientOptionsAreChecked(t *testing.T) {
	_, rt := coretest.New(t, core.Options{})
	var got error
	rt.Open(core.ClientOptions{ID: "tom", Tag: "default"}, func(_ *core.Client, err error) { got = err })
	var argument *core.ArgumentError
	assert.ErrorAs(t, got, &argument)
	assert.Equal(t, core.StateIdle, rt.State())
}

func TestASignerMayEndTheConnection(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	h.Login("tom")
	signed := 0
	h.LoginWith(core.ClientOptions{ID: "signer", Sign: coretest.Signer(func(_ core.SignatureRequest, done func(core.Signature, error)) {
		if signed++; signed > 1 {
			rt.Pause()
		}
		done(core.Signature{Signature: "s"}, nil)
	})})
	h.LoginWith(core.ClientOptions{ID: "last"})
	h.Cut(1006, "")
	h.Advance(2 * time.Hour) // all tokens expire
	if rt.State() == core.StateDisconnected {
		require.NoError(t, rt.Retry())
	}
	h.Accept()
	assert.Equal(t, core.StateOffline, rt.State())
}

func TestManyClientsReopen(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	h.Login("tom")
	h.Login("jerry")
	h.TakeEvents()
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	opens := h.Sent()
	require.Len(t, opens, 2)
	h.Refuse(opens[0], core.SessionConflict, "SESSION_CONFLICT")
	h.Reply(opens[1], coretest.Opened("jerry", "t", 60, 1))
	assert.Len(t, coretest.EventsOf[*core.ClientConflict](h), 1)
	back := coretest.EventsOf[*core.ClientReconnected](h)
	require.Len(t, back, 1)
	assert.Equal(t, "jerry", back[0].Client.ID())
	assert.Len(t, coretest.EventsOf[*core.Disconnected](h), 1)
	assert.Len(t, coretest.EventsOf[*core.Reconnected](h), 1)
}
