package server

import (
	"encoding/json"
	"errors"

	"imclient/server/store"
)

// legacyCalls are the calls of /1.1 that back ends still make. They name the sender
// from_peer, and what is in the path of later ones in the body or the query.
func (s *Server) legacyCalls(m *restMux) {
	m.handle("POST /1.1/rtm/messages", masterKey, (*restCall).legacySend)
	for _, path := range []string{"/1.1/rtm/messages/history", "/1.1/rtm/messages/logs"} {
		m.handle("GET "+path, anyKey, (*restCall).legacyHistory)
	}
	m.handle("DELETE /1.1/rtm/messages/logs", masterKey, (*restCall).legacyDelete)
	m.handle("PUT /1.1/rtm/messages/logs", masterKey, (*restCall).legacyRewrite)
	m.handle("POST /1.1/rtm/patch/message", masterKey, (*restCall).legacyPatch)
	m.handle("POST /1.1/rtm/broadcast/subscriber", masterKey, (*restCall).legacySubscriberBroadcast)
	m.handle("POST /1.1/rtm/conversation/subscription", masterKey, (*restCall).legacySubscribe)
	m.handle("DELETE /1.1/rtm/conversation/subscription", masterKey, func(c *restCall) (any, error) {
		return c.unsubscribe(c.query("conv_id"), c.query("client_id"))
	})
	m.handle("GET /1.1/rtm/conversation/subscription", masterKey, func(c *restCall) (any, error) {
		return c.subscriptions(c.query("client_id"))
	})
	for _, base := range []string{"/1.1/rtm/conversation", "/1.1/rtm/conversation/subscription"} {
		m.handle("GET "+base+"/subscribers", masterKey, func(c *restCall) (any, error) { return c.subscribersOf(c.query("conv_id")) })
		m.handle("GET "+base+"/subscribers/count", masterKey, func(c *restCall) (any, error) { return c.subscriberCount(c.query("conv_id")) })
		m.handle("GET "+base+"/subscribed", anyKey, (*restCall).legacySubscribed)
	}
}

// legacySend sends to a conversation of any kind. Without a word about it the message
// is transient.
func (c *restCall) legacySend() (any, error) {
	var b messageBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	if len(b.ToPeers) > maxListed {
		return nil, refusef(ConversationAPIFailed, "to_peers lists more than %d clients", maxListed)
	}
	b.From, b.To = b.FromPeer, b.ToPeers
	o, err := b.outgoing(c)
	if err != nil {
		return nil, err
	}
	if o.priority, err = parsePriority(b.Priority, highPriority); err != nil {
		return nil, err
	}
	o.conversation, o.transient = b.ConvID, b.Transient == nil || *b.Transient
	return c.sendOutgoing(o, func(row *store.Conversation) error {
		switch {
		case row.Kind == store.System && len(o.to) == 0:
			return refusef(ConversationAPIFailed, "to_peers has to list those who get a message of a service conversation")
		case row.Kind != store.System && len(o.to) > 0:
			return refusef(SystemConversationRequired, "to_peers is for service conversations")
		}
		return nil
	})
}

// acceptAny lets conversations of every kind pass.
func acceptAny(*store.Conversation) error { return nil }

// legacyHistory lists the messages of a conversation, of a sender, or of the app.
func (c *restCall) legacyHistory() (any, error) {
	if id := c.query("convid"); id != "" {
		return c.conversationHistory(id, acceptAny)
	}
	if err := c.requireMaster(); err != nil {
		return nil, err
	}
	return c.appHistory(c.query("from"))
}

// legacyDelete removes the server's copy of a message, whoever sent it.
func (c *restCall) legacyDelete() (any, error) {
	timestamp, err := c.queryNumber("timestamp", 0)
	if err != nil {
		return nil, err
	}
	return map[string]any{}, c.srv.updateAndWait(c.r.Context(), func(tx store.Tx) error {
		m, err := findRecord(tx, c.app, c.query("convid"), c.query("msgid"), timestamp)
		if err != nil {
			return err
		}
		return tx.DeleteMessage(m.App, m.Conversation, m.ID)
	}, func() {})
}

// legacyRewrite changes the server's copy of a message, whoever sent it. Nobody is
// told.
func (c *restCall) legacyRewrite() (any, error) {
	var b struct {
		Conversation string          `json:"conv-id"`
		To           string          `json:"to"`
		ID           string          `json:"msg-id"`
		Timestamp    int64           `json:"timestamp"`
		Data         json.RawMessage `json:"data"`
	}
	if err := c.body(&b); err != nil {
		return nil, err
	}
	text, err := messageOf(b.Data)
	if err != nil {
		return nil, err
	}
	if len(text) > c.srv.options.Limits.Message {
		return nil, refusef(FrameTooLong, "the message has %d bytes", len(text))
	}
	if b.To == "" {
		b.To = b.Conversation
	}
	return map[string]any{}, c.srv.updateAndWait(c.r.Context(), func(tx store.Tx) error {
		m, err := findRecord(tx, c.app, b.To, b.ID, b.Timestamp)
		if err != nil {
			return err
		}
		setContent(m, text, nil, false)
		return tx.PatchMessage(m)
	}, func() {})
}

// findRecord finds a message by what its record says.
func findRecord(v store.Reader, a *app, conversation, mid string, timestamp int64) (*store.Message, error) {
	row, err := loadFor(v, a, conversation, acceptAny)
	if err != nil {
		return nil, err
	}
	m, err := v.Message(row.App, row.ID, mid)
	if errors.Is(err, store.ErrNotFound) || (err == nil && m.Timestamp != timestamp) {
		return nil, refusef(MessageNotFound, "no message %q of that time", mid)
	}
	return m, err
}

func (c *restCall) legacyPatch() (any, error) {
	var b struct {
		From         string          `json:"from_peer"`
		Conversation string          `json:"conv_id"`
		ID           string          `json:"msg_id"`
		Timestamp    int64           `json:"timestamp"`
		Message      json.RawMessage `json:"message"`
		Recall       bool            `json:"recall"`
		To           []string        `json:"to_peers"`
	}
	if err := c.body(&b); err != nil {
		return nil, err
	}
	p := patchBody{From: b.From, Timestamp: b.Timestamp, To: b.To, text: recalledContent, recall: b.Recall}
	if !b.Recall {
		var err error
		if p.text, err = messageOf(b.Message); err != nil {
			return nil, err
		}
	}
	return c.patchMessage(b.Conversation, b.ID, p, acceptAny)
}

func (c *restCall) legacySubscriberBroadcast() (any, error) {
	var b messageBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	b.From, b.To = b.FromPeer, nil
	return c.sendService(b, subscriberQuota)
}

func (c *restCall) legacySubscribe() (any, error) {
	var b struct {
		Client       string `json:"client_id"`
		Conversation string `json:"conv_id"`
	}
	if err := c.body(&b); err != nil {
		return nil, err
	}
	return c.subscribeTo(b.Conversation, b.Client)
}

// legacySubscribed answers how many subscribers there are, and whether a client is
// one of them if the call names one.
func (c *restCall) legacySubscribed() (any, error) {
	answer := map[string]any{}
	err := c.view(func(v store.Reader) error {
		row, err := loadFor(v, c.app, c.query("conv_id"), acceptSystem)
		if err != nil {
			return err
		}
		answer["count"] = row.MemberCount
		if client := c.query("client_id"); client != "" {
			answer["subscribed"], err = v.IsMember(row.App, row.ID, client)
		}
		return err
	})
	return answer, err
}
