package server_test

import (
	"fmt"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/bus"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

// lossyBus keeps what is published, for the test to deliver as it likes.
type lossyBus struct{ events chan bus.Event }

func (b *lossyBus) Publish(e bus.Event) error                 { b.events <- e; return nil }
func (b *lossyBus) Subscribe(func(bus.Event)) (cancel func()) { return func() {} }
func (b *lossyBus) Close() error                              { return nil }

func TestGapsAreFilledFromTheStore(t *testing.T) {
	lossy := &lossyBus{events: make(chan bus.Event, 100)}
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
