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
	// length is how long what happens to a node, or to what the nodes need, lasts.
	length time.Duration
	node   int
	held   bool // a node that is cut off waits, instead of being refused
}

type action int

const (
	sendMessages action = iota
	addFault
	healFaults
	cutConnections
	killServer
	replaceClient
	// What follows happens to one of several nodes, or to what they need.
	killNode
	stopNode
	pauseNode
	killNATS
	pauseNATS
	cutNATS
	crashPostgres
	pausePostgres
	cutPostgres
)

var actionNames = [...]string{"send", "fault", "heal", "cut", "kill the server", "replace the client",
	"kill a node", "stop a node", "pause a node", "kill NATS", "pause NATS", "cut a node off from NATS",
	"crash PostgreSQL", "pause PostgreSQL", "cut a node off from PostgreSQL"}

func (s step) String() string {
	if s.action >= killNode {
		return fmt.Sprintf("%v later, for %v: %s, node %d, held %t", s.after, s.length, actionNames[s.action], s.node, s.held)
	}
	return fmt.Sprintf("%v later: %s, participant %d, %d messages, direction %d, %+v", s.after, actionNames[s.action], s.who, s.count, s.way, s.fault)
}

// plan is a schedule: who takes part and what happens.
type plan struct {
	participants  int
	conversations int
	steps         []step
	nodes         int // 0: one server with a database of its own
	// members are the participants of each conversation; nil: everybody.
	members [][]int
	// pages says which of the participants are pages; nil is a client of core/native.
	pages []*pageKind
}

// pageKind says what is in a page. Of the official SDK there is one kind.
type pageKind struct{ official, worker, outbox, catchUp bool }

func (k pageKind) String() string {
	if k.official {
		return "the official SDK"
	}
	return fmt.Sprintf("worker %t, outbox %t, catchUp %t", k.worker, k.outbox, k.catchUp)
}

// newPagesPlan makes a seed's schedule with pages in it: two of ours, one with the
// official SDK, and a native client. Pages are loaded again more often than native
// clients are replaced.
func newPagesPlan(seed uint64) plan {
	r := rand.New(rand.NewPCG(seed, 0x7061676573))
	page := func() *pageKind {
		return &pageKind{worker: r.IntN(2) == 0, outbox: r.IntN(2) == 0, catchUp: r.IntN(2) == 0}
	}
	p := plan{participants: 4, conversations: 1 + r.IntN(2), pages: []*pageKind{page(), {official: true}, page(), nil}}
	for range 15 + r.IntN(15) {
		p.steps = append(p.steps, newStep(r, p.participants, [...]int{50, 70, 77, 84, 88}))
	}
	return p
}

// newPlan makes the schedule of a seed.
func newPlan(seed uint64) plan {
	r := rand.New(rand.NewPCG(seed, 0x696d6368616f73))
	p := plan{participants: 2 + r.IntN(3), conversations: 1 + r.IntN(2)}
	for range 15 + r.IntN(20) {
		p.steps = append(p.steps, newStep(r, p.participants, [...]int{55, 75, 82, 90, 94}))
	}
	return p
}

// newStep draws a step. Of a hundred, upTo says where each action ends, in their
// order; the last one has the rest.
func newStep(r *rand.Rand, participants int, upTo [replaceClient]int) step {
	s := step{after: time.Duration(r.IntN(60)) * time.Millisecond, who: r.IntN(participants)}
	switch n := r.IntN(100); {
	case n < upTo[sendMessages]:
		s.action, s.count = sendMessages, 1+r.IntN(8)
	case n < upTo[addFault]:
		s.action = addFault
		s.way, s.fault = newFault(r)
	case n < upTo[healFaults]:
		s.action = healFaults
	case n < upTo[cutConnections]:
		s.action = cutConnections
	case n < upTo[killServer]:
		s.action = killServer
	default:
		s.action = replaceClient
	}
	return s
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
