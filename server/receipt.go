package server

import (
	"imclient/core/wire"
	"imclient/server/store"
)

// receipts tells the senders of messages that the client has received or read
// them.
func (r *request) receipts(messages []*store.Message, at int64, read bool) []*notice {
	notices := make([]*notice, 0, len(messages))
	for _, m := range messages {
		at := max(at, m.Timestamp) // which may be ahead of the clock
		rcp := new(wire.RcpCommand)
		rcp.SetId(m.ID)
		rcp.SetCid(m.Conversation)
		rcp.SetT(at)
		rcp.SetFrom(r.session.client)
		body := map[string]any{"cmd": "rcp", "id": m.ID, "cid": m.Conversation, "t": at, "from": r.session.client}
		if read {
			rcp.SetRead(true)
			body["read"] = true
		}
		cmd := newPush(wire.CommandRcp, 0)
		cmd.SetRcpMessage(rcp)
		notices = append(notices, &notice{cid: m.Conversation, to: []string{m.From}, cmd: cmd, body: body})
	}
	return notices
}
