package server

import (
	"bytes"
	"encoding/json"
	"net"
)

// maxListed bounds the clients of one call: receivers, mentioned, asked for.
const maxListed = 20

// messageCalls are the REST calls about messages.
func (s *Server) messageCalls(m *restMux) {
	for path, accept := range map[string]accept{"conversations": acceptNormal, "chatrooms": acceptRoom} {
		base := "/1.2/rtm/" + path + "/{id}/messages"
		m.handle("POST "+base, masterKey, func(c *restCall) (any, error) { return c.sendMessage(accept) })
		m.handle("GET "+base, anyKey, func(c *restCall) (any, error) { return c.conversationHistory(c.path("id"), accept) })
		m.handle("PUT "+base+"/{mid}", masterKey, func(c *restCall) (any, error) { return c.editMessage(accept) })
		m.handle("PUT "+base+"/{mid}/recall", masterKey, func(c *restCall) (any, error) { return c.recallMessage(accept) })
		m.handle("DELETE "+base+"/{mid}", masterKey, func(c *restCall) (any, error) { return c.deleteMessage(accept) })
	}
	m.handle("GET /1.2/rtm/messages", masterKey, func(c *restCall) (any, error) { return c.appHistory("") })
	m.handle("GET /1.2/rtm/clients/{id}/messages", masterKey, func(c *restCall) (any, error) { return c.appHistory(c.path("id")) })
}

// messageBody is what the calls that send have in common. The older names of fields
// are those of /1.1.
type messageBody struct {
	From        string          `json:"from_client"`
	FromPeer    string          `json:"from_peer"`
	To          []string        `json:"to_clients"`
	ToPeers     []string        `json:"to_peers"`
	ConvID      string          `json:"conv_id"`
	Message     json.RawMessage `json:"message"`
	Transient   *bool           `json:"transient"`
	NoSync      bool            `json:"no_sync"`
	PushData    json.RawMessage `json:"push_data"`
	Push        json.RawMessage `json:"push"`
	Priority    string          `json:"priority"`
	MentionAll  bool            `json:"mention_all"`
	MentionPids []string        `json:"mention_client_ids"`
	ValidTill   int64           `json:"valid_till"`
}

// outgoing checks what can be checked without looking anything up.
func (b messageBody) outgoing(c *restCall) (o outgoing, err error) {
	text, err := messageOf(b.Message)
	if err != nil {
		return o, err
	}
	if len(b.MentionPids) > maxListed {
		return o, refusef(ConversationAPIFailed, "mention_client_ids lists more than %d clients", maxListed)
	}
	for _, ids := range [][]string{b.To, b.ToPeers, b.MentionPids} {
		if err := checkClients(ids); err != nil {
			return o, err
		}
	}
	o = outgoing{
		conversation: c.path("id"), from: b.From, data: []byte(text), to: b.To, noSync: b.NoSync,
		pushData: rawText(b.PushData) + rawText(b.Push), mentionAll: b.MentionAll, mentionPids: b.MentionPids, ip: c.ip(),
	}
	if b.Transient != nil {
		o.transient = *b.Transient
	}
	o.priority, err = parsePriority(b.Priority, normalPriority)
	return o, err
}

// messageOf reads a message: a text. An object is a message too, as the text that it
// is in the body; back ends have sent those.
func messageOf(raw json.RawMessage) (string, error) {
	var text string
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return "", refusef(ConversationAPIFailed, "message is missing")
	case raw[0] == '{':
		var b bytes.Buffer
		err := json.Compact(&b, raw)
		return b.String(), err
	case json.Unmarshal(raw, &text) != nil:
		return "", refusef(ConversationAPIFailed, "message is not a text")
	}
	return text, nil
}

// rawText is a text, or any other JSON as it stands.
func rawText(raw json.RawMessage) string {
	var text string
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

// ip is where the call comes from.
func (c *restCall) ip() string {
	ip, _, err := net.SplitHostPort(c.r.RemoteAddr)
	if err != nil {
		return c.r.RemoteAddr
	}
	return ip
}

// checkClients refuses what cannot be the ids of clients.
func checkClients(ids []string) error {
	for _, id := range ids {
		if id == "" || !isClientID(id) {
			return refusef(ConversationAPIFailed, "a client id has 1 to %d characters", maxClientID)
		}
	}
	return nil
}

func (c *restCall) sendMessage(accept accept) (any, error) {
	var b messageBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	b.To = nil
	o, err := b.outgoing(c)
	if err != nil {
		return nil, err
	}
	return c.sendOutgoing(o, accept)
}

// sendOutgoing sends and answers with the message's id and time.
func (c *restCall) sendOutgoing(o outgoing, accept accept) (any, error) {
	if err := c.spend(messageQuota); err != nil {
		return nil, err
	}
	id, timestamp, err := c.srv.send(c.r.Context(), c.app, o, accept)
	if err != nil {
		return nil, err
	}
	return map[string]any{"msg-id": id, "timestamp": timestamp}, nil
}
