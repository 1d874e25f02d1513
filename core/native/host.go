package native

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"imclient/core"
)

// host is the core's outside world: coder/websocket, net/http, Go's timers and
// clock. Its core.Host methods are called by the core, so on the loop's
// goroutine; its other methods are called by the goroutines that it starts.
type host struct {
	loop      *loop
	core      inputs // set before the loop runs
	http      *http.Client
	userAgent string
	log       *slog.Logger

	ctx    context.Context // ends with the host, and with it fetches and signers
	cancel context.CancelFunc
	// running counts the goroutines of sockets, fetches and signers.
	running sync.WaitGroup

	// The rest belongs to the loop.
	stopped bool
	sockets map[core.SocketID]*socket
	timers  map[core.TimerID]*time.Timer
	fetches map[core.FetchID]context.CancelFunc
	emitted []core.Event // what the running task has emitted so far
}

var _ core.Host = (*host)(nil)

// inputs are how a host reports to its core.
type inputs interface {
	SocketOpened(id core.SocketID)
	SocketFrame(id core.SocketID, frame []byte, text bool)
	SocketClosed(id core.SocketID, code int, reason string)
	TimerFired(id core.TimerID)
	Fetched(id core.FetchID, r core.Response)
}

func newHost(client *http.Client, userAgent string, log *slog.Logger) *host {
	h := &host{
		http:      client,
		userAgent: userAgent,
		log:       log,
		sockets:   make(map[core.SocketID]*socket),
		timers:    make(map[core.TimerID]*time.Timer),
		fetches:   make(map[core.FetchID]context.CancelFunc),
	}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	return h
}

// stop gives back what the core has left: it starts nothing from now on. Open
// sockets were hung up by the core and end by themselves within closeGrace.
func (h *host) stop() {
	h.stopped = true
	h.cancel()
	for _, timer := range h.timers {
		timer.Stop()
	}
	for _, s := range h.sockets {
		s.hangup(1000, "")
	}
	clear(h.timers)
	clear(h.fetches)
	clear(h.sockets)
}

// Dial implements core.Host.
func (h *host) Dial(id core.SocketID, url, subprotocol string) {
	if h.stopped {
		return
	}
	s := newSocket(h, id)
	h.sockets[id] = s
	h.running.Go(func() { s.run(url, subprotocol) })
}

// Send implements core.Host.
func (h *host) Send(id core.SocketID, frame []byte, text bool) {
	if s := h.sockets[id]; s != nil {
		s.send(frame, text)
	}
}

// Hangup implements core.Host.
func (h *host) Hangup(id core.SocketID, code int, reason string) {
	if s := h.sockets[id]; s != nil {
		s.hangup(code, reason)
	}
}

func (h *host) opened(id core.SocketID) {
	h.input(func() { h.core.SocketOpened(id) })
}

// frame returns when the core has done with data.
func (h *host) frame(id core.SocketID, data []byte, text bool) {
	done := make(chan struct{})
	if h.input(func() { defer close(done); h.core.SocketFrame(id, data, text) }) {
		<-done
	}
}

func (h *host) closed(id core.SocketID, code int, reason string) {
	h.input(func() {
		delete(h.sockets, id)
		h.core.SocketClosed(id, code, reason)
	})
}

// input posts a task unless the loop is over; then nobody minds any more.
func (h *host) input(task func()) bool {
	return h.loop.post(context.Background(), task)
}

// SetTimer implements core.Host.
func (h *host) SetTimer(id core.TimerID, d time.Duration) {
	if h.stopped {
		return
	}
	h.timers[id] = time.AfterFunc(d, func() {
		h.input(func() {
			// The timer may have been stopped while it waited for its turn.
			if _, set := h.timers[id]; set {
				delete(h.timers, id)
				h.core.TimerFired(id)
			}
		})
	})
}

// StopTimer implements core.Host.
func (h *host) StopTimer(id core.TimerID) {
	if timer := h.timers[id]; timer != nil {
		timer.Stop()
		delete(h.timers, id)
	}
}

// Now implements core.Host.
func (h *host) Now() int64 { return time.Now().UnixMilli() }

// Elapsed implements core.Host.
func (h *host) Elapsed() time.Duration { return time.Since(loaded) }

// loaded is the moment that Elapsed counts from.
var loaded = time.Now()

// Random implements core.Host.
func (h *host) Random(p []byte) { _, _ = rand.Read(p) } // never fails, see crypto/rand

// Emit implements core.Host.
func (h *host) Emit(e core.Event) { h.emitted = append(h.emitted, e) }

// Log implements core.Host.
func (h *host) Log(level core.LogLevel, message string) {
	to := slog.LevelDebug
	switch level {
	case core.LogInfo:
		to = slog.LevelInfo
	case core.LogWarn:
		to = slog.LevelWarn
	}
	h.log.Log(h.ctx, to, "imclient: "+message)
}
