package postgres

import (
	"context"

	"imclient/server/store"

	"github.com/jackc/pgx/v5"
)

func (t *tx) AddNotice(app, conversation string, clients []string, body string) (int64, error) {
	at := t.Tick()
	return at, t.writeIn(app, conversation).exec(`WITH b AS (
			INSERT INTO notice_body (app, conversation, timestamp, body) VALUES (?1, ?2, ?3, ?4) RETURNING id
		) INSERT INTO notice SELECT ?1, client, ?3, b.id FROM b, unnest(?5::text[]) client`, app, conversation, at, body, clients)
}

func (r *reader) Notices(app, client string, after, at int64, limit int) ([]store.Notice, error) {
	var notices []store.Notice
	rows := r.conn.rows(`SELECT n.timestamp, b.conversation, b.body FROM notice n
		JOIN notice_body b ON b.id = n.body
		JOIN conversation c ON c.app = n.app AND c.id = b.conversation
		WHERE n.app = ? AND n.client = ? AND n.timestamp > ? AND (c.expires_at = 0 OR c.expires_at > ?)
		ORDER BY n.timestamp LIMIT ?`, app, client, after, at, limit)
	err := rows.each(func(row row) error {
		var n store.Notice
		err := row.Scan(&n.Timestamp, &n.Conversation, &n.Body)
		notices = append(notices, n)
		return err
	})
	return notices, err
}

func pruneNotices(ctx context.Context, c *pgx.Conn, before int64) error {
	return pgx.BeginFunc(ctx, c, func(t pgx.Tx) error {
		if _, err := t.Exec(ctx, `DELETE FROM notice WHERE body IN (SELECT id FROM notice_body WHERE timestamp < $1)`, before); err != nil {
			return err
		}
		_, err := t.Exec(ctx, `DELETE FROM notice_body WHERE timestamp < $1`, before)
		return err
	})
}
