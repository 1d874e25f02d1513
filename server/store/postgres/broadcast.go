package postgres

import "imclient/server/store"

const broadcastColumns = `app, conversation, id, timestamp, sender, data, expires_at`

func scanBroadcast(r row) (*store.Broadcast, error) {
	var b store.Broadcast
	err := r.Scan(&b.App, &b.Conversation, &b.ID, &b.Timestamp, &b.From, &b.Data, &b.ExpiresAt)
	return &b, found(err)
}

func (r *reader) Broadcast(app, id string) (*store.Broadcast, error) {
	return scanBroadcast(r.conn.row(`SELECT `+broadcastColumns+` FROM broadcast WHERE app = ? AND id = ?`, app, id))
}

func (r *reader) Broadcasts(app string, q store.BroadcastQuery) ([]*store.Broadcast, error) {
	text := `SELECT ` + broadcastColumns + ` FROM broadcast
		WHERE app = ? AND timestamp > ? AND expires_at > ? AND (?::text = '' OR conversation = ?) ORDER BY timestamp`
	if q.Newest {
		text += ` DESC`
	}
	var list []*store.Broadcast
	rows := r.conn.rows(text+` LIMIT ? OFFSET ?`, app, q.After, q.At, q.Conversation, q.Conversation, q.Limit, q.Skip)
	err := rows.each(func(row row) error {
		b, err := scanBroadcast(row)
		list = append(list, b)
		return err
	})
	return list, err
}

func (t *tx) AddBroadcast(b *store.Broadcast) error {
	w := t.write()
	if err := w.exec(`DELETE FROM broadcast WHERE app = ? AND expires_at <= ?`, b.App, t.Now()); err != nil {
		return err
	}
	b.Timestamp = t.Tick()
	return w.exec(`INSERT INTO broadcast (`+broadcastColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		b.App, b.Conversation, b.ID, b.Timestamp, b.From, bytes(b.Data), b.ExpiresAt)
}

func (t *tx) UpdateBroadcast(b *store.Broadcast) error {
	n, err := t.write().execCount(`UPDATE broadcast SET data = ? WHERE app = ? AND id = ?`, bytes(b.Data), b.App, b.ID)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}

func (t *tx) DeleteBroadcast(app, id string) error {
	n, err := t.write().execCount(`DELETE FROM broadcast WHERE app = ? AND id = ?`, app, id)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}

func (t *tx) ReceiveBroadcasts(app, conversation, client string, upTo int64) error {
	var last int64
	err := t.conn.row(`SELECT coalesce(max(timestamp), 0) FROM broadcast WHERE app = ? AND conversation = ? AND timestamp <= ?`,
		app, conversation, upTo).Scan(&last)
	if err != nil || last == 0 {
		return err
	}
	return t.write().exec(`UPDATE client SET broadcast_at = ? WHERE app = ? AND id = ? AND broadcast_at < ?`, last, app, client, last)
}

func (r *reader) Client(app, id string) (c store.Client, err error) {
	err = r.of(app, id).row(`SELECT seen_at, broadcast_at FROM client WHERE app = ? AND id = ?`, app, id).Scan(&c.SeenAt, &c.BroadcastAt)
	return c, found(err)
}

func (t *tx) SeeClient(app, id string, broadcastAt int64) error {
	return t.writeOf(app, id).exec(`INSERT INTO client VALUES (?, ?, ?, ?) ON CONFLICT (app, id) DO UPDATE SET seen_at = excluded.seen_at`,
		app, id, t.Now(), broadcastAt)
}

func (r *reader) ClientsSeen(app string, since int64, also []string) (n int, err error) {
	err = r.conn.row(`SELECT (SELECT count(*) FROM client WHERE app = ?1 AND seen_at >= ?2) +
		(SELECT count(*) FROM client WHERE app = ?1 AND seen_at < ?2 AND id = ANY(?3::text[]))`, app, since, also).Scan(&n)
	return n, err
}
