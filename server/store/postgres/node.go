package postgres

import "imclient/server/store"

const nodeTopic = "node"

func (r *reader) Nodes(since int64) (list []store.Node, err error) {
	rows := r.conn.about(nodeTopic).rows(`SELECT id, seen_at, connected FROM node WHERE seen_at >= ? ORDER BY id`, since)
	err = rows.each(func(row row) error {
		var n store.Node
		err := row.Scan(&n.ID, &n.SeenAt, &n.Connected)
		list = append(list, n)
		return err
	})
	return list, err
}

func (t *tx) SeeNode(id string, connected bool, forget int64) error {
	w := t.write().about(nodeTopic)
	if err := w.exec(`DELETE FROM node WHERE seen_at < ?`, forget); err != nil {
		return err
	}
	return w.exec(`INSERT INTO node VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET
		seen_at = excluded.seen_at, connected = excluded.connected`, id, t.Now(), connected)
}
