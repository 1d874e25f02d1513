//go:build js && wasm

package jsbridge

import (
	"time"

	"imclient/core"
)

// realtime is the Host of one core.Realtime. The core numbers its sockets,
// timers and requests from 1 in every Realtime; JavaScript sees numbers that
// are unique in the instance.
type realtime struct {
	b       *bridge
	handle  uint32
	core    *core.Realtime
	sockets map[core.SocketID]uint32
	timers  map[core.TimerID]uint32
	fetches map[core.FetchID]uint32
}

type socketRef struct {
	rt *realtime
	id core.SocketID
}

type timerRef struct {
	rt *realtime
	id core.TimerID
}

type fetchRef struct {
	rt *realtime
	id core.FetchID
}

var _ core.Host = (*realtime)(nil)

func (r *realtime) Dial(id core.SocketID, url, subprotocol string) {
	n := r.b.id()
	r.sockets[id] = n
	r.b.sockets[n] = socketRef{r, id}
	r.b.face.dial(n, url, subprotocol)
}

func (r *realtime) Send(id core.SocketID, frame []byte, text bool) {
	if n, ok := r.sockets[id]; ok {
		r.b.face.send(n, frame, text)
	}
}

func (r *realtime) Hangup(id core.SocketID, code int, reason string) {
	if n, ok := r.sockets[id]; ok {
		r.b.face.hangup(n, code, reason)
	}
}

func (r *realtime) SetTimer(id core.TimerID, d time.Duration) {
	n := r.b.id()
	r.timers[id] = n
	r.b.timers[n] = timerRef{r, id}
	r.b.face.setTimer(n, d)
}

func (r *realtime) StopTimer(id core.TimerID) {
	if n, ok := r.timers[id]; ok {
		delete(r.timers, id)
		delete(r.b.timers, n)
		r.b.face.stopTimer(n)
	}
}

func (r *realtime) Fetch(id core.FetchID, q core.Request) {
	n := r.b.id()
	r.fetches[id] = n
	r.b.fetches[n] = fetchRef{r, id}
	r.b.face.fetch(n, &q)
}

func (r *realtime) StopFetch(id core.FetchID) {
	if n, ok := r.fetches[id]; ok {
		delete(r.fetches, id)
		delete(r.b.fetches, n)
		r.b.face.stopFetch(n)
	}
}

func (r *realtime) Now() int64 { return time.Now().UnixMilli() }

func (r *realtime) Elapsed() time.Duration { return r.b.clock.elapsed() }

func (r *realtime) Random(p []byte) { randomBytes(p) }

func (r *realtime) Emit(e core.Event) { r.b.emit(r, e) }

func (r *realtime) Log(level core.LogLevel, message string) { r.b.face.log(level, message) }

// drop forgets a Realtime that is closed, with all that belongs to it.
// Sockets stay until JavaScript reports them closed.
func (r *realtime) drop() {
	b := r.b
	delete(b.realtimes, r.handle)
	for _, c := range b.clients {
		if c.rt == r {
			c.drop()
		}
	}
}
