package server

// serviceCalls are the REST calls about service conversations.
func (s *Server) serviceCalls(m *restMux) {
	const base = "/1.2/rtm/service-conversations/{id}"
	m.handle("POST "+base+"/broadcasts", masterKey, (*restCall).serviceBroadcast)
	m.handle("POST "+base+"/messages", masterKey, (*restCall).serviceSend)
	m.handle("GET "+base+"/messages", masterKey, func(c *restCall) (any, error) { return c.history(c.path("id"), "", acceptSystem) })
	m.handle("PUT "+base+"/messages/{mid}", masterKey, func(c *restCall) (any, error) { return c.editMessage(acceptSystem) })
	m.handle("PUT "+base+"/messages/{mid}/recall", masterKey, func(c *restCall) (any, error) { return c.recallMessage(acceptSystem) })
	m.handle("DELETE "+base+"/messages/{mid}", masterKey, func(c *restCall) (any, error) { return c.deleteMessage(acceptSystem) })
	m.handle("GET "+base+"/subscribers", masterKey, (*restCall).subscribers)
	m.handle("POST "+base+"/subscribers", masterKey, (*restCall).subscribe)
	m.handle("GET "+base+"/subscribers/count", masterKey, func(c *restCall) (any, error) { return c.subscriberCount(c.path("id")) })
	m.handle("DELETE "+base+"/subscribers/{client}", masterKey, func(c *restCall) (any, error) {
		return c.unsubscribe(c.path("id"), c.path("client"))
	})
	m.handle("GET "+base+"/subscribers/{client}/messages", masterKey, func(c *restCall) (any, error) {
		return c.history(c.path("id"), c.path("client"), acceptSystem)
	})
	m.handle("DELETE "+base+"/subscribers/{client}/messages/{mid}", masterKey, (*restCall).deleteCopy)
	m.handle("GET /1.2/rtm/clients/{id}/service-conversations", masterKey, func(c *restCall) (any, error) {
		return c.subscriptions(c.path("id"))
	})
	m.handle("GET /1.1/classes/_SysMessage", masterKey, (*restCall).upstream)
}

// serviceBroadcast sends to all subscribers.
func (c *restCall) serviceBroadcast() (any, error) {
	var b messageBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	b.To, b.ConvID = nil, c.path("id")
	return c.sendService(b, subscriberQuota)
}

// serviceSend sends to single users.
func (c *restCall) serviceSend() (any, error) {
	var b messageBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	if b.ConvID = c.path("id"); len(b.To) == 0 || len(b.To) > maxListed {
		return nil, refusef(ConversationAPIFailed, "to_clients has to list 1 to %d clients", maxListed)
	}
	return c.sendService(b, messageQuota)
}

// sendService answers in both shapes that are in use.
func (c *restCall) sendService(b messageBody, q quota) (any, error) {
	o, err := b.outgoing(c)
	if err != nil {
		return nil, err
	}
	if o.conversation, err = b.ConvID, c.spend(q); err != nil {
		return nil, err
	}
	return bothShapes(c.srv.send(c.r.Context(), c.app, o, acceptSystem))
}

func bothShapes(id string, timestamp int64, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	sent := map[string]any{"msg-id": id, "timestamp": timestamp}
	return map[string]any{"msg-id": id, "timestamp": timestamp, "result": sent}, nil
}
