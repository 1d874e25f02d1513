package nats

import (
	"time"

	natsgo "github.com/nats-io/nats.go"
)

// receive is the one goroutine that handles what comes from NATS, and knows the peers.
func (b *Bus) receive() {
	defer close(b.receiveDone)
	ticker := time.NewTicker(b.o.Lease / 5)
	defer ticker.Stop()
	w := &watch{bus: b, polled: time.Now()}
	for {
		select {
		case m := <-b.incoming:
			b.handle(m)
		case now := <-ticker.C:
			b.out.say(frameBeat)
			if len(b.incoming) == 0 { // else it is this node that was not there
				w.tick(now)
			}
		case <-b.sendDone:
			return
		}
	}
}

func (b *Bus) handle(m *natsgo.Msg) {
	f, err := decodeFrame(m.Data)
	if err != nil {
		b.o.Logger.Warn("a frame cannot be read", "subject", m.Subject, "error", err)
		return
	}
	if f.node == b.node {
		switch f.kind {
		case frameQuestion:
			b.asking.expect(f.number, b.peers)
		case frameHello:
			b.reportMissing(time.Now())
		}
		return
	}
	now := time.Now()
	p := b.peer(f, now)
	switch f.kind {
	case frameEvent:
		p.event(f, now)
	case frameBeat:
		p.upTo(f.number, now)
	case frameHello:
		p.upTo(f.number, now)
		b.out.say(frameBeat)
	case frameBye:
		b.leave(p, f.number, now)
	case frameQuestion:
		b.answer(f)
	case frameAnswer:
		b.asking.answered(f)
	case frameMissing:
		b.out.resend(job{f.node, f.number, f.upTo})
	case frameResent:
		p.highest = max(p.highest, f.number)
		p.resent(f.upTo, now)
	}
}

// peer finds the node that a frame comes from. What one that is new has sent before is
// not known here.
func (b *Bus) peer(f frame, now time.Time) *peer {
	p := b.peers[f.node]
	if p == nil {
		next := uint64(1)
		switch f.kind {
		case frameEvent:
			next = f.number
		case frameBeat, frameHello, frameBye, frameResent:
			next = f.number + 1
		}
		p = &peer{bus: b, node: f.node, next: next, highest: next - 1, held: make(map[uint64]frame), complete: now}
		b.peers[f.node] = p
		b.living.Add(1)
		b.o.Logger.Info("a node is there", "node", p.node)
		if next > 1 {
			b.reportLost(0, "node", p.node, "to", next-1)
		}
	}
	if !p.dead.IsZero() {
		p.dead = time.Time{}
		b.living.Add(1)
		b.o.Logger.Info("a node is there again", "node", p.node)
	}
	p.heard = now
	return p
}

// leave forgets a node that has sent all it had, up to that number.
func (b *Bus) leave(p *peer, number uint64, now time.Time) {
	p.highest = max(p.highest, number)
	if p.next <= p.highest {
		p.lose(p.highest+1, now)
	}
	b.living.Add(-1)
	delete(b.peers, p.node)
	b.asking.gone(p.node)
	b.o.Logger.Info("a node has left", "node", p.node)
}
