package core

import "time"

// timers are the Host's timers with what they are for. A timer that was
// stopped never fires, even when the Host reports it late.
type timers struct {
	host    Host
	last    TimerID
	pending map[TimerID]func()
}

func (t *timers) init(h Host) {
	t.host = h
	t.pending = make(map[TimerID]func())
}

// after calls f once, after d, unless it is stopped before.
func (t *timers) after(d time.Duration, f func()) TimerID {
	t.last++
	id := t.last
	t.pending[id] = f
	t.host.SetTimer(id, max(d, 0))
	return id
}

// stop stops a timer and sets it to 0; a timer that has fired, and 0, are
// ignored.
func (t *timers) stop(id *TimerID) {
	if _, ok := t.pending[*id]; ok {
		delete(t.pending, *id)
		t.host.StopTimer(*id)
	}
	*id = 0
}

func (t *timers) stopAll() {
	for id := range t.pending {
		t.host.StopTimer(id)
	}
	clear(t.pending)
}

// TimerFired reports that a timer set through Host.SetTimer is due. A timer
// that was stopped is ignored.
func (rt *Realtime) TimerFired(id TimerID) {
	if f := rt.timers.pending[id]; f != nil {
		delete(rt.timers.pending, id)
		f()
	}
}
