package nats

import (
	"time"

	"imclient/server/bus"
)

// peer is another node, as the receiving goroutine sees it. Its events are taken in
// the order of their numbers, each once.
type peer struct {
	bus  *Bus
	node string

	next    uint64           // number to be taken next
	highest uint64           // that is known of
	held    map[uint64]frame // events above next
	size    int              // of their bodies
	part    []byte           // of an event that is not complete, nil for none

	heard    time.Time // when anything came of it
	complete time.Time // when nothing was missing
	asked    time.Time // for what is missing; zero when nothing is
	askedFor uint64    // the number that was
	tries    int       // how often it was
	dead     time.Time // when it counted as such; zero while it lives
}

// Bounds of what is held while something before it is missing. What comes beyond them
// is missing too, and asked for later.
const (
	maxHeld      = 1 << 14
	maxHeldBytes = 32 << 20
)

// maxAsked bounds what is asked for at a time, so that there is room for it.
func maxAsked(b *Bus) uint64 { return uint64(min(1000, cap(b.incoming)/4)) }

// maxTries is how often what is missing is asked for before it counts as lost.
const maxTries = 3

// event takes a numbered event.
func (p *peer) event(f frame, now time.Time) {
	p.highest = max(p.highest, f.number)
	switch {
	case f.number < p.next:
		return
	case f.number > p.next:
		if _, has := p.held[f.number]; !has && len(p.held) < maxHeld && p.size < maxHeldBytes {
			p.held[f.number] = f
			p.size += len(f.body)
		}
	default:
		if !p.asked.IsZero() {
			p.bus.resent.Add(1)
		}
		p.take(f)
		p.takeHeld()
	}
	p.check(now)
}

// upTo is told up to what number the peer has sent.
func (p *peer) upTo(number uint64, now time.Time) {
	p.highest = max(p.highest, number)
	p.check(now)
}

// check asks for what is missing, unless that has been done already.
func (p *peer) check(now time.Time) {
	if p.next > p.highest {
		p.complete, p.asked, p.tries = now, time.Time{}, 0
		return
	}
	if p.asked.IsZero() {
		p.ask(now)
	}
}

func (p *peer) ask(now time.Time) {
	p.asked = now
	p.tries++
	if p.next > p.askedFor {
		p.askedFor, p.tries = p.next, 1
	}
	upTo := min(p.highest, p.next+maxAsked(p.bus)-1)
	for n := range p.held {
		upTo = min(upTo, n-1)
	}
	p.bus.o.Logger.Debug("events are missing", "node", p.node, "from", p.next, "to", upTo)
	_ = p.bus.publish(p.bus.subject(p.node), &frame{kind: frameMissing, number: p.next, upTo: upTo})
}

// resent is told that what was asked for has been sent, so far as it is kept: what is
// up to gone is not.
func (p *peer) resent(gone uint64, now time.Time) {
	if p.next <= gone {
		p.lose(gone+1, now)
	}
	p.asked = time.Time{}
	p.check(now)
}

// late asks again for what has not come, and gives it up in the end.
func (p *peer) late(now time.Time) {
	if p.asked.IsZero() || now.Sub(p.asked) < p.bus.o.Lease/5 {
		return
	}
	if p.tries < maxTries {
		p.ask(now)
		return
	}
	next := p.highest + 1
	for n := range p.held {
		next = min(next, n)
	}
	p.lose(next, now)
	p.asked, p.tries = time.Time{}, 0
	p.check(now)
}

// lose gives up what is missing before next, but takes what is held of it.
func (p *peer) lose(next uint64, now time.Time) {
	p.bus.reportLost(now.Sub(p.complete), "node", p.node, "from", p.next, "to", next-1)
	for p.next < next {
		if f, has := p.held[p.next]; has {
			p.drop(p.next)
			p.take(f)
			continue
		}
		p.part = nil
		p.next++
	}
	p.takeHeld()
}

func (p *peer) takeHeld() {
	for f, has := p.held[p.next]; has; f, has = p.held[p.next] {
		p.drop(p.next)
		p.take(f)
	}
}

func (p *peer) drop(number uint64) {
	p.size -= len(p.held[number].body)
	delete(p.held, number)
}

// maxEvent bounds an event that comes in parts.
const maxEvent = 64 << 20

// take takes the event that is next.
func (p *peer) take(f frame) {
	p.next = f.number + 1
	if !f.rest {
		p.part = nil
	} else if p.part == nil {
		return // its beginning is lost
	}
	if f.more || f.rest {
		p.part = append(p.part, f.body...)
		if len(p.part) > maxEvent {
			p.part = nil
			return
		}
		if f.more {
			return
		}
		f.body, p.part = p.part, nil
	}
	e, err := decodeEvent(f.body)
	if err != nil {
		p.bus.o.Logger.Error("an event cannot be read", "node", p.node, "error", err)
		return
	}
	p.bus.deliver(e)
}

func (b *Bus) deliver(e bus.Event) {
	b.mu.RLock()
	subscribers := b.subscribers
	b.mu.RUnlock()
	for _, s := range subscribers {
		s.deliver(e)
	}
}
