package core

import (
	"time"

	"imclient/core/wire"
)

// keepalive finds out whether the server is still there (section Transport of
// docs/protocol.md). Any frame says so. After a silence, sooner while an answer
// is awaited, after the clock has jumped and when the Host nudges, it probes
// with an echo; a connection on which nothing is heard then for
// Options.ProbeTimeout is dead.
type keepalive struct {
	c      *connection
	heard  time.Duration // the last frame
	echoed time.Duration // the last echo
	due    time.Duration // when timer fires
	looked int64         // the wall clock, in ms, at
	seen   time.Duration // this time
	timer  TimerID

	asking  bool          // a request was sent and nothing was heard since
	asked   time.Duration // then
	probing bool          // an echo was sent and nothing was heard since
	probed  time.Duration // then
	patient bool          // the probe was given more time already
}

func (k *keepalive) init(c *connection) { k.c = c }

func (k *keepalive) start() {
	now := k.c.rt.host.Elapsed()
	k.heard, k.echoed = now, now
	k.asking, k.probing = false, false
	k.look(now)
	k.wait(now)
}

func (k *keepalive) stop() { k.c.rt.timers.stop(&k.timer) }

// hear is called for every frame.
func (k *keepalive) hear() {
	k.heard = k.c.rt.host.Elapsed()
	k.asking, k.probing = false, false
}

// expect is called when a request was sent at now: if nothing is heard, the
// silence is noticed sooner.
func (k *keepalive) expect(now time.Duration) {
	if k.asking {
		return
	}
	k.asking, k.asked = true, now
	if soon := now + k.c.rt.options.ProbeTimeout; k.timer != 0 && k.due > soon {
		k.set(now, soon)
	}
}

// nudge probes now, unless a probe is under way.
func (k *keepalive) nudge() {
	if !k.probing {
		now := k.c.rt.host.Elapsed()
		k.probe(now)
		k.wait(now)
	}
}

func (k *keepalive) probe(now time.Duration) {
	k.probing, k.patient, k.probed = true, false, now
	k.echo(now)
}

func (k *keepalive) echo(now time.Duration) {
	k.echoed = now
	echo := new(wire.GenericCommand)
	echo.SetCmd(wire.CommandEcho)
	k.c.commands.request(nil, echo, func(*wire.GenericCommand, error) {})
}

// wait sets the timer for what comes next.
func (k *keepalive) wait(now time.Duration) {
	o := &k.c.rt.options
	if k.probing {
		k.set(now, k.probed+o.ProbeTimeout)
		return
	}
	at := min(k.heard+o.ProbeAfter, k.echoed+echoInterval, now+lookInterval)
	if k.asking {
		at = min(at, k.asked+o.ProbeTimeout)
	}
	k.set(now, at)
}

func (k *keepalive) set(now, at time.Duration) {
	k.c.rt.timers.stop(&k.timer)
	k.due = max(at, now)
	k.timer = k.c.rt.timers.after(k.due-now, k.tick)
}

// look compares the two clocks and reports whether the wall clock went ahead
// since it looked last: the device has slept, perhaps.
func (k *keepalive) look(now time.Duration) (jumped bool) {
	wall := k.c.rt.now()
	jumped = time.Duration(wall-k.looked)*time.Millisecond-(now-k.seen) >= jump
	k.looked, k.seen = wall, now
	return jumped
}

func (k *keepalive) tick() {
	k.timer = 0
	o := &k.c.rt.options
	now := k.c.rt.host.Elapsed()
	jumped := k.look(now) || now-k.due >= jump
	switch {
	case k.probing && (!jumped || k.patient):
		k.c.dead()
		return
	case k.probing:
		// This comes late, from sleep or in a tab that is hidden: an answer may be
		// there and not be read yet.
		k.patient, k.probed = true, now
	case jumped, now-k.heard >= o.ProbeAfter, k.asking && now-k.asked >= o.ProbeTimeout:
		k.probe(now)
	case now-k.echoed >= echoInterval: // a server closes what says nothing
		k.echo(now)
	}
	k.wait(now)
}
