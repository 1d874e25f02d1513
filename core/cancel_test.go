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

// within starts what belongs to a call.
func within(rt *core.Realtime, id core.CallID, start func()) {
	rt.Begin(id)
	start()
	rt.End()
}

func TestCancelForgetsARequest(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	within(rt, 1, func() {
		tom.Ping([]string{"jerry"}, func([]string, error) { t.Error("called back") })
	})
	asked := h.One(wire.CommandSession, wire.OpQuery)
	rt.Cancel(1)
	assert.Zero(t, rt.WaitingRequests())
	h.Reply(asked, online("jerry")) // too late: ignored
	h.Advance(time.Minute)
	assert.Empty(t, h.Warnings)
	rt.Cancel(1)
	rt.Cancel(0)
}

func TestASharedRequestLivesAsLongAsOneWaits(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	answered := 0
	for id := core.CallID(1); id <= 3; id++ {
		within(rt, id, func() { tom.Ping([]string{"jerry"}, func([]string, error) { answered++ }) })
	}
	asked := h.One(wire.CommandSession, wire.OpQuery)
	rt.Cancel(1)
	rt.Cancel(3)
	require.Equal(t, 1, rt.WaitingRequests())
	h.Reply(asked, online("jerry"))
	assert.Equal(t, 1, answered)

	within(rt, 4, func() { tom.Ping([]string{"jerry"}, func([]string, error) { answered++ }) })
	rt.Cancel(4)
	tom.Ping([]string{"jerry"}, func([]string, error) { answered++ })
	assert.Len(t, h.Sent(), 2, "what was given up is not shared")
}

func TestCancelWhileSigning(t *testing.T) {
	given := 0
	h, rt := coretest.New(t, core.Options{})
	var answer func(core.Signature, error)
	tom := h.LoginWith(core.ClientOptions{ID: "tom", Sign: func(r core.SignatureRequest, done func(core.Signature, error)) func() {
		if r.Kind == core.SignLogin {
			done(core.Signature{}, nil)
			return nil
		}
		answer = done
		return func() { given++ }
	}})
	c := h.Conversation(tom, "c1", "tom")
	add := func(id core.CallID) {
		within(rt, id, func() { c.Add([]string{"jerry"}, func(core.MemberResult, error) { t.Error("called back") }) })
	}
	add(1)
	rt.Cancel(1)
	assert.Equal(t, 1, given)
	answer(core.Signature{Signature: "s", Timestamp: 1, Nonce: "n"}, nil)
	assert.Empty(t, h.Sent(), "nothing is sent for it")

	add(2)
	answer(core.Signature{Signature: "s", Timestamp: 1, Nonce: "n"}, nil)
	require.Len(t, h.Sent(), 1)
	rt.Cancel(2)
	assert.Zero(t, rt.WaitingRequests(), "what follows a signature belongs to the call")
	assert.Equal(t, 1, given, "a signature that came is not given up")
}

func TestSignatureInVain(t *testing.T) {
	given := 0
	h, rt := coretest.New(t, core.Options{})
	rt.Open(core.ClientOptions{ID: "tom", Sign: func(core.SignatureRequest, func(core.Signature, error)) func() {
		return func() { given++ }
	}}, func(*core.Client, error) {})
	h.Accept()
	h.Advance(19 * time.Second)
	assert.Zero(t, given)
	h.Advance(2 * time.Second)
	assert.Equal(t, 1, given)
}

func TestCancelALogin(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	var got *core.Client
	open := func(id core.CallID) {
		within(rt, id, func() {
			rt.Open(core.ClientOptions{ID: "tom"}, func(cl *core.Client, err error) {
				assert.NoError(t, err)
				got = cl
			})
		})
	}
	open(1)
	open(2)
	h.Accept()
	rt.Cancel(1)
	assert.Len(t, h.Sent(), 1, "the other one still waits for it")
	rt.Cancel(2)
	assert.Nil(t, got)
	assert.Empty(t, coretest.EventsOf[*core.ClientClosed](h))
	assert.Equal(t, core.StateIdle, rt.State(), "nobody is logged in")
	h.Sent()

	open(3)
	h.Accept()
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "", 0, 1))
	require.NotNil(t, got, "the id is free")
	rt.Cancel(3)
	assert.False(t, got.Closed(), "a login that is over is not taken back")
}

func TestCancelAClose(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	within(rt, 1, func() { tom.Close(func(error) { t.Error("called back") }) })
	closing := h.One(wire.CommandSession, wire.OpClose)
	rt.Cancel(1)
	h.Reply(closing, coretest.Command(wire.CommandSession, wire.OpClosed, "tom"))
	assert.Len(t, coretest.EventsOf[*core.ClientClosed](h), 1, "it goes on")
}

func TestCancelWhileTheSessionIsReopened(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom")
	h.Cut(1006, "")
	h.Advance(2 * time.Second)
	h.Accept()
	within(rt, 1, func() { c.Count(func(int, error) { t.Error("called back") }) })
	within(rt, 2, func() { c.Count(func(int, error) { t.Error("called back") }) })
	rt.Cancel(1)
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "", 0, 1))
	h.One(wire.CommandConv, wire.OpCount)
	rt.Cancel(2)
	assert.Zero(t, rt.WaitingRequests(), "it still belongs to the call")
}

func TestCancelARESTRequest(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom")
	within(rt, 1, func() { c.MemberInfos(func([]core.MemberInfo, error) { t.Error("called back") }) })
	rt.Cancel(1)
	assert.Empty(t, h.Fetches)
	assert.Zero(t, rt.WaitingRequests())
}
