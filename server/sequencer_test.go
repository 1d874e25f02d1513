package server_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/bus"
	"imclient/server/bus/local"
	"imclient/server/servertest"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lossyBus keeps what is published, for the test to deliver as it likes.
type lossyBus struct {
	*local.Bus
	events chan bus.Event
}

func (b *lossyBus) Publish(e bus.Event) error                 { b.events <- e; return nil }
func (b *lossyBus) Subscribe(func(bus.Event)) (cancel func()) { return func() {} }

func TestGapsAreFilledFromTheStore(t *testing.T) {
	lossy := &lossyBus{local.New(), make(chan bus.Event, 100)}
	i, log := startLogged(t, server.Options{Bus: lossy})
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := ann.Call(conv(wire.OpStart, start("bob"))).GetConvMessage().GetCid()
	<-lossy.events
	<-lossy.events
	var events []bus.Event
	for n := range 8 {
		send(t, ann, cid, fmt.Sprint(n))
		events = append(events, <-lossy.events)
	}
	s := i.Server()
	s.Deliver(events[0])
	s.Deliver(events[1])
	s.Deliver(events[1])
	s.Deliver(events[5]) // 2, 3 and 4 are missing
	s.Deliver(events[3]) // too late
	s.Deliver(events[6])
	s.Deliver(events[7])
	assert.Equal(t, []string{"0", "1", "2", "3", "4", "5", "6", "7"}, messages(bob, 8))
	bob.Quiet()
	assert.Equal(t, 1, strings.Count(log.String(), "filling a gap"))
}

// What is in the unread count is not delivered as well, however late it comes from
// another node, and what is not in it is.
func TestCountedMessageComesLate(t *testing.T) {
	lossy := &lossyBus{local.New(), make(chan bus.Event, 100)}
	clock := newFakeClock()
	i := servertest.StartWith(t, server.Options{Bus: lossy, Clock: clock})
	ann := servertest.Login(t, i, "ann")
	cid := ann.Call(conv(wire.OpStart, start("bob"))).GetConvMessage().GetCid()
	<-lossy.events
	<-lossy.events
	send(t, ann, cid, "before")
	before := <-lossy.events
	bob := servertest.Login(t, i, "bob")
	assert.EqualValues(t, 1, bob.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs()[0].GetUnread())
	send(t, ann, cid, "after")
	after := <-lossy.events
	clock.advance(45 * time.Second)
	bob.Quiet()
	i.Server().Deliver(before)
	bob.Quiet()
	i.Server().Deliver(after)
	assert.Equal(t, []string{"after"}, messages(bob, 1))
	bob.Quiet()
}

// stoppedStore lets a test hold up those who read.
type stoppedStore struct {
	store.Store
	held atomic.Bool
	free chan struct{}
}

func (s *stoppedStore) View(ctx context.Context, fn func(store.Reader) error) error {
	if s.held.Load() {
		<-s.free
	}
	return s.Store.View(ctx, fn)
}

func TestAGapHoldsUpItsConversationOnly(t *testing.T) {
	db := servertest.OpenStore(t)
	held := &stoppedStore{Store: db, free: make(chan struct{})}
	lossy := &lossyBus{local.New(), make(chan bus.Event, 100)}
	i := servertest.StartWith(t, server.Options{Bus: lossy, Store: held})
	ann, bob, cid := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Login(t, i, "cid")
	var events [2][]bus.Event
	for at, other := range []string{"bob", "cid"} {
		id := ann.Call(conv(wire.OpStart, start(other))).GetConvMessage().GetCid()
		<-lossy.events
		<-lossy.events
		for n := range 550 - 540*at {
			send(t, ann, id, fmt.Sprint(n))
			events[at] = append(events[at], <-lossy.events)
		}
	}
	s := i.Server()
	s.Deliver(events[0][0])
	held.held.Store(true)
	s.Deliver(events[0][250]) // 249 are missing, more than one page
	for _, e := range events[0][251:500] {
		s.Deliver(e) // some of it is more than waits behind a gap
	}
	for _, e := range events[1] {
		s.Deliver(e)
	}
	assert.Len(t, messages(cid, 10), 10)
	assert.Equal(t, []string{"0"}, messages(bob, 1))
	bob.Quiet()
	held.held.Store(false)
	close(held.free)
	for n, text := range messages(bob, 499) {
		require.Equal(t, fmt.Sprint(n+1), text)
	}
	bob.Quiet()
	s.Deliver(events[0][549])
	assert.Equal(t, []string{"500", "549"}, []string{messages(bob, 1)[0], messages(bob, 49)[48]})
	bob.Quiet()
}
