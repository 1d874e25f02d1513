package postgres

import "imclient/server/store"

func (r *reader) TagHolder(app, client, tag string) (store.TagHolder, error) {
	var h store.TagHolder
	err := r.of(app, client).row(`SELECT device, login FROM tag_holder WHERE app = ? AND client = ? AND tag = ?`, app, client, tag).
		Scan(&h.Device, &h.Login)
	return h, found(err)
}

func (t *tx) HoldTag(app, client, tag string, h store.TagHolder) error {
	return t.writeOf(app, client).exec(`INSERT INTO tag_holder VALUES (?, ?, ?, ?, ?) ON CONFLICT (app, client, tag) DO UPDATE SET
		device = excluded.device, login = excluded.login`, app, client, tag, h.Device, h.Login)
}

func (t *tx) FreeTag(app, client, tag string) error {
	return t.writeOf(app, client).exec(`DELETE FROM tag_holder WHERE app = ? AND client = ? AND tag = ?`, app, client, tag)
}
