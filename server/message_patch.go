package server

import (
	"encoding/json"
	"errors"
	"strconv"

	"imclient/server/bus"
	"imclient/server/store"
)

// patchBody is what a back end changes a message with.
type patchBody struct {
	From      string   `json:"from_client"`
	Timestamp int64    `json:"timestamp"`
	To        []string `json:"to_clients"`
	text      string
	recall    bool
}

func (c *restCall) editMessage(accept accept) (any, error) {
	var b struct {
		patchBody
		Message json.RawMessage `json:"message"`
	}
	if err := c.body(&b); err != nil {
		return nil, err
	}
	var err error
	if b.text, err = messageOf(b.Message); err != nil {
		return nil, err
	}
	return c.patchMessage(c.path("id"), c.path("mid"), b.patchBody, accept)
}

func (c *restCall) recallMessage(accept accept) (any, error) {
	var b patchBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	b.text, b.recall = recalledContent, true
	return c.patchMessage(c.path("id"), c.path("mid"), b, accept)
}

// patchMessage edits or recalls a message and tells those who have it. Whether the
// app lets clients do that does not matter.
func (c *restCall) patchMessage(conversation, mid string, b patchBody, accept accept) (any, error) {
	if len(b.text) > c.srv.options.Limits.Message {
		return nil, refusef(FrameTooLong, "the message has %d bytes", len(b.text))
	}
	if err := c.spend(messageQuota); err != nil {
		return nil, err
	}
	var e *bus.Event
	var m *store.Message
	err := c.srv.updateAndWait(c.r.Context(), func(tx store.Tx) error {
		e = nil
		row, err := loadFor(tx, c.app, conversation, accept)
		if err != nil {
			return err
		}
		if row.Kind == store.System {
			if m, err = patchBroadcast(tx, row, mid, b); !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		if m, err = findMessage(tx, row, mid, b.From, b.Timestamp); err != nil {
			return err
		}
		to, err := receiversOf(tx, row, m)
		if err != nil {
			return err
		}
		switch {
		case m.Recalled && !b.recall:
			return refusef(MessageNotFound, "the message was recalled")
		case row.Kind == store.System && m.Private != (len(b.To) > 0):
			return refusef(MessageNotFound, "to_clients is for messages to single users, and for those alone")
		case len(b.To) > 0 && !sameClients(to, b.To):
			return refusef(ConversationAPIFailed, "to_clients has to list all who got the message")
		}
		setContent(m, b.text, nil, false)
		m.Recalled, m.PatchedAt = b.recall, tx.Tick()
		patched := patchEvent(row, m, to)
		e = &patched
		return tx.PatchMessage(m)
	}, func() {
		if e != nil {
			c.srv.publish(*e)
		}
	})
	if err != nil {
		return nil, err
	}
	return map[string]any{"msg-id": m.ID, "timestamp": m.Timestamp, "patch-timestamp": m.PatchedAt}, nil
}

// patchEvent tells of an edit or a recall.
func patchEvent(c *store.Conversation, m *store.Message, to []string) bus.Event {
	return bus.Event{App: c.App, Conversation: c.ID, To: to, Room: c.Kind == store.ChatRoom,
		PatchedAt: m.PatchedAt, Config: configPatch, Frame: encode(patchPush([]*store.Message{m}))}
}

// findMessage finds the message that a call names by its id, its sender and its
// time.
func findMessage(v store.Reader, c *store.Conversation, mid, from string, timestamp int64) (*store.Message, error) {
	switch {
	case from == "":
		return nil, refusef(ConversationAPIFailed, "from_client is missing")
	case timestamp <= 0:
		return nil, refusef(ConversationAPIFailed, "timestamp is missing")
	}
	m, err := v.Message(c.App, c.ID, mid)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, refusef(MessageNotFound, "no message %q", mid)
	case err != nil:
		return nil, err
	case m.Timestamp != timestamp:
		return nil, refusef(MessageNotFound, "no message %q of that time", mid)
	case m.From != from:
		return nil, refuse(MessageOwnershipRequired)
	}
	return m, nil
}

// deleteMessage removes the server's copy. Nobody is told.
func (c *restCall) deleteMessage(accept accept) (any, error) {
	timestamp, _ := strconv.ParseInt(c.query("timestamp"), 10, 64)
	return map[string]any{}, c.srv.updateAndWait(c.r.Context(), func(tx store.Tx) error {
		row, err := loadFor(tx, c.app, c.path("id"), accept)
		if err != nil {
			return err
		}
		m, err := findMessage(tx, row, c.path("mid"), c.query("from_client"), timestamp)
		if err != nil {
			return err
		}
		return tx.DeleteMessage(row.App, row.ID, m.ID)
	}, func() {})
}

// sameClients compares two lists as sets.
func sameClients(a, b []string) bool {
	in := make(map[string]bool, len(a))
	for _, id := range a {
		in[id] = true
	}
	seen := make(map[string]bool, len(b))
	for _, id := range b {
		if !in[id] {
			return false
		}
		seen[id] = true
	}
	return len(seen) == len(in)
}
