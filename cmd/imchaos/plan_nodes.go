package main

import (
	"math/rand/v2"
	"slices"
	"time"
)

// newNodesPlan makes the schedule of a seed for several nodes. Nobody is in all of the
// conversations, so that it shows who is told what is not for them.
func newNodesPlan(seed uint64, nodes int) plan {
	r := rand.New(rand.NewPCG(seed, 0x6e6f646573))
	p := plan{participants: 3 + r.IntN(3), conversations: 2 + r.IntN(2), nodes: nodes}
	for n := range p.conversations {
		members := r.Perm(p.participants)[:2+r.IntN(p.participants-2)]
		if n > 0 && r.IntN(2) == 0 {
			members = slices.Clone(p.members[0]) // the same people, another conversation
		}
		slices.Sort(members)
		p.members = append(p.members, members)
	}
	for range 30 + r.IntN(20) {
		if r.IntN(100) < 20 {
			p.steps = append(p.steps, newNodesStep(r, nodes))
			continue
		}
		s := newStep(r, p.participants, [...]int{75, 85, 91, 97, 97})
		s.after *= 2
		p.steps = append(p.steps, s)
	}
	return p
}

// newNodesStep draws what happens to a node, or to what the nodes need.
func newNodesStep(r *rand.Rand, nodes int) step {
	s := step{after: time.Duration(r.IntN(60)) * time.Millisecond, node: r.IntN(nodes), held: r.IntN(2) == 0}
	switch n := r.IntN(100); {
	case n < 18:
		s.action = killNode
	case n < 30:
		s.action = stopNode
	case n < 42:
		s.action = pauseNode
	case n < 52:
		s.action = killNATS
	case n < 60:
		s.action = pauseNATS
	case n < 76:
		s.action = cutNATS
	case n < 84:
		s.action = crashPostgres
	case n < 90:
		s.action = pausePostgres
	default:
		s.action = cutPostgres
	}
	// Most are over soon; some outlast leases and time-outs.
	s.length = time.Duration(r.IntN(600)) * time.Millisecond
	if r.IntN(5) == 0 {
		s.length = time.Duration(600+r.IntN(2400)) * time.Millisecond
	}
	return s
}
