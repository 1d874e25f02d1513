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

// TestCallWhileTheSessionIsOpenedAgain holds calls back until the session is
// open, but no longer than they would wait for an answer.
func TestCallWhileTheSessionIsOpenedAgain(t *testing.T) {
	signs := true
	h, _ := coretest.New(t, core.Options{})
	tom := h.LoginWith(core.ClientOptions{ID: "tom", Sign: coretest.Signer(func(_ core.SignatureRequest, done func(core.Signature, error)) {
		if signs {
			done(core.Signature{Signature: "sig", Timestamp: 1, Nonce: "n"}, nil)
		}
	})})
	c := h.Conversation(tom, "c1", "tom", "jerry")
	signs = false
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	open := h.One(wire.CommandSession, wire.OpOpen)
	h.Refuse(open, core.SessionTokenExpired, "") // a signature is asked for, in vain
	require.Empty(t, h.Sent())

	h.Advance(5 * time.Second)
	var got []error
	c.Count(func(_ int, err error) { got = append(got, err) })
	h.Advance(10 * time.Second)
	c.Mute(func(err error) { got = append(got, err) })
	assert.Empty(t, got)
	h.Advance(5 * time.Second) // the login is given up
	require.Len(t, got, 2)
	var failed *core.SignError
	assert.ErrorAs(t, got[0], &failed)

	got = nil
	signs = true
	h.Advance(time.Second)
	open = h.One(wire.CommandSession, wire.OpOpen)
	c.Count(func(_ int, err error) { got = append(got, err) })
	h.Advance(time.Second)
	h.Reply(open, coretest.Opened("tom", "token", 3600, coretest.Start.UnixMilli()))
	sent := h.Sent()
	require.Equal(t, wire.OpCount, sent[len(sent)-1].GetOp())
	h.Advance(19 * time.Second)
	assert.Empty(t, got)
	h.Advance(time.Second)
	require.Len(t, got, 1)
	assert.ErrorIs(t, got[0], core.ErrTimeout)
}

func TestHeldCallInTime(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	h.Advance(19 * time.Second)
	h.One(wire.CommandSession, wire.OpOpen)
	var got []error
	c.Count(func(_ int, err error) { got = append(got, err) })
	h.Advance(time.Second) // the answer to the login is overdue: it is tried again
	require.Len(t, got, 1)
	h.Advance(time.Second)
	h.One(wire.CommandSession, wire.OpOpen)
	c.Count(func(_ int, err error) { got = append(got, err) })
	rt.Close()
	require.Len(t, got, 2)
	assert.ErrorIs(t, got[1], core.ErrClosed)
	assert.Zero(t, h.Timers())
}

func TestHeldCallIsOverdue(t *testing.T) {
	var signer func(core.Signature, error)
	h, _ := coretest.New(t, core.Options{})
	tom := h.LoginWith(core.ClientOptions{ID: "tom", Sign: coretest.Signer(func(_ core.SignatureRequest, done func(core.Signature, error)) {
		if signer = done; h.Open && len(h.Dials) == 1 {
			done(core.Signature{Signature: "sig", Timestamp: 1, Nonce: "n"}, nil)
		}
	})})
	c := h.Conversation(tom, "c1", "tom", "jerry")
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	h.Refuse(h.One(wire.CommandSession, wire.OpOpen), core.SessionTokenExpired, "")
	var got []error
	c.Count(func(_ int, err error) { got = append(got, err) })
	h.Advance(15 * time.Second)
	c.Mute(func(err error) { got = append(got, err) })
	signer(core.Signature{Signature: "sig", Timestamp: 1, Nonce: "n"}, nil)
	open := h.One(wire.CommandSession, wire.OpOpen)
	h.Advance(5 * time.Second)
	assert.Equal(t, []error{&core.TimeoutError{Cmd: "conv", Op: "count"}}, got)
	h.Reply(open, coretest.Opened("tom", "token", 3600, coretest.Start.UnixMilli()))
	h.One(wire.CommandConv, wire.OpMute)
}
