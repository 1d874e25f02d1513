package postgres

import (
	"errors"
	"fmt"
	"strings"

	"imclient/server/query"
	"imclient/server/store"

	"github.com/jackc/pgx/v5/pgconn"
)

func (r *reader) Conversations(app string, q store.ConversationQuery) ([]store.ConversationRow, error) {
	c := compiler{app: app}
	where, err := c.selection(q)
	if err != nil {
		return nil, err
	}
	order, err := c.order(q.Sort)
	if err != nil {
		return nil, err
	}
	text := `SELECT ` + conversationColumns + conversationTables + where + ` ORDER BY ` + order +
		` LIMIT ` + c.bind(q.Limit) + ` OFFSET ` + c.bind(q.Skip)
	var list []store.ConversationRow
	err = r.conn.rowsOnce(text, c.args...).each(func(row row) error {
		var c store.ConversationRow
		err := scanConversation(row, &c.Conversation)
		list = append(list, c)
		return err
	})
	if err != nil {
		return nil, refused(err)
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
	where, err := c.selection(q)
	if err != nil {
		return 0, err
	}
	err = r.conn.rowsOnce(`SELECT count(*)`+conversationTables+where, c.args...).each(func(row row) error { return row.Scan(&n) })
	return n, refused(err)
}

// refused says of a query that was compiled, and that the database does not take all
// the same, that it is not supported: a pattern can be too complex for it.
func refused(err error) error {
	var e *pgconn.PgError
	if errors.As(err, &e) && (e.Code == "2201B" || strings.HasPrefix(e.Code, "54")) {
		return fmt.Errorf("%w: %w", store.ErrUnsupported, err)
	}
	return err
}

// selection is the WHERE of a query.
func (c *compiler) selection(q store.ConversationQuery) (where string, err error) {
	head := `WHERE c.app = ` + c.bind(c.app) + ` AND c.kind <> 4 AND `
	if q.Temporary {
		head = `WHERE c.app = $1 AND c.kind = 4 AND c.expires_at > ` + c.bind(q.At) + ` AND `
	}
	where, err = c.expr(q.Where)
	return head + where, err
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

func (c *compiler) order(keys []query.Sort) (string, error) {
	if len(keys) == 0 {
		return `h.last_timestamp DESC, c.created_at DESC, c.id`, nil
	}
	text, err := c.keys(keys)
	return text + "c.id", err
}

// keys is a list of sort keys, each with a comma behind it. What is missing comes
// before what is there.
func (c *compiler) keys(keys []query.Sort) (string, error) {
	var b strings.Builder
	for _, key := range keys {
		col, err := c.column(key.Field)
		if err != nil {
			return "", err
		}
		parts, err := col.order(c)
		if err != nil {
			return "", err
		}
		direction := " NULLS FIRST, "
		if key.Descending {
			direction = " DESC NULLS LAST, "
		}
		for _, part := range parts {
			b.WriteString(part + direction)
		}
	}
	return b.String(), nil
}
