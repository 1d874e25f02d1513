package server

// online returns those of clients who are online, in the given order.
//
// Only this process is asked. When several nodes serve an app, the bus has to carry
// the question to the others and bring their answers; this is the place for it, and
// onlineClients and kick are the others.
func (s *Server) online(a *app, clients []string) []string { return a.hub.online(clients) }

// onlineClients returns everybody who is online. See online about other nodes.
func (s *Server) onlineClients(a *app) []string { return a.hub.all() }

// kick ends all sessions of a client. It does not come back by itself: its session
// tokens are worthless, and so are the signatures that were made for its login. See
// online about other nodes.
func (s *Server) kick(a *app, client, reason string) error {
	sessions := a.hub.sessions(client)
	revoked := make(chan error, 1)
	s.revoke(a.ID, client, append(logins(sessions), ""), func(err error) { revoked <- err })
	if err := <-revoked; err != nil {
		return err
	}
	for _, session := range sessions {
		session.closeWith(KickedByApp, reason)
	}
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
