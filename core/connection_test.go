package core_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

func TestNewRefusesBadOptions(t *testing.T) {
	good := core.Options{AppID: "a", AppKey: "k", Router: "http://h"}
	for name, change := range map[string]func(*core.Options){
		"app id":     func(o *core.Options) { o.AppID = "" },
		"app key":    func(o *core.Options) { o.AppKey = "" },
		"no server":  func(o *core.Options) { o.Router = "" },
		"router":     func(o *core.Options) { o.Router = "h" },
		"api":        func(o *core.Options) { o.API = "ftp://h" },
		"rtm server": func(o *core.Options) { o.RTMServers = []string{"http://h"} },
		"timeout":    func(o *core.Options) { o.CommandTimeout = -1 },
		"probe":      func(o *core.Options) { o.ProbeTimeout = -1 },
		"delay":      func(o *core.Options) { o.MaxRetryDelay = 25 * time.Hour },
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			change(&o)
			_, err := core.New(&coretest.Host{}, o)
			var argument *core.ArgumentError
			assert.ErrorAs(t, err, &argument)
		})
	}
	_, err := core.New(nil, good)
	assert.Error(t, err)
}

func TestConnectsThroughTheRouter(t *testing.T) {
	h, rt := coretest.New(t, core.Options{Router: "https://router.test/"})
	rt.Open(core.ClientOptions{ID: "tom"}, func(*core.Client, error) {})
	request := h.Answer(200, `{"server":"wss://one","secondary":"wss://two","ttl":3600}`)
	assert.Equal(t, "GET", request.Method)
	assert.Equal(t, "https://router.test/v1/route?appId=app&secure=true&_t=1700000000000", request.URL)
	assert.Contains(t, request.Header, core.Header{Name: "X-LC-Id", Value: "app"})
	assert.Equal(t, []string{"wss://one"}, h.Dials)
	assert.Equal(t, []string{"lc.protobuf2.3"}, h.Protocols)

	h.Cut(1006, "")
	assert.Equal(t, []string{"wss://one", "wss://two"}, h.Dials, "the secondary is tried")
	h.Accept()
	assert.Equal(t, core.StateConnected, rt.State())
}

func TestTheRouteIsRememberedAndRenewed(t *testing.T) {
	h, rt := coretest.New(t, core.Options{Router: "https://router.test"})
	rt.Open(core.ClientOptions{ID: "tom"}, func(*core.Client, error) {})
	h.Answer(200, `{"server":"wss://one","ttl":60}`)
	h.Accept()
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "t", 36000, 1))

	h.Cut(1006, "")
	h.Advance(time.Second)
	assert.Empty(t, h.Fetches, "the route is still good")
	assert.Len(t, h.Dials, 2)
	h.Accept()
	h.Sent()

	h.Advance(time.Minute)
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Answer(502, "bad gateway")
	assert.Len(t, h.Dials, 3, "without the router the known servers do")
	h.Accept()
	h.Sent()

	h.Push(coretest.Command(wire.CommandGoaway, 0, ""))
	assert.Equal(t, core.StateDisconnected, rt.State())
	h.Advance(time.Second)
	h.Answer(200, `{"server":"wss://three","ttl":60}`)
	assert.Equal(t, "wss://three", h.Dials[3])
}

func TestAnUnusableRouteFailsTheLogin(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		code   core.Code
	}{
		"unknown app": {404, "", core.AppNotAvailable},
		"broken":      {500, "", 0},
		"no JSON":     {200, "<html>", 0},
		"no servers":  {200, `{"ttl":1}`, 0},
		"bad servers": {200, `{"server":"http://x","ttl":1}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h, rt := coretest.New(t, core.Options{Router: "https://router.test"})
			var got error
			rt.Open(core.ClientOptions{ID: "tom"}, func(_ *core.Client, err error) { got = err })
			h.Answer(c.status, c.body)
			require.Error(t, got)
			if c.code != 0 {
				assert.ErrorIs(t, got, &core.Error{Code: c.code})
			}
			assert.Equal(t, core.StateIdle, rt.State())
			assert.Zero(t, h.Timers())
		})
	}
}

func TestAFailedFirstConnectionIsNotRetried(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	var got []error
	login := func() {
		rt.Open(core.ClientOptions{ID: "tom"}, func(_ *core.Client, err error) { got = append(got, err) })
	}
	login()
	h.Cut(1006, "")
	require.Len(t, got, 1)
	assert.ErrorIs(t, got[0], &core.Error{Code: core.CloseAbnormal})
	assert.EqualError(t, got[0], "Failed to connect [ws://rtm.test]")
	assert.Equal(t, core.StateIdle, rt.State())
	assert.Empty(t, h.Events)

	login()
	h.Advance(10 * time.Second)
	require.Len(t, got, 2, "a server that never answers is given up")
	assert.Equal(t, 1, h.Hangups)

	h.Login("tom")
	assert.Equal(t, core.StateConnected, rt.State())
}

func TestBackOff(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	h.Login("tom")
	h.TakeEvents()
	h.Cut(1006, "")
	assert.Equal(t, []core.Event{
		&core.Disconnected{Realtime: rt},
		&core.Scheduled{Realtime: rt, Attempt: 0, Delay: time.Second},
	}, h.TakeEvents())

	delays := []time.Duration{2, 4, 8, 16, 32, 64, 128, 256, 300, 300}
	wait := time.Second
	for i, delay := range delays {
		h.Advance(wait - time.Millisecond)
		assert.Equal(t, core.StateDisconnected, rt.State())
		h.Advance(time.Millisecond)
		assert.Equal(t, []core.Event{&core.Retrying{Realtime: rt, Attempt: i}}, h.TakeEvents())
		assert.Equal(t, core.StateReconnecting, rt.State())
		h.Cut(1006, "")
		wait = delay * time.Second
		assert.Equal(t, []core.Event{&core.Scheduled{Realtime: rt, Attempt: i + 1, Delay: wait}}, h.TakeEvents())
	}

	h.Advance(wait)
	h.TakeEvents()
	h.Accept()
	assert.Equal(t, []core.Event{&core.Reconnected{Realtime: rt}}, h.TakeEvents())
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "", 0, 2))
	assert.Len(t, coretest.EventsOf[*core.ClientReconnected](h), 1)

	h.TakeEvents()
	h.Cut(1006, "")
	assert.Equal(t, time.Second, coretest.EventsOf[*core.Scheduled](h)[0].Delay, "success resets the back-off")
}

func TestPauseAndResume(t *testing.T) {
	h, rt := coretest.New(t, core.Options{NoResend: true})
	rt.Pause()
	rt.Resume()
	assert.Equal(t, core.StateIdle, rt.State(), "nothing to pause")

	tom := h.Login("tom")
	h.TakeEvents()
	var pinged error
	tom.Ping([]string{"a"}, func(_ []string, err error) { pinged = err })
	rt.Pause()
	assert.ErrorIs(t, pinged, core.ErrNotConnected)
	assert.Equal(t, []core.Event{&core.Disconnected{Realtime: rt}, &core.WentOffline{Realtime: rt}}, h.TakeEvents())
	assert.False(t, h.Open)
	h.Advance(time.Hour)
	assert.Empty(t, h.Events)
	tom.Ping([]string{"a"}, func(_ []string, err error) { pinged = err })
	assert.ErrorIs(t, pinged, core.ErrNotConnected)
	assert.Error(t, rt.Retry())

	rt.Resume()
	rt.Resume()
	assert.Equal(t, []core.Event{
		&core.WentOnline{Realtime: rt},
		&core.Scheduled{Realtime: rt, Attempt: 0, Delay: 0},
	}, h.TakeEvents())
	h.Advance(0)
	assert.Equal(t, []core.Event{&core.Retrying{Realtime: rt, Attempt: 0}}, h.TakeEvents())
	rt.Pause()
	assert.Equal(t, []core.Event{&core.WentOffline{Realtime: rt}}, h.TakeEvents())
	h.Accept() // too late
	assert.Equal(t, core.StateOffline, rt.State())
}

func TestRetryNow(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	assert.EqualError(t, rt.Retry(), "no connection established")
	h.Login("tom")
	var refused *core.StateError
	require.ErrorAs(t, rt.Retry(), &refused)
	assert.Equal(t, core.StateConnected, refused.State)
	h.Cut(1006, "")
	require.NoError(t, rt.Retry())
	assert.Equal(t, core.StateReconnecting, rt.State())
	h.Accept()
	h.Sent()
	h.Advance(time.Minute)
	assert.Len(t, h.Dials, 2, "the scheduled attempt is forgotten")
}

func TestTheLastClientHangsUp(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	tom, jerry := h.Login("tom"), h.Login("jerry")
	assert.Len(t, h.Dials, 1, "one socket for all")
	for _, client := range []*core.Client{tom, jerry} {
		assert.Equal(t, core.StateConnected, rt.State())
		closed := false
		client.Close(func(err error) { closed = err == nil })
		h.Reply(h.One(wire.CommandSession, wire.OpClose), coretest.Command(wire.CommandSession, wire.OpClosed, client.ID()))
		assert.True(t, closed)
	}
	assert.Equal(t, core.StateIdle, rt.State())
	assert.Equal(t, 1, h.Hangups)
	assert.Zero(t, h.Timers())
	h.Login("tom")
	assert.Len(t, h.Dials, 2)
}

func TestAFatalCloseCodeEndsTheSessions(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	h.TakeEvents()
	h.Cut(4110, "")
	assert.Equal(t, core.StateIdle, rt.State())
	closed := coretest.EventsOf[*core.ClientClosed](h)
	require.Len(t, closed, 1)
	assert.Equal(t, core.InvalidOrigin, closed[0].Code)
	assert.True(t, tom.Closed())
	assert.Zero(t, h.Timers())
}

func TestAnErrorWithoutSerialEndsTheConnection(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	var got error
	tom.Ping([]string{"a"}, func(_ []string, err error) { got = err })
	failure := new(wire.ErrorCommand)
	failure.SetCode(4114)
	failure.SetReason("UNPARSEABLE_RAW_MESSAGE")
	cmd := coretest.Command(wire.CommandError, 0, "")
	cmd.SetErrorMessage(failure)
	h.Push(cmd)
	assert.ErrorIs(t, got, &core.Error{Code: 4114})
	assert.Equal(t, core.StateDisconnected, rt.State())
	assert.False(t, h.Open)
}

func TestCloseFreesEverything(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	var errs []error
	tom.Ping([]string{"a"}, func(_ []string, err error) { errs = append(errs, err) })
	rt.Open(core.ClientOptions{ID: "late"}, func(_ *core.Client, err error) { errs = append(errs, err) })
	h.Sent()
	rt.Close()
	rt.Close()
	assert.Equal(t, []error{core.ErrClosed, core.ErrClosed}, errs)
	assert.Equal(t, core.StateClosed, rt.State())
	assert.Zero(t, h.Timers())
	assert.False(t, h.Open)
	assert.Equal(t, []core.Event{&core.ClientClosed{Client: tom}}, h.TakeEvents())
	goodbyes := h.Sent()
	require.NotEmpty(t, goodbyes)
	assert.Equal(t, wire.OpClose, goodbyes[0].GetOp())

	rt.Open(core.ClientOptions{ID: "tom"}, func(_ *core.Client, err error) { errs = append(errs, err) })
	assert.ErrorIs(t, errs[2], core.ErrClosed)
	tom.Ping([]string{"a"}, func(_ []string, err error) { errs = append(errs, err) })
	assert.ErrorIs(t, errs[3], core.ErrClosed)
	rt.Pause()
	rt.Resume()
	assert.Equal(t, core.StateClosed, rt.State())
}

func TestCloseWhileConnecting(t *testing.T) {
	for _, router := range []string{"", "http://router.test"} {
		h, rt := coretest.New(t, core.Options{Router: router})
		var got error
		rt.Open(core.ClientOptions{ID: "tom"}, func(_ *core.Client, err error) { got = err })
		rt.Close()
		assert.ErrorIs(t, got, core.ErrClosed)
		assert.Zero(t, h.Timers())
		assert.Empty(t, h.Fetches)
		h.Accept()
		assert.Equal(t, core.StateClosed, rt.State())
	}
}

func TestCallbacksMayCallAnything(t *testing.T) {
	h, rt := coretest.New(t, core.Options{NoResend: true})
	tom := h.Login("tom")
	relogins := 0
	tom.Ping([]string{"a"}, func(_ []string, err error) {
		require.Error(t, err)
		rt.Close()
		rt.Open(core.ClientOptions{ID: "again"}, func(_ *core.Client, err error) {
			assert.ErrorIs(t, err, core.ErrClosed)
			relogins++
		})
	})
	h.Cut(1006, "")
	assert.Equal(t, 1, relogins)

	h, rt = coretest.New(t, core.Options{})
	rt.Open(core.ClientOptions{ID: "tom"}, func(_ *core.Client, err error) {
		require.Error(t, err)
		rt.Open(core.ClientOptions{ID: "tom"}, func(_ *core.Client, err error) { relogins++ })
	})
	h.Cut(1006, "")
	assert.Equal(t, core.StateConnecting, rt.State())
	h.Cut(1006, "")
	assert.Equal(t, 2, relogins)
}
