package sqlite

import (
	"slices"

	"imclient/server/store"
)

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
		WHERE app = ? AND timestamp > ? AND expires_at > ? AND (? = '' OR conversation = ?) ORDER BY timestamp`
	if q.Newest {
		text += ` DESC`
	}
	var list []*store.Broadcast
	rows, err := r.conn.rows(text+` LIMIT ? OFFSET ?`, app, q.After, q.At, q.Conversation, q.Conversation, q.Limit, q.Skip)
	err = each(rows, err, func(row row) error {
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
	err = r.conn.row(`SELECT seen_at, broadcast_at FROM client WHERE app = ? AND id = ?`, app, id).Scan(&c.SeenAt, &c.BroadcastAt)
	return c, found(err)
}

func (t *tx) SeeClient(app, id string, broadcastAt int64) error {
	return t.write().exec(`INSERT INTO client VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at`,
		app, id, t.Now(), broadcastAt)
}

// seenChunk is how many clients are looked for in one statement.
const seenChunk = 500

func (r *reader) ClientsSeen(app string, since int64, also []string) (int, error) {
	var n int
	if err := r.conn.row(`SELECT count(*) FROM client WHERE app = ? AND seen_at >= ?`, app, since).Scan(&n); err != nil {
		return 0, err
	}
	also = slices.Clone(also)
	slices.Sort(also)
	for chunk := range slices.Chunk(slices.Compact(also), seenChunk) {
		list, err := marshalStrings(chunk)
		if err != nil {
			return 0, err
		}
		var more int
		err = r.conn.row(`SELECT count(*) FROM json_each(?) j JOIN client c ON c.app = ? AND c.id = j.value AND c.seen_at < ?`,
			list, app, since).Scan(&more)
		if err != nil {
			return 0, err
		}
		n += more
	}
	return n, nil
}
