package server

import (
	"context"
	"slices"
	"time"

	"imclient/server/bus"
)

// askTime is how long other nodes may take to say who is online.
const askTime = 2 * time.Second

// ask returns what the other nodes answer to a question, each client once; what those
// that do not answer in time know is missing. It blocks, and is not called in the
// store's callbacks.
func (s *Server) ask(a *app, q bus.Question) map[string]bool {
	ctx, cancel := context.WithTimeout(context.Background(), askTime)
	defer cancel()
	q.App, q.Node = a.ID, s.node
	answers, err := s.bus.Ask(ctx, q)
	if err != nil {
		s.log.Error("not every node says who is online", "app", a.ID, "error", err)
	}
	clients := make(map[string]bool)
	for _, answer := range answers {
		for _, client := range answer.Clients {
			clients[client] = true
		}
	}
	return clients
}

// answer tells another node who is online with this one.
func (s *Server) answer(q bus.Question) bus.Answer {
	a := s.app(q.App)
	switch {
	case q.Node == s.node || a == nil:
		return bus.Answer{}
	case q.Everybody:
		return bus.Answer{Clients: a.hub.all()}
	case q.Room != "":
		return bus.Answer{Clients: a.hub.roomClients(q.Room)}
	}
	return bus.Answer{Clients: a.hub.online(q.Clients)}
}

// online returns those of clients who are online, on whatever node, in the given
// order. It blocks as ask does.
func (s *Server) online(a *app, clients []string) []string {
	online, offline := a.hub.presence(clients)
	if len(offline) == 0 {
		return online
	}
	elsewhere := s.ask(a, bus.Question{Clients: offline})
	if len(elsewhere) == 0 {
		return online
	}
	for _, client := range online {
		elsewhere[client] = true
	}
	return slices.DeleteFunc(slices.Clone(clients), func(client string) bool { return !elsewhere[client] })
}

// onlineClients returns everybody who is online, in no order. It blocks as ask does.
func (s *Server) onlineClients(a *app) []string {
	return merge(a.hub.all(), s.ask(a, bus.Question{Everybody: true}))
}

// inRoom returns the clients in a chat room, in no order. It blocks as ask does.
func (s *Server) inRoom(a *app, room string) []string {
	return merge(a.hub.roomClients(room), s.ask(a, bus.Question{Room: room}))
}

// someInRoom is inRoom for at most limit of them.
func (s *Server) someInRoom(a *app, room string, limit int) []string {
	clients := s.inRoom(a, room)
	return clients[:min(limit, len(clients))]
}

// merge appends to a list what it does not hold.
func merge(list []string, more map[string]bool) []string {
	for _, one := range list {
		delete(more, one)
	}
	for one := range more {
		list = append(list, one)
	}
	return list
}

// lookElsewhere moves those of the offline receivers who are online on other nodes to
// the others. It blocks as ask does.
func (s *Server) lookElsewhere(a *app, sent *SentMessage) {
	if len(sent.Offline) == 0 {
		return
	}
	elsewhere := s.ask(a, bus.Question{Clients: sent.Offline})
	if len(elsewhere) == 0 {
		return
	}
	var offline []string
	online := slices.Clone(sent.Online)
	for _, client := range sent.Offline {
		if elsewhere[client] {
			online = append(online, client)
		} else {
			offline = append(offline, client)
		}
	}
	sent.Online, sent.Offline = online, offline
}
