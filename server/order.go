package server

import "imclient/server/bus"

// order has all nodes do something to the sessions of clients.
func (s *Server) order(a *app, conversation string, clients []string, o bus.Order) {
	o.Node = s.node
	s.publish(bus.Event{App: a.ID, Conversation: conversation, To: clients, Order: &o})
}

// obey does what an order asks for to the sessions on this node.
func (s *Server) obey(e bus.Event) {
	a := s.app(e.App)
	if a == nil {
		return
	}
	if e.Order.Kind == bus.CloseRoom {
		a.hub.closeRoom(e.Conversation)
		return
	}
	for _, client := range e.To {
		if e.Order.Kind == bus.LeaveRoom {
			a.hub.expel(client, e.Conversation)
			continue
		}
		switch key := (awayKey{client, e.Order.Tag, e.Order.Device}); e.Order.Kind {
		case bus.DropOut:
			a.hub.stayAway(key, e.Conversation, s.clock.Now())
			continue
		case bus.ComeBack:
			a.hub.returning(key)
			continue
		}
		sessions := a.hub.sessions(client)
		if e.Order.Kind == bus.EndSessions && e.Order.Node != s.node && len(sessions) > 0 {
			// Clocks differ: a token from here may look younger than the order.
			go s.revoke(a.ID, client, logins(sessions), func(err error) {
				if err != nil {
					s.log.Error("tokens not revoked", "app", a.ID, "error", err)
				}
				for _, session := range sessions { // who is told finds the token worthless
					session.obey(e)
				}
			})
			continue
		}
		for _, session := range sessions {
			session.obey(e)
		}
	}
}

func (s *session) obey(e bus.Event) {
	switch {
	case s.id == e.Except:
	case e.Order.Kind == bus.EndSessions:
		s.closeWith(KickedByApp, e.Order.Reason)
	case e.Order.Kind == bus.EndTagged && s.hasTag() && s.tag == e.Order.Tag && s.lostTag(e.Order.At):
		s.displace()
	case e.Order.Kind == bus.DropWill:
		s.dropWill(e.Except, e.Order)
	}
}

// kick ends all sessions of a client, on all nodes. It does not come back by itself:
// its session tokens are worthless, and so are the signatures that were made for its
// login. It blocks until that is on disk.
func (s *Server) kick(a *app, client, reason string) error {
	revoked := make(chan error, 1)
	s.revoke(a.ID, client, append(logins(a.hub.sessions(client)), ""), func(err error) { revoked <- err })
	if err := <-revoked; err != nil {
		return err
	}
	s.order(a, "", []string{client}, bus.Order{Kind: bus.EndSessions, Reason: reason})
	return nil
}

// logins names what the tokens of the sessions go back to.
func logins(sessions []*session) []string {
	list := make([]string, len(sessions))
	for i, s := range sessions {
		list[i] = s.login
	}
	return list
}
