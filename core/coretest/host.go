// Package coretest drives a core by hand: a Host whose clock, sockets and HTTP
// are the test's own. Nothing happens by itself: a test accepts the connection,
// answers what was sent, lets time pass, and looks at what the core did.
package coretest

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/wire"
)

// Start is the time at which every Host's clock begins.
var Start = time.UnixMilli(1_700_000_000_000).UTC()

// Host is a core.Host for tests. Make one with New.
type Host struct {
	t   testing.TB
	rt  *core.Realtime
	now time.Time

	slept time.Duration

	// Socket is the last socket dialled; Open says whether it was accepted and
	// has not ended.
	Socket core.SocketID
	Open   bool
	// Dials are the URLs dialled so far, Protocols what was asked of each.
	Dials, Protocols []string
	// Hangups counts the sockets that the core gave up.
	Hangups int
	// Fetches are the HTTP requests that wait for an answer.
	Fetches map[core.FetchID]core.Request
	// Silent leaves echoes to the test. Else they are answered as time passes and
	// are not among what was sent, as if the server was always there.
	Silent bool
	// Discard leaves what is sent undecoded, and forgets it.
	Discard bool
	// Quiet leaves what the core logs out of the test's output.
	Quiet bool
	// Jitter is what a back-off gets for chance; at first its maximum, which
	// makes delays the longest that they may be.
	Jitter uint32
	// Events and Warnings are what the core reported so far; TakeEvents empties
	// the former.
	Events   []core.Event
	Warnings []string

	timers map[core.TimerID]time.Time
	sent   []*wire.GenericCommand
	echoes []*wire.GenericCommand // to be answered
	random byte
}

// New makes a Host and a Realtime on it. Options that are left out are filled
// in so that the core needs no router.
func New(t testing.TB, o core.Options) (*Host, *core.Realtime) {
	h := &Host{
		t:       t,
		now:     Start,
		Jitter:  math.MaxUint32,
		Fetches: make(map[core.FetchID]core.Request),
		timers:  make(map[core.TimerID]time.Time),
	}
	if o.AppID == "" {
		o.AppID, o.AppKey = "app", "key"
	}
	if o.API == "" {
		o.API = "http://api.test"
	}
	if o.Router == "" && len(o.RTMServers) == 0 {
		o.RTMServers = []string{"ws://rtm.test"}
	}
	if o.DeviceID == "" {
		o.DeviceID = "device"
	}
	rt, err := core.New(h, o)
	require.NoError(t, err)
	h.rt = rt
	return h, rt
}

// Dial implements core.Host.
func (h *Host) Dial(id core.SocketID, url, subprotocol string) {
	h.Socket, h.Open = id, false
	h.Dials = append(h.Dials, url)
	h.Protocols = append(h.Protocols, subprotocol)
}

// Send implements core.Host: it decodes the frame.
func (h *Host) Send(id core.SocketID, frame []byte, text bool) {
	require.Equal(h.t, h.Socket, id, "sent on a socket that is gone")
	require.True(h.t, h.Open, "sent on a socket that is not open")
	if h.Discard {
		return
	}
	if text {
		frame = decodeBase64(h.t, frame)
	}
	cmd := new(wire.GenericCommand)
	require.NoError(h.t, cmd.Unmarshal(frame))
	if cmd.GetCmd() == wire.CommandEcho && !h.Silent {
		h.echoes = append(h.echoes, cmd)
		return
	}
	h.sent = append(h.sent, cmd)
}

// echo answers the echoes that were sent while the socket was open.
func (h *Host) echo() {
	for _, cmd := range h.echoes {
		if h.Open {
			h.Reply(cmd, Command(wire.CommandEcho, 0, ""))
		}
	}
	h.echoes = nil
}

// Hangup implements core.Host.
func (h *Host) Hangup(id core.SocketID, _ int, _ string) {
	h.Hangups++
	if id == h.Socket {
		h.Open = false
	}
}

// SetTimer implements core.Host.
func (h *Host) SetTimer(id core.TimerID, d time.Duration) { h.timers[id] = h.now.Add(d) }

// StopTimer implements core.Host.
func (h *Host) StopTimer(id core.TimerID) { delete(h.timers, id) }

// Fetch implements core.Host.
func (h *Host) Fetch(id core.FetchID, r core.Request) { h.Fetches[id] = r }

// StopFetch implements core.Host.
func (h *Host) StopFetch(id core.FetchID) { delete(h.Fetches, id) }

// Now implements core.Host.
func (h *Host) Now() int64 { return h.now.UnixMilli() }

// Elapsed implements core.Host.
func (h *Host) Elapsed() time.Duration { return h.now.Sub(Start) - h.slept }

// Random implements core.Host with bytes that are always the same. The four
// that a back-off asks for are Jitter.
func (h *Host) Random(p []byte) {
	if len(p) == 4 {
		for i := range p {
			p[i] = byte(h.Jitter >> (24 - 8*i))
		}
		return
	}
	for i := range p {
		h.random++
		p[i] = h.random
	}
}

// Emit implements core.Host.
func (h *Host) Emit(e core.Event) {
	if received, ok := e.(*core.MessageReceived); ok {
		kept := *received // Options.ReuseMessages
		e = &kept
	}
	h.Events = append(h.Events, e)
}

// Log implements core.Host.
func (h *Host) Log(level core.LogLevel, message string) {
	if !h.Quiet {
		h.t.Log(message)
	}
	if level == core.LogWarn {
		h.Warnings = append(h.Warnings, message)
	}
}

// Advance lets d pass; timers fire in order, each at its own time.
func (h *Host) Advance(d time.Duration) {
	end := h.now.Add(d)
	for {
		h.echo()
		var next core.TimerID
		for id, at := range h.timers {
			if !at.After(end) && (next == 0 || at.Before(h.timers[next]) || at.Equal(h.timers[next]) && id < next) {
				next = id
			}
		}
		if next == 0 {
			break
		}
		if at := h.timers[next]; at.After(h.now) {
			h.now = at
		}
		delete(h.timers, next)
		h.rt.TimerFired(next)
	}
	h.now = end
}

// Sleep lets d pass without the program running: what is due comes late, and
// the clock that does not jump stands still.
func (h *Host) Sleep(d time.Duration) {
	h.now = h.now.Add(d)
	h.slept += d
	for id, at := range h.timers {
		h.timers[id] = at.Add(d)
	}
}

// Late lets d pass and then fires what is due, once and late, as a browser does
// in a page that is hidden.
func (h *Host) Late(d time.Duration) {
	h.now = h.now.Add(d)
	h.Advance(0)
}

// Timers is how many timers are set.
func (h *Host) Timers() int { return len(h.timers) }

// Accept opens the socket that is being dialled.
func (h *Host) Accept() {
	h.Open = true
	h.rt.SocketOpened(h.Socket)
}

// Cut ends the socket from the server's side.
func (h *Host) Cut(code int, reason string) {
	h.Open = false
	h.rt.SocketClosed(h.Socket, code, reason)
}

// Answer answers the one HTTP request that waits.
func (h *Host) Answer(status int, body string) core.Request {
	require.Len(h.t, h.Fetches, 1)
	for id, request := range h.Fetches {
		delete(h.Fetches, id)
		h.rt.Fetched(id, core.Response{Status: status, Body: body})
		return request
	}
	return core.Request{}
}

// Sent returns the commands sent since it was last called.
func (h *Host) Sent() []*wire.GenericCommand {
	sent := h.sent
	h.sent = nil
	return sent
}

// One returns the one command sent since Sent or One was last called, and
// fails the test when it is not of that kind.
func (h *Host) One(cmd wire.CommandType, op wire.OpType) *wire.GenericCommand {
	h.t.Helper()
	sent := h.Sent()
	require.Len(h.t, sent, 1, "commands sent: %s", names(sent))
	require.Equal(h.t, cmd.String(), sent[0].GetCmd().String())
	require.Equal(h.t, op, sent[0].GetOp())
	return sent[0]
}

// Reply answers a command.
func (h *Host) Reply(to, reply *wire.GenericCommand) {
	require.NotZero(h.t, to.GetI(), "the command wants no answer")
	reply.SetI(to.GetI())
	h.Push(reply)
}

// Refuse answers a command with an error.
func (h *Host) Refuse(to *wire.GenericCommand, code core.Code, reason string) {
	e := new(wire.ErrorCommand)
	e.SetCode(int32(code))
	e.SetReason(reason)
	reply := Command(wire.CommandError, 0, to.GetPeerId())
	reply.SetErrorMessage(e)
	h.Reply(to, reply)
}

// Push lets the core receive a command.
func (h *Host) Push(cmd *wire.GenericCommand) {
	frame, err := cmd.Append(nil)
	require.NoError(h.t, err)
	h.rt.SocketFrame(h.Socket, frame, false)
	for i := range frame { // the core must have kept nothing of it
		frame[i] = 0xff
	}
}

// TakeEvents returns the events since it was last called.
func (h *Host) TakeEvents() []core.Event {
	events := h.Events
	h.Events = nil
	return events
}

// EventsOf returns the events of one type since TakeEvents was last called.
func EventsOf[E core.Event](h *Host) []E {
	var found []E
	for _, e := range h.Events {
		if e, ok := e.(E); ok {
			found = append(found, e)
		}
	}
	return found
}

// Command makes a command.
func Command(cmd wire.CommandType, op wire.OpType, peerID string) *wire.GenericCommand {
	c := new(wire.GenericCommand)
	c.SetCmd(cmd)
	if op != 0 {
		c.SetOp(op)
	}
	if peerID != "" {
		c.SetPeerId(peerID)
	}
	return c
}

func names(commands []*wire.GenericCommand) string {
	var list []string
	for _, c := range commands {
		list = append(list, c.GetCmd().String()+"/"+c.GetOp().String())
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}
