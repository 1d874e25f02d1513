package postgres

import "imclient/server/store"

func (r *reader) Members(app, conversation string) ([]string, error) {
	return r.in(app, conversation).clients(`SELECT client FROM member WHERE app = ? AND conversation = ? ORDER BY position`, app, conversation)
}

func (r *reader) mutedMembers(app, conversation string) ([]string, error) {
	return r.in(app, conversation).clients(`SELECT client FROM member WHERE app = ? AND conversation = ? AND muted ORDER BY position`, app, conversation)
}

func (c conn) clients(text string, args ...any) ([]string, error) {
	clients := []string{}
	rows := c.rows(text, args...)
	err := rows.each(func(row row) error {
		var client string
		err := row.Scan(&client)
		clients = append(clients, client)
		return err
	})
	return clients, err
}

func (r *reader) IsMember(app, conversation, client string) (bool, error) {
	var is bool
	err := r.in(app, conversation).row(`SELECT EXISTS (SELECT 1 FROM member WHERE app = ? AND conversation = ? AND client = ?)`,
		app, conversation, client).Scan(&is)
	return is, err
}

func (r *reader) Membership(app, conversation, client string) (m store.Membership, err error) {
	err = r.in(app, conversation).row(`SELECT joined_at, muted FROM member WHERE app = ? AND conversation = ? AND client = ?`,
		app, conversation, client).Scan(&m.JoinedAt, &m.Muted)
	return m, found(err)
}

func (t *tx) AddMembers(app, conversation string, clients []string) error {
	_, err := t.addMembers(app, conversation, clients, nil)
	return err
}

// addMembers adds those who are no members yet, as of now unless there are times. It
// returns how many it added.
func (t *tx) addMembers(app, conversation string, clients []string, times []int64) (int64, error) {
	w := t.writeIn(app, conversation)
	n, err := w.execCount(`INSERT INTO member (app, conversation, client, position, delivered_seq, read_seq, joined_at)
		SELECT h.app, h.conversation, m.client, h.next_position + m.n - 1, h.last_seq, h.last_seq, coalesce(m.at, ?5)
		FROM head h, unnest(?3::text[], ?4::bigint[]) WITH ORDINALITY m (client, at, n)
		WHERE h.app = ?1 AND h.conversation = ?2 ON CONFLICT DO NOTHING`, app, conversation, clients, times, t.Now())
	if err != nil {
		return 0, err
	}
	found, err := w.execCount(`UPDATE head SET member_count = member_count + ?, next_position = next_position + ?
		WHERE app = ? AND conversation = ?`, n, len(clients), app, conversation)
	if err == nil && found == 0 {
		err = store.ErrNotFound
	}
	return n, err
}

func (t *tx) RemoveMembers(app, conversation string, clients []string) error {
	w := t.writeIn(app, conversation)
	n, err := w.execCount(`DELETE FROM member WHERE app = ? AND conversation = ? AND client = ANY(?::text[])`, app, conversation, clients)
	if err != nil {
		return err
	}
	err = w.exec(`DELETE FROM role WHERE app = ? AND conversation = ? AND client = ANY(?::text[])`, app, conversation, clients)
	if err != nil {
		return err
	}
	return w.exec(`UPDATE head SET member_count = member_count - ? WHERE app = ? AND conversation = ?`, n, app, conversation)
}

func (t *tx) SetMuted(app, conversation, client string, muted bool) error {
	n, err := t.writeIn(app, conversation).execCount(`UPDATE member SET muted = ? WHERE app = ? AND conversation = ? AND client = ?`,
		muted, app, conversation, client)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}
