package server

// conversationCalls are the REST calls about conversations and their members.
func (s *Server) conversationCalls(m *restMux) {
	m.handle("POST /1.2/rtm/service-conversations", masterKey, (*restCall).serviceCreate)
}
