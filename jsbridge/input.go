//go:build js && wasm

package jsbridge

import (
	"errors"

	"imclient/core"
)

// opened, frame, closed, timer and fetched hand over what JavaScript's socket,
// timer or request reports. An id that is not known any more is ignored: the
// report crossed with the core's own decision.

func (b *bridge) opened(socket uint32) {
	if s, ok := b.sockets[socket]; ok {
		s.rt.core.SocketOpened(s.id)
	}
}

func (b *bridge) frame(socket uint32, frame []byte, text bool) {
	if s, ok := b.sockets[socket]; ok {
		s.rt.core.SocketFrame(s.id, frame, text)
	}
}

func (b *bridge) closed(socket uint32, code int, reason string) {
	if s, ok := b.sockets[socket]; ok {
		delete(b.sockets, socket)
		delete(s.rt.sockets, s.id)
		s.rt.core.SocketClosed(s.id, code, reason)
	}
}

func (b *bridge) timer(timer uint32) {
	if t, ok := b.timers[timer]; ok {
		delete(b.timers, timer)
		delete(t.rt.timers, t.id)
		t.rt.core.TimerFired(t.id)
	}
}

// fetched hands over an HTTP answer; status 0 means that there was none and
// that body tells why.
func (b *bridge) fetched(id uint32, status int, body string) {
	f, ok := b.fetches[id]
	if !ok {
		return
	}
	delete(b.fetches, id)
	delete(f.rt.fetches, f.id)
	response := core.Response{Status: status, Body: body}
	if status == 0 {
		response = core.Response{Err: errors.New(body)}
	}
	f.rt.core.Fetched(f.id, response)
}
