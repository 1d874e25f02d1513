package server

import (
	"errors"

	"imclient/server/query"
	"imclient/server/store"
)

// upstream lists what users sent to service conversations, as rows of the storage
// service (docs/protocol.md, Calls of back ends).
func (c *restCall) upstream() (any, error) {
	q, err := c.upstreamQuery()
	if err != nil {
		return nil, err
	}
	var messages []*store.Message
	err = c.view(func(v store.Reader) (err error) {
		messages, err = v.Upstream(c.app.ID, q)
		return err
	})
	switch {
	case errors.Is(err, store.ErrUnsupported):
		return nil, refusef(ConversationQueryFailed, "%v", err)
	case err != nil:
		return nil, err
	}
	rows := make([]map[string]any, len(messages))
	for i, m := range messages {
		rows[i] = upstreamRow(m)
	}
	return map[string]any{"results": rows}, nil
}

func (c *restCall) upstreamQuery() (q store.UpstreamQuery, err error) {
	if q.Limit, err = c.queryLimit(defaultRows, maxRows); err != nil {
		return q, err
	}
	skip, err := c.queryNumber("skip", 0)
	if err != nil {
		return q, err
	}
	q.Skip = int(skip)
	if q.Where, err = query.Parse(c.query("where")); err == nil {
		q.Sort, err = query.ParseSort(c.query("order"))
	}
	if err != nil {
		err = refusef(ConversationQueryFailed, "%v", err)
	}
	return q, err
}

func upstreamRow(m *store.Message) map[string]any {
	at := isoDate(m.Timestamp)
	row := map[string]any{
		"objectId": m.ID, "msgId": m.ID, "from": m.From, "bin": m.Binary, "data": messageText(m), "timestamp": m.Timestamp,
		"conv":      map[string]any{"__type": "Pointer", "className": "_Conversation", "objectId": m.Conversation},
		"createdAt": at, "updatedAt": at,
	}
	if m.FromIP != "" {
		row["fromIp"] = m.FromIP
	}
	if m.DeliveredAt > 0 {
		row["ackAt"] = m.DeliveredAt
	}
	return row
}
