package postgres

import (
	"math"

	"imclient/server/store"
)

func (r *reader) subscriptions(text string, args ...any) ([]store.Subscription, error) {
	var list []store.Subscription
	rows := r.conn.rows(text, args...)
	err := rows.each(func(row row) error {
		var s store.Subscription
		err := row.Scan(&s.Conversation, &s.Client, &s.JoinedAt)
		list = append(list, s)
		return err
	})
	return list, err
}

func (r *reader) Subscribers(app, conversation, after string, limit int) ([]store.Subscription, error) {
	return r.subscriptions(`SELECT conversation, client, joined_at FROM member
		WHERE app = ? AND conversation = ? AND client > ? ORDER BY client LIMIT ?`, app, conversation, after, limit)
}

func (r *reader) Subscriptions(app, client string, joinedAt int64, conversation string, descending bool, limit int) ([]store.Subscription, error) {
	const from = `SELECT b.conversation, b.client, b.joined_at FROM member b
		JOIN conversation c ON c.app = b.app AND c.id = b.conversation AND c.kind = 3
		WHERE b.app = ? AND b.client = ? AND (b.joined_at, b.conversation) `
	if !descending {
		return r.subscriptions(from+`> (?, ?) ORDER BY b.joined_at, b.conversation LIMIT ?`, app, client, joinedAt, conversation, limit)
	}
	if joinedAt == 0 {
		joinedAt = math.MaxInt64
	}
	return r.subscriptions(from+`< (?, ?) ORDER BY b.joined_at DESC, b.conversation DESC LIMIT ?`, app, client, joinedAt, conversation, limit)
}
