package postgres

import (
	"errors"

	"imclient/server/store"
)

func (r *reader) SilencedUntil(app, conversation, client string) (at int64, err error) {
	err = found(r.in(app, conversation).row(`SELECT ends_at FROM silence WHERE app = ? AND conversation = ? AND client = ?`,
		app, conversation, client).Scan(&at))
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return at, err
}

func (t *tx) SilenceUntil(app, conversation, client string, at int64) error {
	if at == 0 {
		return t.writeIn(app, conversation).exec(`DELETE FROM silence WHERE app = ? AND conversation = ? AND client = ?`, app, conversation, client)
	}
	return t.writeIn(app, conversation).exec(`INSERT INTO silence VALUES (?, ?, ?, ?) ON CONFLICT (app, conversation, client) DO UPDATE SET ends_at = excluded.ends_at`,
		app, conversation, client, at)
}

func (r *reader) Silences(app, conversation string) ([]store.Silence, error) {
	var list []store.Silence
	rows := r.in(app, conversation).rows(`SELECT client, ends_at FROM silence WHERE app = ? AND conversation = ? ORDER BY client`, app, conversation)
	err := rows.each(func(row row) error {
		var s store.Silence
		err := row.Scan(&s.Client, &s.Until)
		list = append(list, s)
		return err
	})
	return list, err
}
