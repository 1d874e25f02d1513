package postgres

import "imclient/server/store"

func (r *reader) IsRestricted(app, conversation string, kind store.Restriction, client string) (bool, error) {
	var is bool
	err := r.in(app, conversation).row(`SELECT EXISTS (SELECT 1 FROM restriction WHERE app = ? AND conversation = ? AND kind = ? AND client = ?)`,
		app, conversation, kind, client).Scan(&is)
	return is, err
}

func (r *reader) Restricted(app, conversation string, kind store.Restriction, after int64, limit int) (clients []string, next int64, err error) {
	clients = []string{}
	last := after
	rows := r.in(app, conversation).rows(`SELECT client, position FROM restriction WHERE app = ? AND conversation = ? AND kind = ?
		AND position > ? ORDER BY position LIMIT ?`, app, conversation, kind, after, limit+1)
	err = rows.each(func(row row) error {
		if len(clients) == limit {
			next = last
			return nil
		}
		var client string
		err := row.Scan(&client, &last)
		clients = append(clients, client)
		return err
	})
	return clients, next, err
}

func (r *reader) RestrictedCount(app, conversation string, kind store.Restriction) (n int, err error) {
	err = r.in(app, conversation).row(`SELECT count(*) FROM restriction WHERE app = ? AND conversation = ? AND kind = ?`,
		app, conversation, kind).Scan(&n)
	return n, err
}

func (r *reader) Refusing(app, client, after string, limit int) (conversations []string, more bool, err error) {
	conversations, err = r.conn.clients(`SELECT conversation FROM restriction WHERE kind = 3 AND app = ? AND client = ? AND conversation > ?
		ORDER BY conversation LIMIT ?`, app, client, after, limit+1)
	if len(conversations) > limit {
		return conversations[:limit], true, err
	}
	return conversations, false, err
}

func (t *tx) Restrict(app, conversation string, kind store.Restriction, clients []string) error {
	return t.writeIn(app, conversation).exec(`INSERT INTO restriction SELECT ?1, ?2, ?3, r.client,
			(SELECT coalesce(max(position), 0) FROM restriction WHERE app = ?1 AND conversation = ?2 AND kind = ?3) + r.n
		FROM unnest(?4::text[]) WITH ORDINALITY r (client, n) ON CONFLICT DO NOTHING`, app, conversation, kind, clients)
}

func (t *tx) Release(app, conversation string, kind store.Restriction, clients []string) error {
	return t.writeIn(app, conversation).exec(`DELETE FROM restriction WHERE app = ? AND conversation = ? AND kind = ? AND client = ANY(?::text[])`,
		app, conversation, kind, clients)
}
