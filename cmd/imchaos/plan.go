package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// step is one thing that happens in a schedule.
type step struct {
	after  time.Duration // since the step before
	action action
	who    int // the participant that it happens to
	way    direction
	fault  fault
	count  int // of messages
}

type action int

const (
	sendMessages action = iota
	addFault
	healFaults
	cutConnections
	killServer
	replaceClient
)

var actionNames = [...]string{"send", "fault", "heal", "cut", "kill the server", "replace the client"}

func (s step) String() string {
	return fmt.Sprintf("%v later: %s, participant %d, %d messages, direction %d, %+v", s.after, actionNames[s.action], s.who, s.count, s.way, s.fault)
}

// plan is a schedule: who takes part and what happens.
type plan struct {
	participants  int
	conversations int
	steps         []step
}

// newPlan makes the schedule of a seed.
func newPlan(seed uint64) plan {
	r := rand.New(rand.NewPCG(seed, 0x696d6368616f73))
	p := plan{participants: 2 + r.IntN(3), conversations: 1 + r.IntN(2)}
	for range 15 + r.IntN(20) {
		s := step{after: time.Duration(r.IntN(60)) * time.Millisecond, who: r.IntN(p.participants)}
		switch n := r.IntN(100); {
		case n < 55:
			s.action, s.count = sendMessages, 1+r.IntN(8)
		case n < 75:
			s.action = addFault
			s.way, s.fault = newFault(r)
		case n < 82:
			s.action = healFaults
		case n < 90:
			s.action = cutConnections
		case n < 94:
			s.action = killServer
		default:
			s.action = replaceClient
		}
		p.steps = append(p.steps, s)
	}
	return p
}

// newFault is a fault of the network in one direction.
func newFault(r *rand.Rand) (direction, fault) {
	d := direction(r.IntN(int(directions)))
	switch r.IntN(7) {
	case 0:
		return d, fault{Latency: time.Duration(5+r.IntN(100)) * time.Millisecond}
	case 1:
		return d, fault{Rate: 1000 + r.IntN(20000)}
	case 2:
		return d, fault{Slice: 1 + r.IntN(30), Latency: time.Duration(r.IntN(500)) * time.Microsecond}
	case 3, 4:
		return d, fault{Truncate: 1 + r.IntN(4000)}
	case 5:
		return d, fault{HalfClose: true}
	default:
		return d, fault{Hold: true}
	}
}
