package server_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
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

// startDrain begins to drain and returns what is closed when that is over.
func startDrain(t *testing.T, i *servertest.Instance, d server.Drain) chan struct{} {
	over := make(chan struct{})
	var draining sync.WaitGroup
	for _, s := range i.Servers() {
		draining.Go(func() { s.Drain(context.Background(), d) })
	}
	go func() {
		draining.Wait()
		close(over)
	}()
	return over
}

// drainFrozen is startDrain where one client is connected and a clock stands still: the
// client is about to be told.
func drainFrozen(t *testing.T, i *servertest.Instance, clock *fakeClock, d server.Drain) chan struct{} {
	t.Helper()
	before := clock.running()
	over := startDrain(t, i, d)
	require.Eventually(t, func() bool { return clock.running() > before }, servertest.Deadline, time.Millisecond)
	return over
}

func wait(t *testing.T, over chan struct{}) {
	t.Helper()
	select {
	case <-over:
	case <-time.After(servertest.Deadline):
		t.Fatal("not over in time")
	}
}

func TestDrainTellsThenCloses(t *testing.T) {
	i, clock := startFrozen(t)
	ann := servertest.Login(t, i, "ann")
	over := drainFrozen(t, i, clock, server.Drain{Grace: time.Minute})
	clock.advance(0)
	goaway := ann.Expect(wire.CommandGoaway, 0)
	assert.False(t, goaway.HasI())
	assert.False(t, goaway.HasPeerId(), "it is for the connection")
	cid := create(t, ann, "bob") // the client may finish what it has begun
	send(t, ann, cid, "hello")
	select {
	case <-over:
		t.Fatal("the grace is not over")
	default:
	}
	clock.advance(time.Minute)
	assert.Equal(t, websocket.StatusGoingAway, ann.Closed())
	wait(t, over)
}

func TestDrainEndsWhenAllHaveLeft(t *testing.T) {
	i, clock := startFrozen(t)
	before := clock.running()
	ann := servertest.Login(t, i, "ann")
	over := drainFrozen(t, i, clock, server.Drain{Grace: time.Hour})
	clock.advance(0)
	ann.Expect(wire.CommandGoaway, 0)
	require.NoError(t, ann.WS.Close(websocket.StatusNormalClosure, ""))
	wait(t, over)
	// The grace is called off beside the connection's end, not in it.
	require.Eventually(t, func() bool { return clock.running() == before }, 20*time.Second, time.Millisecond, "no timer is left behind")
}

func TestDrainIsSpreadOut(t *testing.T) {
	const clients = 10
	for name, d := range map[string]server.Drain{
		"by the rate":   {Rate: 1, Window: time.Hour, Grace: time.Hour},
		"by the window": {Rate: 0, Window: 10 * time.Second, Grace: time.Hour},
		"by both":       {Rate: 1, Window: 10 * time.Second, Grace: time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			clock := newFakeClock()
			i := servertest.StartOne(t, "each node sends its own clients away at a pace",
				server.Options{Clock: clock, Timeouts: server.Timeouts{Ping: time.Hour}})
			told := make(chan struct{}, clients)
			for range clients {
				c := servertest.Login(t, i, "ann")
				go func() {
					if c.Next().GetCmd() == wire.CommandGoaway {
						told <- struct{}{}
					}
				}()
			}
			before := clock.running()
			startDrain(t, i, d)
			require.Eventually(t, func() bool { return clock.running() == before+clients }, servertest.Deadline, time.Millisecond)
			clock.advance(0)
			for n := range clients {
				wait1(t, told)
				assert.Empty(t, told, "client %d was told too soon", n+2)
				clock.advance(time.Second)
			}
		})
	}
}

func wait1(t *testing.T, c chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(servertest.Deadline):
		t.Fatal("nobody was told")
	}
}

func TestReadiness(t *testing.T) {
	i, clock := startFrozen(t)
	status := func(h http.Handler, path string) int {
		response, _ := ask(t, h, httptest.NewRequest("GET", path, nil))
		return response.StatusCode
	}
	var handlers []http.Handler
	for _, s := range i.Servers() {
		handlers = append(handlers, s.Handler(), s.AdminHandler())
	}
	for _, h := range handlers {
		assert.Equal(t, 200, status(h, "/readyz"))
	}
	ann := servertest.Login(t, i, "ann")
	drainFrozen(t, i, clock, server.Drain{Grace: time.Hour})
	clock.advance(0)
	ann.Expect(wire.CommandGoaway, 0)
	for _, h := range handlers {
		assert.Equal(t, 503, status(h, "/readyz"))
		assert.Equal(t, 200, status(h, "/healthz"), "it is alive")
	}
	assert.Equal(t, 200, status(handlers[0], "/v1/route?appId=dev"), "SDKs ask for the route before they leave")
	_, response, err := websocket.Dial(t.Context(), i.WebSocketURL(), nil)
	require.Error(t, err, "no new sockets")
	assert.Equal(t, 503, response.StatusCode)
}

// What is on its way to the disk is answered before the close.
func TestCloseWaitsForTheDisk(t *testing.T) {
	i, held := startHeld(t)
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	held.set(true, nil)
	serials := []int32{ann.Request(direct(cid, "one")), ann.Request(direct(cid, "two"))}
	ann.Quiet()
	over := startDrain(t, i, server.Drain{})
	ann.Expect(wire.CommandGoaway, 0)
	held.set(false, nil)
	for _, serial := range serials {
		ack := ann.Expect(wire.CommandAck, 0)
		assert.Equal(t, serial, ack.GetI())
		assert.NotEmpty(t, ack.GetAckMessage().GetUid())
	}
	assert.Equal(t, websocket.StatusGoingAway, ann.Closed())
	wait(t, over)
}

// Load balancers see it before clients do.
func TestDrainIsAnnounced(t *testing.T) {
	i, clock := startFrozen(t)
	ann := servertest.Login(t, i, "ann")
	over := drainFrozen(t, i, clock, server.Drain{Delay: time.Minute})
	for _, s := range i.Servers() {
		response, _ := ask(t, s.AdminHandler(), httptest.NewRequest("GET", "/readyz", nil))
		assert.Equal(t, 503, response.StatusCode)
	}
	servertest.Login(t, i, "bob") // from a load balancer that has not looked yet
	ann.Quiet()
	clock.advance(time.Minute)
	go func() {
		for {
			select {
			case <-over:
				return
			default:
				clock.advance(0)
				runtime.Gosched()
			}
		}
	}()
	ann.Expect(wire.CommandGoaway, 0)
	assert.Equal(t, websocket.StatusGoingAway, ann.Closed())
}
