package server_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fakeClock stands still until it is moved.
type fakeClock struct {
	mu     sync.Mutex
	now    time.Time
	timers map[*fakeTimer]struct{}
}

type fakeTimer struct {
	clock *fakeClock
	at    time.Time
	f     func()
}

func newFakeClock() *fakeClock {
	return &fakeClock{now: time.UnixMilli(1_800_000_000_000), timers: map[*fakeTimer]struct{}{}}
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) AfterFunc(d time.Duration, f func()) server.Timer {
	t := &fakeTimer{clock: c, f: f}
	t.Reset(d)
	return t
}

func (t *fakeTimer) Reset(d time.Duration) bool {
	t.clock.mu.Lock()
	defer t.clock.mu.Unlock()
	_, running := t.clock.timers[t]
	t.at = t.clock.now.Add(d)
	t.clock.timers[t] = struct{}{}
	return running
}

func (t *fakeTimer) Stop() bool {
	t.clock.mu.Lock()
	defer t.clock.mu.Unlock()
	_, running := t.clock.timers[t]
	delete(t.clock.timers, t)
	return running
}

// advance moves the clock and runs what is due, in this goroutine.
func (c *fakeClock) advance(d time.Duration) {
	c.mu.Lock()
	end := c.now.Add(d)
	for {
		var next *fakeTimer
		for t := range c.timers {
			if !t.at.After(end) && (next == nil || t.at.Before(next.at)) {
				next = t
			}
		}
		if next == nil {
			break
		}
		delete(c.timers, next)
		c.now = next.at
		c.mu.Unlock()
		next.f()
		c.mu.Lock()
	}
	c.now = end
	c.mu.Unlock()
}

// running says how many timers there are.
func (c *fakeClock) running() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.timers)
}

// startFrozen runs a server that does not ping.
func startFrozen(t *testing.T) (*servertest.Instance, *fakeClock) {
	clock := newFakeClock()
	return servertest.StartWith(t, server.Options{Clock: clock, Timeouts: server.Timeouts{Ping: time.Hour}}), clock
}

// watched connects and waits until the server watches the connection.
func watched(t *testing.T, i *servertest.Instance, clock *fakeClock) *servertest.Client {
	c := servertest.Dial(t, i)
	c.Call(servertest.Command(wire.CommandEcho, 0))
	require.NotZero(t, clock.running())
	return c
}

func TestLoginTimeout(t *testing.T) {
	i, clock := startFrozen(t)
	c := watched(t, i, clock)
	clock.advance(59 * time.Second)
	c.Call(servertest.Command(wire.CommandEcho, 0))
	clock.advance(time.Second)
	assert.EqualValues(t, server.LoginTimeout, c.Closed())
}

func TestReadTimeout(t *testing.T) {
	i, clock := startFrozen(t)
	c := watched(t, i, clock)
	c.Open(i.AppID, "ann")
	for range 3 {
		clock.advance(359 * time.Second)
		c.Call(servertest.Command(wire.CommandEcho, 0))
	}
	clock.advance(360 * time.Second)
	assert.EqualValues(t, server.ReadTimeout, c.Closed())
	assert.NotEmpty(t, i.Servers(), "the server goes on")
}

func TestPingsCountAsActivity(t *testing.T) {
	i, clock := startFrozen(t)
	c := watched(t, i, clock)
	c.Open(i.AppID, "ann")
	clock.advance(359 * time.Second)
	ctx, cancel := context.WithTimeout(context.Background(), servertest.Deadline)
	defer cancel()
	go func() { _, _, _ = c.WS.Read(ctx) }() // reads the pong
	require.NoError(t, c.WS.Ping(ctx))
	clock.advance(2 * time.Second)
	require.NoError(t, c.WS.Ping(ctx))
}

// A peer that does not answer is noticed after Ping and Pong, long before the
// read timeout.
func TestSilentPeerIsNoticed(t *testing.T) {
	clock := newFakeClock()
	i, log := startLogged(t, server.Options{Clock: clock})
	c := watched(t, i, clock)
	c.Open(i.AppID, "ann")
	before := clock.running()
	clock.advance(30 * time.Second) // pings; nobody reads here, so there is no pong
	require.Eventually(t, func() bool { return clock.running() > before }, servertest.Deadline, 1)
	clock.advance(20 * time.Second)
	witness := servertest.Login(t, i, "bob")
	query := servertest.Command(wire.CommandSession, wire.OpQuery)
	query.SetSessionMessage(new(wire.SessionCommand))
	query.GetSessionMessage().SetSessionPeerIds([]string{"ann"})
	require.Eventually(t, func() bool {
		return len(witness.Call(query).GetSessionMessage().GetOnlineSessionPeerIds()) == 0
	}, servertest.Deadline, 1)
	assert.Contains(t, log.String(), "peer is gone")
}

func TestPeerThatAnswersStays(t *testing.T) {
	clock := newFakeClock()
	i := servertest.StartWith(t, server.Options{Clock: clock})
	pinged := make(chan struct{}, 10)
	ctx, cancel := context.WithTimeout(context.Background(), servertest.Deadline)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, i.WebSocketURL(), &websocket.DialOptions{
		Subprotocols:   []string{"lc.protobuf2.3"},
		OnPingReceived: func(context.Context, []byte) bool { pinged <- struct{}{}; return true },
	})
	require.NoError(t, err)
	defer ws.CloseNow()
	frame, err := servertest.OpenCommand(i.AppID, "ann").Append(nil)
	require.NoError(t, err)
	require.NoError(t, ws.Write(ctx, websocket.MessageBinary, frame))
	_, _, err = ws.Read(ctx)
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() {
		_, _, err := ws.Read(ctx)
		ended <- err
	}()
	for range 5 {
		idle := clock.running()
		clock.advance(30 * time.Second)
		<-pinged
		require.Eventually(t, func() bool { return clock.running() <= idle }, servertest.Deadline, 1, "the pong has arrived")
	}
	select {
	case err := <-ended:
		t.Fatal(err)
	default:
	}
}

func TestTemporaryConversationExpires(t *testing.T) {
	i, clock := startFrozen(t)
	c := servertest.Login(t, i, "ann")
	m := new(wire.ConvCommand)
	m.SetM([]string{"ann", "bob"})
	m.SetTempConv(true)
	m.SetTempConvTTL(1)
	cid := c.Call(conv(wire.OpStart, m)).GetConvMessage().GetCid()
	joined(c)
	send(t, c, cid, "hello")
	clock.advance(time.Second + time.Millisecond)
	refused(t, c, server.ConversationNotFound, direct(cid, "anybody?"))
	refused(t, c, server.ConversationNotFound, logsCommand(logs(cid)))
	ask := new(wire.ConvCommand)
	ask.SetTempConvIds([]string{cid})
	assert.Empty(t, query(t, c, ask))
	fresh := c.Call(conv(wire.OpStart, m)).GetConvMessage()
	assert.NotEqual(t, cid, fresh.GetCid())
	assert.False(t, fresh.GetExisting())
}

func TestTokenExpiry(t *testing.T) {
	i, clock := startFrozen(t)
	c := servertest.Dial(t, i)
	token := c.Open(i.AppID, "ann").GetSessionMessage().GetSt()
	for range 24 * 60 / 5 {
		clock.advance(5*time.Minute - time.Millisecond)
		c.Call(servertest.Command(wire.CommandEcho, 0))
	}
	assert.Equal(t, wire.OpOpened, c.Call(reopen(i.AppID, "ann", token)).GetOp())
	clock.advance(time.Second)
	refused(t, c, server.SessionTokenExpired, reopen(i.AppID, "ann", token))
	refresh := servertest.Command(wire.CommandSession, wire.OpRefresh)
	refresh.SetSessionMessage(new(wire.SessionCommand))
	refresh.GetSessionMessage().SetSt(token)
	token = c.Call(refresh).GetSessionMessage().GetSt()
	assert.Equal(t, wire.OpOpened, c.Call(reopen(i.AppID, "ann", token)).GetOp(), "an open session may refresh an expired token")
}

// A machine's clock may be set back at any time, and be wrong when it starts.
func TestClockGoesBack(t *testing.T) {
	clock := newFakeClock()
	i := servertest.StartWith(t, server.Options{Clock: clock, DataDir: t.TempDir(), Timeouts: server.Timeouts{Ping: time.Hour}})
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	var last int64
	seen := map[string]bool{}
	sends := func() {
		t.Helper()
		for range 3 {
			ack := ann.Call(direct(cid, "x")).GetAckMessage()
			require.Zero(t, ack.GetCode())
			assert.Greater(t, ack.GetT(), last)
			assert.False(t, seen[ack.GetUid()])
			last, seen[ack.GetUid()] = ack.GetT(), true
		}
	}
	sends()
	clock.advance(-time.Hour)
	sends()
	i.Restart()
	clock.advance(-24 * time.Hour)
	ann = servertest.Login(t, i, "ann")
	sends()
	assert.Len(t, history(t, ann, logs(cid)), 9)
}
