package sqlite

import "imclient/server/store"

func (r *reader) TagHolder(app, client, tag string) (store.TagHolder, error) {
	var h store.TagHolder
	err := r.conn.row(`SELECT device, login FROM tag_holder WHERE app = ? AND client = ? AND tag = ?`, app, client, tag).
		Scan(&h.Device, &h.Login)
	return h, found(err)
}

func (t *tx) HoldTag(app, client, tag string, h store.TagHolder) error {
	return t.write().exec(`INSERT INTO tag_holder VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
		device = excluded.device, login = excluded.login`, app, client, tag, h.Device, h.Login)
}

func (t *tx) FreeTag(app, client, tag string) error {
	return t.write().exec(`DELETE FROM tag_holder WHERE app = ? AND client = ? AND tag = ?`, app, client, tag)
}
