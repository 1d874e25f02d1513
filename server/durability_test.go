package server_test

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
)

// heldStore holds the news of commits back while it is told to.
type heldStore struct {
	store.Store

	mu   sync.Mutex
	hold bool
	held []func()
	fail error
}

func (s *heldStore) Update(fn func(store.Tx) error, done func(error)) {
	s.Store.Update(fn, func(err error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.fail != nil {
			err = s.fail
		}
		if s.hold {
			s.held = append(s.held, func() { done(err) })
			return
		}
		done(err)
	})
}

func (s *heldStore) set(hold bool, fail error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hold, s.fail = hold, fail
	if !hold {
		for _, done := range s.held {
			done()
		}
		s.held = nil
	}
}

func startHeld(t *testing.T) (*servertest.Instance, *heldStore) {
	db := servertest.OpenStore(t)
	held := &heldStore{Store: db}
	return servertest.StartWith(t, server.Options{Store: held}), held
}

// An ack says that the message is on disk: it comes after the commit, and so
// does everything that others see of the message.
func TestAckComesAfterTheCommit(t *testing.T) {
	i, held := startHeld(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)

	held.set(true, nil)
	serial := ann.Request(direct(cid, "hello"))
	ann.Quiet()
	bob.Quiet()
	held.set(false, nil)
	assert.Equal(t, serial, ann.Expect(wire.CommandAck, 0).GetI())
	assert.Equal(t, []string{"hello"}, messages(bob, 1))
}

func TestFailedCommit(t *testing.T) {
	i, held := startHeld(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	held.set(false, errors.New("disk full"))
	refused(t, ann, server.InternalError, direct(cid, "hello"))
	refused(t, ann, server.InternalError, conv(wire.OpAdd, in(cid, "cid")))
	bob.Quiet()
	held.set(false, nil)
	send(t, ann, cid, "the server lives on")
}

// The answer to a request is out before any push that the request causes, also
// when the client is its own audience on another session of the connection.
func TestAnswerComesBeforeItsPushes(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i)
	c.Open(i.AppID, "ann")
	c.Open(i.AppID, "bob")
	cid := c.Call(conv(wire.OpStart, start("ann", "bob"))).GetConvMessage().GetCid()
	for range 4 {
		c.Next()
	}
	for n := range 50 {
		serial := c.Request(direct(cid, fmt.Sprint(n)))
		assert.Equal(t, serial, c.Next().GetI())
		assert.Equal(t, fmt.Sprint(n), c.Next().GetDirectMessage().GetMsg())
	}
}

func TestEverythingSurvivesARestart(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	for n := range 5 {
		send(t, ann, cid, fmt.Sprint(n))
	}
	i.Restart()
	bob := servertest.Login(t, i, "bob")
	assert.EqualValues(t, 5, bob.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs()[0].GetUnread())
	assert.Equal(t, []string{"0", "1", "2", "3", "4"}, history(t, bob, logs(cid)))
	assert.Equal(t, cid, create(t, bob, "ann"))
}

func TestShutdownClosesWithGoingAway(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Login(t, i, "ann")
	done := make(chan struct{})
	go func() {
		defer close(done)
		i.Stop()
	}()
	assert.EqualValues(t, 1001, c.Closed())
	<-done
}

// waitHeld returns when n updates are held back.
func (s *heldStore) waitHeld(n int) {
	for {
		s.mu.Lock()
		have := len(s.held)
		s.mu.Unlock()
		if have >= n {
			return
		}
		runtime.Gosched()
	}
}
