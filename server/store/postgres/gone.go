package postgres

// deleteMembers is how many members DeleteConversation removes; Purge removes the
// others. An ordinary conversation has no more, a service conversation may have
// millions.
const deleteMembers = 1000

func (t *tx) DeleteConversation(app, id string) error {
	w := t.write()
	var key *string
	var claimed bool
	err := w.row(`DELETE FROM conversation WHERE app = ? AND id = ? RETURNING unique_key, claim IS NOT NULL`, app, id).Scan(&key, &claimed)
	if err != nil {
		return found(err)
	}
	if claimed { // another of the same key, which an import has left, is found from now on
		err := w.exec(`UPDATE conversation SET claim = unique_key WHERE app = ?1 AND id =
			(SELECT id FROM conversation WHERE app = ?1 AND unique_key = ?2 ORDER BY created_at, id LIMIT 1)`, app, *key)
		if err != nil {
			return err
		}
	}
	for _, text := range []string{
		`DELETE FROM head WHERE app = ? AND conversation = ?`,
		`DELETE FROM role WHERE app = ? AND conversation = ?`,
		`DELETE FROM restriction WHERE app = ? AND conversation = ?`,
		`DELETE FROM silence WHERE app = ? AND conversation = ?`,
		`DELETE FROM broadcast WHERE app = ? AND conversation = ?`,
		`INSERT INTO gone VALUES (?, ?)`,
	} {
		if err := w.exec(text, app, id); err != nil {
			return err
		}
	}
	_, err = w.execCount(deleteSomeMembers, app, id, deleteMembers)
	return err
}

const deleteSomeMembers = `DELETE FROM member WHERE app = ?1 AND conversation = ?2 AND client IN
	(SELECT client FROM member WHERE app = ?1 AND conversation = ?2 LIMIT ?3)`

func (t *tx) Purge(limit int) (more bool, err error) {
	left, err := t.purgeExpired(limit)
	if err != nil || left == 0 {
		return left == 0, err
	}
	ids, err := pairs(t.conn, `SELECT app, conversation FROM gone LIMIT ?`, left)
	if err != nil {
		return false, err
	}
	for _, id := range ids {
		if left, err = t.purgeGone(id, left); err != nil || left == 0 {
			return left == 0, err
		}
	}
	return false, nil
}

// purgeExpired returns how much of limit is left.
func (t *tx) purgeExpired(limit int) (left int, err error) {
	now := t.Now()
	ids, err := pairs(t.conn, `SELECT app, id FROM conversation WHERE expires_at > 0 AND expires_at <= ? LIMIT ?`, now, limit)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if err := t.DeleteConversation(id[0], id[1]); err != nil {
			return 0, err
		}
	}
	left = limit - len(ids)
	ended, err := pairs(t.conn, `SELECT app, conversation FROM silence WHERE ends_at <= ? LIMIT ?`, now, left)
	if err != nil || len(ended) == 0 {
		return left, err
	}
	err = t.write().exec(`DELETE FROM silence WHERE (app, conversation, client) IN
		(SELECT app, conversation, client FROM silence WHERE ends_at <= ? LIMIT ?)`, now, left)
	return left - len(ended), err
}

// purgeGone removes at most left rows of a deleted conversation, which it forgets
// when none remain.
func (t *tx) purgeGone(id [2]string, left int) (int, error) {
	w := t.write()
	for _, text := range []string{
		deleteSomeMembers,
		`DELETE FROM message WHERE app = ?1 AND conversation = ?2 AND seq IN
			(SELECT seq FROM message WHERE app = ?1 AND conversation = ?2 LIMIT ?3)`,
		`DELETE FROM audience WHERE app = ?1 AND conversation = ?2 AND (client, seq) IN
			(SELECT client, seq FROM audience WHERE app = ?1 AND conversation = ?2 LIMIT ?3)`,
		`DELETE FROM notice WHERE (app, client, timestamp) IN (SELECT n.app, n.client, n.timestamp
			FROM notice_body b JOIN notice n ON n.body = b.id WHERE b.app = ?1 AND b.conversation = ?2 LIMIT ?3)`,
		`DELETE FROM notice_body WHERE id IN (SELECT id FROM notice_body WHERE app = ?1 AND conversation = ?2 LIMIT ?3)`,
	} {
		n, err := w.execCount(text, id[0], id[1], left)
		if err != nil {
			return 0, err
		}
		if left -= int(n); left <= 0 {
			return 0, nil
		}
	}
	return left - 1, w.exec(`DELETE FROM gone WHERE app = ? AND conversation = ?`, id[0], id[1])
}

func pairs(c conn, text string, args ...any) (list [][2]string, err error) {
	rows := c.rows(text, args...)
	err = rows.each(func(row row) error {
		var p [2]string
		err := row.Scan(&p[0], &p[1])
		list = append(list, p)
		return err
	})
	return list, err
}
