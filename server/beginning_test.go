package server_test

import (
	"fmt"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/bus"
	"imclient/server/bus/local"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A node that has just started does not take the first message that it hears of for the
// first that there is.
func TestTheFirstMessageIsMissing(t *testing.T) {
	for name, order := range map[string][]int{
		"lost":              {2, 3},
		"overtaken":         {2, 0, 1, 3},
		"of several nodes":  {1, 0, 3, 2},
		"none":              {0, 1, 2, 3},
		"all but the last":  {3},
		"lost and overtake": {3, 1},
	} {
		t.Run(name, func(t *testing.T) {
			lossy := &lossyBus{local.New(), make(chan bus.Event, 100)}
			i := servertest.StartWith(t, server.Options{Bus: lossy})
			ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
			cid := ann.Call(conv(wire.OpStart, start("bob"))).GetConvMessage().GetCid()
			<-lossy.events
			<-lossy.events
			var events []bus.Event
			for n := range 4 {
				send(t, ann, cid, fmt.Sprint(n))
				events = append(events, <-lossy.events)
			}
			for _, n := range order {
				i.Server().Deliver(events[n])
			}
			assert.Equal(t, []string{"0", "1", "2", "3"}, messages(bob, 4))
			bob.Quiet()
		})
	}
}

// What was said before the node started is no concern of it: nobody has been here so long.
func TestWhatIsOlderThanTheNode(t *testing.T) {
	db := servertest.OpenStore(t)
	lossy := &lossyBus{local.New(), make(chan bus.Event, 100)}
	older := servertest.StartWith(t, server.Options{Bus: lossy, Store: db})
	ann := servertest.Login(t, older, "ann")
	cid := ann.Call(conv(wire.OpStart, start("bob"))).GetConvMessage().GetCid()
	<-lossy.events
	<-lossy.events
	for n := range 3 {
		send(t, ann, cid, fmt.Sprint(n))
		<-lossy.events
	}
	i, log := startLogged(t, server.Options{Bus: &lossyBus{local.New(), make(chan bus.Event, 100)}, Store: db})
	bob := servertest.Login(t, i, "bob")
	bob.Expect(wire.CommandUnread, 0)
	send(t, ann, cid, "3")
	i.Server().Deliver(<-lossy.events)
	assert.Equal(t, []string{"3"}, messages(bob, 1))
	bob.Quiet()
	assert.Zero(t, strings.Count(log.String(), "filling a gap"))
}

// A conversation that was forgotten begins anew, and what is missing since then comes, but
// nothing twice.
func TestAForgottenConversation(t *testing.T) {
	lossy := &lossyBus{local.New(), make(chan bus.Event, 100)}
	i := servertest.StartWith(t, server.Options{Bus: lossy})
	i.Server().ForgetSequences(4)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	begin := func(members ...string) string {
		id := ann.Call(conv(wire.OpStart, start(members...))).GetConvMessage().GetCid()
		for range 2 * len(members) {
			<-lossy.events
		}
		return id
	}
	say := func(id, text string) bus.Event {
		send(t, ann, id, text)
		return <-lossy.events
	}
	cid := begin("bob")
	for n := range 3 {
		i.Server().Deliver(say(cid, fmt.Sprint(n)))
	}
	require.Equal(t, []string{"0", "1", "2"}, messages(bob, 3))
	for n := range 5 {
		i.Server().Deliver(say(begin(fmt.Sprint("other", n)), "x"))
	}
	say(cid, "3")
	i.Server().Deliver(say(cid, "4"))
	assert.Equal(t, []string{"3", "4"}, messages(bob, 2))
	bob.Quiet()
}
