package server

import (
	"errors"
	"unicode/utf8"

	"imclient/server/store"
)

// clientCalls are the REST calls about clients.
func (s *Server) clientCalls(m *restMux) {
	m.handle("POST /1.2/rtm/clients/check-online", masterKey, (*restCall).checkOnline)
	m.handle("POST /1.1/rtm/online", masterKey, (*restCall).checkOnline)
	m.handle("POST /1.2/rtm/clients/{id}/kick", masterKey, (*restCall).clientKick)
	m.handle("POST /1.1/rtm/client/kick", masterKey, (*restCall).clientKick)
	m.handle("GET /1.2/rtm/clients/{id}/unread-count", anyKey, func(c *restCall) (any, error) {
		return c.unreadCount(c.path("id"), c.query("conv_id"))
	})
	m.handle("GET /1.1/rtm/messages/unread/{id}", anyKey, func(c *restCall) (any, error) { return c.unreadCount(c.path("id"), "") })
	m.handle("GET /1.1/rtm/messages/unread/{id}/{conv}", anyKey, func(c *restCall) (any, error) {
		return c.unreadCount(c.path("id"), c.path("conv"))
	})
	m.handle("GET /1.2/rtm/stats", masterKey, (*restCall).stats)
}

// checkOnline answers which of the clients are online.
func (c *restCall) checkOnline() (any, error) {
	var b struct {
		Clients []string `json:"client_ids"`
		Peers   []string `json:"peers"`
	}
	if err := c.body(&b); err != nil {
		return nil, err
	}
	clients := append(b.Clients, b.Peers...)
	if len(clients) == 0 || len(clients) > maxListed {
		return nil, refusef(ConversationAPIFailed, "ask for 1 to %d clients", maxListed)
	}
	return map[string]any{"results": orEmpty(c.srv.online(c.app, clients))}, nil
}

// maxKickReason is how long the reason may be, in characters.
const maxKickReason = 20

// clientKick ends all sessions of a client (docs/protocol.md, REST). The client is
// told the reason that is given, and does not come back by itself.
func (c *restCall) clientKick() (any, error) {
	b := struct {
		Client string `json:"client_id"`
		Reason string `json:"reason"`
	}{}
	if err := c.body(&b); err != nil {
		return nil, err
	}
	if id := c.path("id"); id != "" {
		b.Client = id
	}
	if err := checkClients([]string{b.Client}); err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(b.Reason) > maxKickReason {
		return nil, refusef(ConversationAPIFailed, "reason is longer than %d characters", maxKickReason)
	}
	if b.Reason == "" {
		b.Reason = KickedByApp.String()
	}
	return map[string]any{}, c.srv.kick(c.app, b.Client, b.Reason)
}

// unreadCount answers how many messages a client has not read, in one conversation
// or in all of them, as far as a login would list them. Who is no member has none.
func (c *restCall) unreadCount(client, conversation string) (any, error) {
	limits := c.srv.options.Limits
	count := 0
	err := c.view(func(v store.Reader) error {
		if conversation != "" {
			if _, err := loadFor(v, c.app, conversation, acceptAny); err != nil {
				return err
			}
			u, err := v.UnreadIn(c.app.ID, conversation, client, limits.UnreadCount)
			if errors.Is(err, store.ErrNotFound) {
				err = nil
			}
			count = u.Count
			return err
		}
		list, err := v.Unread(c.app.ID, client, 0, limits.UnreadConversations, limits.UnreadCount)
		for _, u := range list {
			count += u.Count
		}
		return err
	})
	return map[string]any{"count": count}, err
}

// stats answers how many users are online, and were so since midnight (UTC).
func (c *restCall) stats() (any, error) {
	online := c.srv.onlineClients(c.app)
	var today int
	err := c.view(func(v store.Reader) (err error) {
		today, err = v.ClientsSeen(c.app.ID, midnight(c.srv.clock.Now()).UnixMilli(), online)
		return err
	})
	return map[string]any{"result": map[string]any{"online_user_count": len(online), "user_count_today": today}}, err
}
