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

// lively is a host whose echoes the test answers, with a client logged in.
func lively(t *testing.T, o core.Options) (*coretest.Host, *core.Realtime, *core.Client) {
	h, rt := coretest.New(t, o)
	h.Silent = true
	tom := h.Login("tom")
	h.TakeEvents()
	return h, rt, tom
}

func answerEcho(h *coretest.Host) {
	h.Reply(h.One(wire.CommandEcho, 0), coretest.Command(wire.CommandEcho, 0, ""))
}

func TestSilenceIsProbed(t *testing.T) {
	h, rt, _ := lively(t, core.Options{})
	h.Advance(30*time.Second - 1)
	assert.Empty(t, h.Sent())
	h.Advance(1)
	answerEcho(h)
	h.Advance(30*time.Second - 1)
	assert.Empty(t, h.Sent(), "an answer is a sign of life")
	h.Advance(1)
	h.One(wire.CommandEcho, 0)
	h.Advance(5*time.Second - 1)
	assert.Equal(t, core.StateConnected, rt.State())
	h.TakeEvents()
	h.Advance(1)
	assert.Equal(t, []core.Event{
		&core.Disconnected{Realtime: rt},
		&core.Scheduled{Realtime: rt, Attempt: 0, Delay: 0},
		&core.Retrying{Realtime: rt, Attempt: 0},
	}, h.TakeEvents(), "nothing is waited for")
	assert.Equal(t, 1, h.Hangups)
}

func TestAnyFrameIsASignOfLife(t *testing.T) {
	h, rt, _ := lively(t, core.Options{})
	for range 20 {
		h.Advance(29 * time.Second)
		h.Push(coretest.Command(wire.CommandEcho, 0, ""))
	}
	assert.Len(t, h.Sent(), 3, "the server wants to hear something, too")
	h.Advance(30 * time.Second)
	h.One(wire.CommandEcho, 0)
	h.Advance(4 * time.Second)
	h.Push(coretest.Command(wire.CommandUnread, 0, "tom"))
	h.Advance(5 * time.Second)
	assert.Equal(t, core.StateConnected, rt.State())
}

func TestAnAnswerThatIsMissingIsNoticed(t *testing.T) {
	h, rt, tom := lively(t, core.Options{})
	h.Advance(7 * time.Second)
	var failed []error
	tom.Ping([]string{"a"}, func(_ []string, err error) { failed = append(failed, err) })
	h.Sent()
	h.Advance(5 * time.Second)
	h.One(wire.CommandEcho, 0)
	h.Advance(5 * time.Second)
	assert.Equal(t, core.StateReconnecting, rt.State(), "ten seconds after the command")
}

func TestASlowAnswerIsNoDeath(t *testing.T) {
	h, rt, tom := lively(t, core.Options{})
	done := false
	tom.Ping([]string{"a"}, func(_ []string, err error) { done = err == nil })
	ping := h.One(wire.CommandSession, wire.OpQuery)
	h.Advance(5 * time.Second)
	answerEcho(h)
	h.Advance(10 * time.Second)
	assert.Empty(t, h.Sent(), "it was told that the server is there")
	h.Reply(ping, coretest.Command(wire.CommandSession, wire.OpQueryResult, "tom"))
	assert.True(t, done)
	assert.Equal(t, core.StateConnected, rt.State())
}

// TestSleep lets the device sleep: the server is asked at the first look at the
// clock, and a probe that was under way gets its time anew.
func TestSleep(t *testing.T) {
	h, rt, _ := lively(t, core.Options{})
	h.Advance(5 * time.Second)
	h.Sleep(time.Hour)
	h.Advance(10 * time.Second)
	h.One(wire.CommandEcho, 0)
	h.Advance(4 * time.Second)
	h.Sleep(time.Hour)
	h.Advance(5 * time.Second)
	assert.Equal(t, core.StateConnected, rt.State(), "the answer may be there and not be read yet")
	h.Advance(time.Second)
	assert.Equal(t, core.StateReconnecting, rt.State())
}

func TestALateTimerIsPatient(t *testing.T) {
	h, rt, _ := lively(t, core.Options{})
	h.Advance(30 * time.Second)
	h.One(wire.CommandEcho, 0)
	h.Late(time.Minute) // a hidden tab runs once a minute
	assert.Equal(t, core.StateConnected, rt.State())
	h.Late(time.Minute)
	assert.Equal(t, core.StateReconnecting, rt.State(), "but not for ever")
}

func TestNudge(t *testing.T) {
	h, rt, tom := lively(t, core.Options{})
	h.Advance(time.Second)
	rt.Nudge()
	rt.Nudge()
	answerEcho(h)
	rt.Nudge()
	h.One(wire.CommandEcho, 0)
	h.Advance(5 * time.Second)
	assert.Equal(t, core.StateReconnecting, rt.State())

	h.Cut(1006, "")
	h.TakeEvents()
	rt.Nudge()
	assert.Equal(t, []core.Event{&core.Retrying{Realtime: rt, Attempt: 1}}, h.TakeEvents(), "not in two seconds")
	rt.Nudge()
	assert.Empty(t, h.Events)

	h.Accept()
	h.Refuse(h.One(wire.CommandSession, wire.OpOpen), core.InternalError, "")
	rt.Nudge()
	sent := h.Sent()
	require.Len(t, sent, 2)
	assert.Equal(t, wire.CommandEcho, sent[0].GetCmd())
	h.Reply(sent[1], coretest.Opened("tom", "t", 60, 1))
	assert.False(t, tom.Closed())

	rt.Pause()
	rt.Nudge()
	assert.Equal(t, core.StateOffline, rt.State(), "a pause is the program's")
	rt.Close()
	rt.Nudge()
	assert.Zero(t, h.Timers())
}

func TestNudgeBeforeTheFirstLogin(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	rt.Nudge()
	assert.Equal(t, core.StateIdle, rt.State())
	assert.Empty(t, h.Events)
}

func TestJitter(t *testing.T) {
	for jitter, delays := range map[uint32][]time.Duration{
		0:       {100, 200, 400},
		1 << 31: {550, 1100, 2200},
		3 << 30: {775, 1550, 3100},
	} {
		h, _ := coretest.New(t, core.Options{})
		h.Login("tom")
		h.Jitter = jitter
		for i, delay := range delays {
			h.TakeEvents()
			h.Cut(1006, "")
			scheduled := coretest.EventsOf[*core.Scheduled](h)
			require.Len(t, scheduled, 1)
			assert.Equal(t, i, scheduled[0].Attempt)
			assert.Equal(t, delay*time.Millisecond, scheduled[0].Delay, "it is told what it really is")
			h.Advance(delay * time.Millisecond)
		}
	}
}

func TestTimesAreOptions(t *testing.T) {
	h, rt, _ := lively(t, core.Options{
		ProbeAfter: 8 * time.Second, ProbeTimeout: 2 * time.Second,
		RetryDelay: 3 * time.Second, MaxRetryDelay: 7 * time.Second,
	})
	h.Advance(8 * time.Second)
	h.One(wire.CommandEcho, 0)
	h.Advance(2 * time.Second)
	assert.Equal(t, core.StateReconnecting, rt.State())
	for _, delay := range []time.Duration{6, 7, 7} {
		h.TakeEvents()
		h.Cut(1006, "")
		assert.Equal(t, delay*time.Second, coretest.EventsOf[*core.Scheduled](h)[0].Delay)
		h.Advance(delay * time.Second)
	}
}
