package sqlite

import "imclient/server/store"

func (r *reader) Nodes(since int64) (list []store.Node, err error) {
	rows, err := r.conn.rows(`SELECT id, seen_at, connected FROM node WHERE seen_at >= ? ORDER BY id`, since)
	err = each(rows, err, func(row row) error {
		var n store.Node
		err := row.Scan(&n.ID, &n.SeenAt, &n.Connected)
		list = append(list, n)
		return err
	})
	return list, err
}

func (t *tx) SeeNode(id string, connected bool, forget int64) error {
	if err := t.write().exec(`DELETE FROM node WHERE seen_at < ?`, forget); err != nil {
		return err
	}
	return t.write().exec(`INSERT INTO node VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET
		seen_at = excluded.seen_at, connected = excluded.connected`, id, t.Now(), connected)
}
