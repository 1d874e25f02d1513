package nats

import "time"

// watch looks regularly whether the other nodes can be reached.
type watch struct {
	bus    *Bus
	polled time.Time // up to when events were reported as lost, or none were
}

// forgetAfter is how many leases a dead node may come back in, and what it then has
// still be asked for. As long, events are reported as lost: it may only be cut off from
// NATS, and not from the store.
const forgetAfter = 120

func (w *watch) tick(now time.Time) {
	b := w.bus
	b.mu.RLock()
	gone, since := b.err != nil, b.since
	b.mu.RUnlock()
	away := gone
	for _, p := range b.peers {
		if !gone {
			w.look(p, since, now)
		}
		away = away || !p.dead.IsZero()
	}
	if !away {
		w.polled = now
		return
	}
	if now.Sub(w.polled) >= b.o.Poll {
		b.reportLost(now.Sub(w.polled), "reason", "nodes cannot be reached")
		w.polled = now
	}
}

// look sees whether a node lives. NATS has been there since that time.
func (w *watch) look(p *peer, since, now time.Time) {
	b := w.bus
	heard := p.heard
	if heard.Before(since) {
		heard = since
	}
	if p.dead.IsZero() && now.Sub(heard) > b.o.Lease {
		p.dead = now
		b.living.Add(-1)
		b.reportLost(now.Sub(p.complete), "reason", "a node is not heard", "node", p.node)
		b.asking.gone(p.node)
		return
	}
	switch {
	case p.dead.IsZero():
		p.late(now)
	case now.Sub(p.dead) > forgetAfter*b.o.Lease:
		delete(b.peers, p.node)
	}
}
