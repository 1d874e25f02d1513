package sqlite

import (
	"context"
	"strings"

	"imclient/server/query"
	"imclient/server/store"
)

func (r *reader) Conversations(app string, q store.ConversationQuery) ([]store.ConversationRow, error) {
	c := compiler{app: app}
	where, args, err := c.selection(q)
	if err != nil {
		return nil, err
	}
	order, err := c.order(q.Sort)
	if err != nil {
		return nil, err
	}
	args = append(args, c.args...)
	args = append(args, q.Limit, q.Skip)
	text := `SELECT ` + conversationColumns + conversationTables + where + ` ORDER BY ` + order + ` LIMIT ? OFFSET ?`
	var list []store.ConversationRow
	rows, err := r.conn.sql.QueryContext(r.context(), text, args...)
	err = each(rows, err, func(row row) error {
		var c store.ConversationRow
		err := scanConversation(row, &c.Conversation)
		list = append(list, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range list {
		if err := r.fill(&list[i], q); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (r *reader) CountConversations(app string, q store.ConversationQuery) (n int, err error) {
	c := compiler{app: app}
	where, args, err := c.selection(q)
	if err == nil {
		err = r.conn.sql.QueryRowContext(r.context(), `SELECT count(*)`+conversationTables+where, args...).Scan(&n)
	}
	return n, err
}

func (r *reader) context() context.Context {
	if r.ctx == nil {
		return context.Background()
	}
	return r.ctx
}

// selection is the WHERE of a query with its parameters.
func (c *compiler) selection(q store.ConversationQuery) (where string, args []any, err error) {
	if where, err = c.expr(q.Where); err != nil {
		return "", nil, err
	}
	kinds := `c.kind <> 4`
	args = []any{c.app}
	if q.Temporary {
		kinds = `c.kind = 4 AND c.expires_at > ?`
		args = append(args, q.At)
	}
	args = append(args, c.args...)
	c.args = nil
	return `WHERE c.app = ? AND ` + kinds + ` AND ` + where, args, nil
}

// fill adds what the query wants beside the row itself.
func (r *reader) fill(c *store.ConversationRow, q store.ConversationQuery) (err error) {
	if c.Kind == store.System {
		return nil
	}
	if !q.Compact {
		if c.Members, err = r.Members(c.App, c.ID); err != nil {
			return err
		}
	}
	if c.Muted, err = r.mutedMembers(c.App, c.ID); err != nil {
		return err
	}
	if !q.LastMessage || c.LastSeq == 0 {
		return nil
	}
	if c.Kind != store.ChatRoom {
		if is, err := r.IsMember(c.App, c.ID, q.Client); err != nil || !is {
			return err
		}
	}
	last, err := r.Messages(c.App, c.ID, store.Range{Descending: true, Viewer: q.Client, Limit: 1})
	if len(last) > 0 {
		c.LastMessage = last[0]
	}
	return err
}

// The order is never that of an index: a query whose first row comes before all
// of its work is done cannot be interrupted any more. Hence the plus signs.

func (c *compiler) order(keys []query.Sort) (string, error) {
	if len(keys) == 0 {
		return `+h.last_timestamp DESC, +c.created_at DESC, +c.id`, nil
	}
	text, err := c.keys(keys)
	return text + "+c.id", err
}

// keys is a list of sort keys, each with a comma behind it.
func (c *compiler) keys(keys []query.Sort) (string, error) {
	var b strings.Builder
	for _, key := range keys {
		col, err := c.column(key.Field)
		if err != nil {
			return "", err
		}
		expr, err := col.order(c)
		if err != nil {
			return "", err
		}
		b.WriteString(expr)
		if key.Descending {
			b.WriteString(" DESC")
		}
		b.WriteString(", ")
	}
	return b.String(), nil
}
