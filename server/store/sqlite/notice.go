package sqlite

import "imclient/server/store"

func (t *tx) AddNotice(app, conversation string, clients []string, body string) (int64, error) {
	w := t.write()
	at := t.Tick()
	var id int64
	err := w.row(`INSERT INTO notice_body (app, conversation, timestamp, body) VALUES (?, ?, ?, ?) RETURNING id`,
		app, conversation, at, body).Scan(&id)
	if err != nil {
		return 0, err
	}
	for _, client := range clients {
		if err := w.exec(`INSERT INTO notice VALUES (?, ?, ?, ?)`, app, client, at, id); err != nil {
			return 0, err
		}
	}
	return at, nil
}

func (r *reader) Notices(app, client string, after, at int64, limit int) ([]store.Notice, error) {
	var notices []store.Notice
	rows, err := r.conn.rows(`SELECT n.timestamp, b.conversation, b.body FROM notice n
		JOIN notice_body b ON b.id = n.body
		JOIN conversation c ON c.app = n.app AND c.id = b.conversation
		WHERE n.app = ? AND n.client = ? AND n.timestamp > ? AND (c.expires_at = 0 OR c.expires_at > ?)
		ORDER BY n.timestamp LIMIT ?`, app, client, after, at, limit)
	err = each(rows, err, func(row row) error {
		var n store.Notice
		err := row.Scan(&n.Timestamp, &n.Conversation, &n.Body)
		notices = append(notices, n)
		return err
	})
	return notices, err
}

func (s *Store) pruneNotices(before int64) error {
	if err := s.writer.exec(`DELETE FROM notice WHERE body IN (SELECT id FROM notice_body WHERE timestamp < ?)`, before); err != nil {
		return err
	}
	return s.writer.exec(`DELETE FROM notice_body WHERE timestamp < ?`, before)
}
