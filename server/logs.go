package server

import (
	"errors"

	"imclient/core/wire"
	"imclient/server/store"
)

const defaultHistory = 20

// logs answers with messages of a conversation, in ascending order
// (docs/protocol.md, History).
func (r *request) logs() error {
	m := r.cmd.GetLogsMessage()
	limit := r.historyLimit(m)
	if limit < 0 {
		return refusef(ConversationAPIFailed, "limit is negative")
	}
	var messages []*store.Message
	var kind store.Kind
	err := r.view(m.GetCid(), func(v store.Reader, c *store.Conversation) error {
		kind = c.Kind
		if err := r.requireMember(v, c, ConversationLogRejected); err != nil || limit == 0 {
			return err
		}
		if c.Kind == store.ChatRoom {
			code, err := admission(v, c, r.session.client)
			if err == nil && code != 0 {
				err = refuse(code)
			}
			if err != nil {
				return err
			}
		}
		g, err := historyRange(v, c, m)
		if err != nil || (g.To != 0 && g.From > g.To) || g.To < 0 {
			return err
		}
		g.Limit = limit
		if c.Kind == store.System {
			subscribed, err := v.IsMember(c.App, c.ID, r.session.client)
			if err != nil {
				return err
			}
			g.Private = !subscribed
		}
		g.Viewer = r.session.client
		messages, err = v.Messages(c.App, c.ID, g)
		return err
	})
	if err != nil {
		return err
	}
	reply := new(wire.LogsCommand)
	reply.SetCid(m.GetCid())
	for _, message := range messages {
		reply.AddLogs(logItem(message, kind))
	}
	cmd := newPush(wire.CommandLogs, 0)
	cmd.SetLogsMessage(reply)
	r.reply(cmd)
	return nil
}

func (r *request) historyLimit(m *wire.LogsCommand) int {
	limit := int32(defaultHistory)
	switch {
	case m.HasL():
		limit = m.GetL()
	case m.HasLimit():
		limit = m.GetLimit()
	}
	return min(int(limit), r.srv.options.Limits.History)
}

// historyRange turns the two cursors of the request into sequence numbers. To of
// -1 says that nothing can match.
func historyRange(v store.Reader, c *store.Conversation, m *wire.LogsCommand) (store.Range, error) {
	start := cursor{m.GetMid(), m.GetT(), m.GetTIncluded()}
	end := cursor{m.GetTmid(), m.GetTt(), m.GetTtIncluded()}
	g, err := rangeBetween(v, c, start, end, m.GetDirection() != wire.DirectionNew)
	g.Type, g.HasType = int64(m.GetLctype()), m.HasLctype()
	return g, err
}

// rangeBetween is what lies between a start and an end, from the start on.
func rangeBetween(v store.Reader, c *store.Conversation, start, end cursor, descending bool) (g store.Range, err error) {
	g.Descending = descending
	older, newer := start, end
	if g.Descending {
		older, newer = end, start
	}
	if !older.isZero() {
		if g.From, err = older.atOrAfter(v, c); err != nil {
			return g, err
		}
	}
	if !newer.isZero() {
		if g.To, err = newer.atOrBefore(v, c); err == nil && g.To == 0 {
			g.To = -1
		}
	}
	return g, err
}

// cursor is a place in the history: a message, or a time when the message is not
// named or not there. included says whether what is at that place belongs to
// the answer.
type cursor struct {
	id       string
	t        int64
	included bool
}

func (k cursor) isZero() bool { return k.id == "" && k.t == 0 }

func (k cursor) message(v store.Reader, c *store.Conversation) (seq int64, ok bool, err error) {
	if k.id == "" {
		return 0, false, nil
	}
	m, err := v.Message(c.App, c.ID, k.id)
	if errors.Is(err, store.ErrNotFound) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	return m.Seq, true, nil
}

// atOrBefore returns the highest seq on the older side of the cursor.
func (k cursor) atOrBefore(v store.Reader, c *store.Conversation) (int64, error) {
	seq, ok, err := k.message(v, c)
	if err != nil {
		return 0, err
	}
	if !ok {
		return v.SeqBefore(c.App, c.ID, k.t, k.included)
	}
	if !k.included {
		seq--
	}
	return seq, nil
}

// atOrAfter returns the lowest seq on the newer side of the cursor.
func (k cursor) atOrAfter(v store.Reader, c *store.Conversation) (int64, error) {
	seq, ok, err := k.message(v, c)
	if err != nil {
		return 0, err
	}
	if !ok {
		seq, err = v.SeqBefore(c.App, c.ID, k.t, !k.included)
		return seq + 1, err
	}
	if !k.included {
		seq++
	}
	return seq, nil
}

func logItem(m *store.Message, kind store.Kind) *wire.LogItem {
	item := new(wire.LogItem)
	item.SetMsgId(m.ID)
	item.SetFrom(m.From)
	item.SetTimestamp(m.Timestamp)
	item.SetData(messageText(m))
	item.SetConvType(int32(kind))
	if m.Binary {
		item.SetBin(true)
	}
	if m.DeliveredAt > 0 {
		item.SetAckAt(m.DeliveredAt)
	}
	if m.ReadAt > 0 {
		item.SetReadAt(m.ReadAt)
	}
	if m.PatchedAt > 0 {
		item.SetPatchTimestamp(m.PatchedAt)
	}
	if m.MentionAll {
		item.SetMentionAll(true)
	}
	item.SetMentionPids(m.MentionPids)
	return item
}
