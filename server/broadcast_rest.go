package server

import (
	"errors"

	"imclient/server/store"
)

// broadcastCalls are the REST calls about messages to all users.
func (s *Server) broadcastCalls(m *restMux) {
	for _, path := range []string{"/1.2/rtm/broadcasts", "/1.1/rtm/broadcasts", "/1.1/rtm/broadcast"} {
		m.handle("POST "+path, masterKey, (*restCall).sendBroadcast)
		m.handle("GET "+path, masterKey, (*restCall).broadcasts)
		m.handle("DELETE "+path+"/{mid}", masterKey, func(c *restCall) (any, error) { return c.deleteBroadcast(c.path("mid")) })
	}
	m.handle("DELETE /1.1/rtm/broadcast", masterKey, func(c *restCall) (any, error) { return c.deleteBroadcast(c.query("mid")) })
}

func (c *restCall) sendBroadcast() (any, error) {
	var b messageBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	if b.From == "" {
		b.From = b.FromPeer
	}
	b.To = nil
	o, err := b.outgoing(c)
	if err != nil {
		return nil, err
	}
	if o.conversation = b.ConvID; o.conversation == "" {
		return nil, refusef(ConversationAPIFailed, "conv_id is missing")
	}
	if err := c.spend(broadcastQuota); err != nil {
		return nil, err
	}
	return bothShapes(c.srv.broadcast(c.r.Context(), c.app, o, b.ValidTill))
}

// broadcasts lists those that have not expired, the latest first.
func (c *restCall) broadcasts() (any, error) {
	limit, err := c.queryLimit(defaultRows, maxRows)
	if err != nil {
		return nil, err
	}
	skip, err := c.queryNumber("skip", 0)
	if err != nil {
		return nil, err
	}
	records := []map[string]any{}
	err = c.view(func(v store.Reader) error {
		list, err := v.Broadcasts(c.app.ID, store.BroadcastQuery{Conversation: c.query("conv_id"), At: v.At(), Newest: true,
			Skip: int(skip), Limit: limit})
		for _, b := range list {
			record := messageRecord(broadcastMessage(b), false, nil)
			record["valid_till"] = b.ExpiresAt
			records = append(records, record)
		}
		return err
	})
	return records, err
}

func (c *restCall) deleteBroadcast(mid string) (any, error) {
	return map[string]any{}, c.srv.updateAndWait(c.r.Context(), func(tx store.Tx) error {
		err := tx.DeleteBroadcast(c.app.ID, mid)
		if errors.Is(err, store.ErrNotFound) {
			err = refusef(MessageNotFound, "no broadcast %q", mid)
		}
		return err
	}, func() {})
}

// patchBroadcast changes a broadcast for those who have not got it yet. It returns
// store.ErrNotFound when there is none with that id.
func patchBroadcast(tx store.Tx, row *store.Conversation, mid string, b patchBody) (*store.Message, error) {
	found, err := tx.Broadcast(row.App, mid)
	switch {
	case err != nil:
		return nil, err
	case found.Conversation != row.ID:
		return nil, store.ErrNotFound
	case found.From != b.From:
		return nil, refuse(MessageOwnershipRequired)
	case found.Timestamp != b.Timestamp:
		return nil, refusef(MessageNotFound, "no broadcast %q of that time", mid)
	}
	found.Data = []byte(b.text)
	m := broadcastMessage(found)
	m.PatchedAt = tx.Now()
	return m, tx.UpdateBroadcast(found)
}
