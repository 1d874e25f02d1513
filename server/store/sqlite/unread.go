package sqlite

import "imclient/server/store"

func (r *reader) Unread(app, client string, since int64, limit, maxCount int) ([]store.Unread, error) {
	var list []store.Unread
	rows, err := r.conn.rows(`SELECT b.conversation FROM member b
		JOIN head h ON h.app = b.app AND h.conversation = b.conversation
		JOIN conversation c ON c.app = b.app AND c.id = b.conversation
		WHERE b.app = ? AND b.client = ? AND (c.expires_at = 0 OR c.expires_at > ?) AND (
			(h.last_seq > b.read_seq AND h.last_timestamp >= ?) OR (? > 0 AND b.read_at >= ?))
		ORDER BY h.last_timestamp DESC`, app, client, r.at, since, since, since)
	var conversations []string
	err = each(rows, err, func(row row) error {
		var id string
		err := row.Scan(&id)
		conversations = append(conversations, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, id := range conversations {
		if len(list) == limit {
			break
		}
		u, err := r.UnreadIn(app, id, client, maxCount)
		if err != nil {
			return nil, err
		}
		if u.Count == 0 {
			u.Last = nil
		}
		if u.Count > 0 || since > 0 {
			list = append(list, u)
		}
	}
	return list, nil
}

func (r *reader) Ahead(app, client string) (map[string]int64, error) {
	ahead := make(map[string]int64)
	rows, err := r.conn.rows(`SELECT b.conversation, h.last_seq FROM member b
		JOIN head h ON h.app = b.app AND h.conversation = b.conversation
		WHERE b.app = ? AND b.client = ? AND h.last_timestamp >= ?`, app, client, r.at)
	err = each(rows, err, func(row row) error {
		var conversation string
		var last int64
		err := row.Scan(&conversation, &last)
		ahead[conversation] = last
		return err
	})
	return ahead, err
}

func (r *reader) UnreadIn(app, conversation, client string, maxCount int) (store.Unread, error) {
	u := store.Unread{Conversation: conversation}
	var expires int64
	err := r.conn.row(`SELECT b.read_seq, c.kind, c.expires_at, h.last_seq FROM member b
		JOIN conversation c ON c.app = b.app AND c.id = b.conversation
		JOIN head h ON h.app = b.app AND h.conversation = b.conversation
		WHERE b.app = ? AND b.conversation = ? AND b.client = ?`, app, conversation, client).
		Scan(&u.ReadSeq, &u.Kind, &expires, &u.LastSeq)
	if err != nil {
		return u, found(err)
	}
	if expires != 0 && expires <= r.at {
		return u, nil
	}
	text, args := unreadMessages, []any{client, app, conversation, u.ReadSeq, client, client, maxCount}
	if u.Kind == store.System {
		text, args = unreadVisible, []any{client, app, conversation, client, u.ReadSeq, client, maxCount}
	}
	err = r.conn.row(text, args...).Scan(&u.Count, &u.Mentioned)
	if err != nil || u.LastSeq == 0 {
		return u, err
	}
	last, err := r.Messages(app, conversation, store.Range{Descending: true, Viewer: client, Limit: 1})
	if len(last) > 0 {
		u.Last = last[0]
	}
	return u, err
}

const (
	countMentioned = `SELECT count(*), coalesce(max(mentioned), 0) FROM (
		SELECT m.mention_all OR (m.mention_pids IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(m.mention_pids) WHERE value = ?)) AS mentioned`
	unreadMessages = countMentioned + ` FROM message m WHERE m.app = ? AND m.conversation = ? AND m.seq > ? AND m.sender <> ? AND` + visible + `
		ORDER BY m.seq DESC LIMIT ?)`
	// In a service conversation others' messages are not looked at.
	unreadVisible = countMentioned + ` FROM audience a
		CROSS JOIN message m ON m.app = a.app AND m.conversation = a.conversation AND m.seq = a.seq
		WHERE a.app = ? AND a.conversation = ? AND a.client IN ('', ?) AND a.seq > ? AND m.sender <> ?
		ORDER BY a.seq DESC LIMIT ?)`
)
