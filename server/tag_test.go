package server_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
)

// the claim outlives the connection
func TestClaimOutlivesConnection(t *testing.T) {
	i := servertest.Start(t)
	first := servertest.Dial(t, i)
	token := first.Call(tagged(i.AppID, "ann", "phone", "d1")).GetSessionMessage().GetSt()
	_ = first.WS.CloseNow()
	second := servertest.Dial(t, i)
	second.Call(tagged(i.AppID, "ann", "phone", "d2")) // takes the claim
	_ = second.WS.CloseNow()
	back := servertest.Dial(t, i)
	// wait until the second is gone
	for {
		probe := servertest.Command(wire.CommandSession, wire.OpQuery)
		m := new(wire.SessionCommand)
		m.SetSessionPeerIds([]string{"ann"})
		probe.SetSessionMessage(m)
		other := servertest.Login(t, i, "probe")
		if len(other.Call(probe).GetSessionMessage().GetOnlineSessionPeerIds()) == 0 {
			break
		}
	}
	refused(t, back, server.SessionConflict, reopen(i.AppID, "ann", token))
}

// two devices claim a tag at the same time
func TestOneDeviceWinsARace(t *testing.T) {
	i := servertest.Start(t)
	both, silent := 0, 0
	for round := range 20 {
		id := fmt.Sprint("ann", round)
		var wg sync.WaitGroup
		clients := make([]*servertest.Client, 4)
		for n := range clients {
			clients[n] = servertest.Dial(t, i)
		}
		begin := make(chan struct{})
		for n, c := range clients {
			wg.Go(func() {
				<-begin
				c.Request(tagged(i.AppID, id, "phone", fmt.Sprint("d", n)))
				c.Request(servertest.Command(wire.CommandEcho, 0)) // i = 2
				for c.Next().GetI() != 2 {
				}
			})
		}
		close(begin)
		wg.Wait()
		live := 0
		for _, c := range clients {
			// an echo is answered with the peerId of the session, while there is one
			if c.Call(servertest.Command(wire.CommandEcho, 0)).GetPeerId() == id {
				live++
			}
			_ = c.WS.CloseNow()
		}
		if live > 1 {
			both++
		}
		if live == 0 {
			silent++
		}
	}
	assert.Zero(t, both, "of 20 rounds left two devices with one tag")
	assert.Zero(t, silent, "of 20 rounds left none")
}

// viewStore lets a test stop the next View before it begins.
type viewStore struct {
	store.Store
	mu   sync.Mutex
	stop func()
}

func (s *viewStore) View(ctx context.Context, fn func(store.Reader) error) error {
	s.mu.Lock()
	stop := s.stop
	s.stop = nil
	s.mu.Unlock()
	if stop != nil {
		stop()
	}
	return s.Store.View(ctx, fn)
}

// A login that is displaced while it opens is answered.
func TestDisplacedWhileOpening(t *testing.T) {
	db := servertest.OpenStore(t)
	vs := &viewStore{Store: db}
	i := servertest.StartWith(t, server.Options{Store: vs})
	first, second := servertest.Dial(t, i), servertest.Dial(t, i)
	reached, goOn := make(chan struct{}), make(chan struct{})
	vs.mu.Lock()
	vs.stop = func() { close(reached); <-goOn }
	vs.mu.Unlock()
	n := first.Request(tagged(i.AppID, "ann", "phone", "d1"))
	<-reached
	second.Call(tagged(i.AppID, "ann", "phone", "d2"))
	close(goOn)
	echo := first.Request(servertest.Command(wire.CommandEcho, 0))
	answered := false
	for {
		m := first.Next()
		t.Log(servertest.Describe(m))
		if m.GetI() == n {
			answered = true
		}
		if m.GetI() == echo {
			break
		}
	}
	assert.True(t, answered, "session/open was not answered")
}
