package server

import "strings"

// priority says which messages are dropped first when a receiver cannot keep up
// (docs/protocol.md, Priority). It counts for chat rooms and transient messages,
// which are delivered at most once anyway.
type priority int

// The three priorities, by their numbers on the wire.
const (
	highPriority   priority = 1
	normalPriority priority = 2
	lowPriority    priority = 3
)

// parsePriority reads a name, in letters of either case; empty means fallback.
func parsePriority(name string, fallback priority) (priority, error) {
	switch strings.ToLower(name) {
	case "":
		return fallback, nil
	case "high":
		return highPriority, nil
	case "normal":
		return normalPriority, nil
	case "low":
		return lowPriority, nil
	}
	return 0, refusef(ConversationAPIFailed, "priority is not one of high, normal and low")
}

// priority is that of the message which the client sends: normal, if it does not
// say one that there is. A will has none left when it is sent.
func (r *request) priority() priority {
	if p := priority(r.cmd.GetPriority()); p >= highPriority && p <= lowPriority {
		return p
	}
	return normalPriority
}

// Dropped returns how many deliveries of normal and of low priority have been left
// out since the start, because the receiver's connection was slow.
func (s *Server) Dropped() (normal, low int64) {
	return s.dropped[normalPriority].Load(), s.dropped[lowPriority].Load()
}
