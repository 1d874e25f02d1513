package sqlite

import "imclient/server/store"

func (r *reader) Members(app, conversation string) ([]string, error) {
	return r.clients(`SELECT client FROM member WHERE app = ? AND conversation = ? ORDER BY position`, app, conversation)
}

func (r *reader) mutedMembers(app, conversation string) ([]string, error) {
	return r.clients(`SELECT client FROM member WHERE app = ? AND conversation = ? AND muted ORDER BY position`, app, conversation)
}

func (r *reader) clients(text string, args ...any) ([]string, error) {
	clients := []string{}
	rows, err := r.conn.rows(text, args...)
	err = each(rows, err, func(row row) error {
		var client string
		err := row.Scan(&client)
		clients = append(clients, client)
		return err
	})
	return clients, err
}

func (r *reader) IsMember(app, conversation, client string) (bool, error) {
	var is bool
	err := r.conn.row(`SELECT EXISTS (SELECT 1 FROM member WHERE app = ? AND conversation = ? AND client = ?)`,
		app, conversation, client).Scan(&is)
	return is, err
}

func (r *reader) Membership(app, conversation, client string) (m store.Membership, err error) {
	err = r.conn.row(`SELECT joined_at, muted FROM member WHERE app = ? AND conversation = ? AND client = ?`,
		app, conversation, client).Scan(&m.JoinedAt, &m.Muted)
	return m, found(err)
}

func (t *tx) AddMembers(app, conversation string, clients []string) error {
	w := t.write()
	added := int64(0)
	for _, client := range clients {
		n, err := w.execCount(`INSERT INTO member (app, conversation, client, position, delivered_seq, delivered_ts, read_seq, read_ts, joined_at)
			SELECT app, conversation, ?, next_position + ?, last_seq, 0, last_seq, 0, ? FROM head WHERE app = ? AND conversation = ?
			ON CONFLICT DO NOTHING`, client, added, t.Now(), app, conversation)
		if err != nil {
			return err
		}
		added += n
	}
	n, err := w.execCount(`UPDATE head SET member_count = member_count + ?, next_position = next_position + ?
		WHERE app = ? AND conversation = ?`, added, added, app, conversation)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}

func (t *tx) RemoveMembers(app, conversation string, clients []string) error {
	w := t.write()
	removed := int64(0)
	for _, client := range clients {
		n, err := w.execCount(`DELETE FROM member WHERE app = ? AND conversation = ? AND client = ?`, app, conversation, client)
		if err != nil {
			return err
		}
		if err := w.exec(`DELETE FROM role WHERE app = ? AND conversation = ? AND client = ?`, app, conversation, client); err != nil {
			return err
		}
		removed += n
	}
	return w.exec(`UPDATE head SET member_count = member_count - ? WHERE app = ? AND conversation = ?`, removed, app, conversation)
}

func (t *tx) SetMuted(app, conversation, client string, muted bool) error {
	n, err := t.write().execCount(`UPDATE member SET muted = ? WHERE app = ? AND conversation = ? AND client = ?`,
		muted, app, conversation, client)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}
