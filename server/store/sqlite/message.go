package sqlite

import (
	"database/sql"
	"encoding/json"

	"imclient/server/store"
)

const messageColumns = `m.app, m.conversation, m.seq, m.id, m.timestamp, m.sender, m.data, m.is_binary, m.type,
	m.mention_all, m.mention_pids, m.receipt, m.patched_at, m.recalled, m.delivered_at, m.read_at, m.private, m.from_ip, m.upstream`

func scanMessage(r row) (*store.Message, error) {
	var m store.Message
	var kind sql.NullInt64
	var mentions sql.NullString
	err := r.Scan(&m.App, &m.Conversation, &m.Seq, &m.ID, &m.Timestamp, &m.From, &m.Data, &m.Binary, &kind,
		&m.MentionAll, &mentions, &m.Receipt, &m.PatchedAt, &m.Recalled, &m.DeliveredAt, &m.ReadAt, &m.Private, &m.FromIP, &m.Upstream)
	if err != nil {
		return nil, found(err)
	}
	m.Type, m.HasType = kind.Int64, kind.Valid
	if mentions.Valid {
		err = json.Unmarshal([]byte(mentions.String), &m.MentionPids)
	}
	return &m, err
}

func (r *reader) messages(text string, args ...any) ([]*store.Message, error) {
	var messages []*store.Message
	rows, err := r.conn.rows(text, args...)
	err = each(rows, err, func(row row) error {
		m, err := scanMessage(row)
		messages = append(messages, m)
		return err
	})
	return messages, err
}

// content gives the columns that may be null.
func content(m *store.Message) (kind sql.NullInt64, mentions sql.NullString, err error) {
	kind = sql.NullInt64{Int64: m.Type, Valid: m.HasType}
	if len(m.MentionPids) > 0 {
		var b []byte
		b, err = json.Marshal(m.MentionPids)
		mentions = sql.NullString{String: string(b), Valid: true}
	}
	return kind, mentions, err
}

func (r *reader) Message(app, conversation, id string) (*store.Message, error) {
	return scanMessage(r.conn.row(`SELECT `+messageColumns+` FROM message m
		WHERE m.app = ? AND m.conversation = ? AND m.id = ?`, app, conversation, id))
}

func (t *tx) AppendMessage(m *store.Message) error {
	typed, mentions, err := content(m)
	if err != nil {
		return err
	}
	w := t.write()
	var kind store.Kind
	now := t.Now()
	err = w.row(`UPDATE head SET last_seq = last_seq + 1, last_timestamp = max(last_timestamp + (last_timestamp < ?), ?)
		WHERE app = ? AND conversation = ? RETURNING last_seq, last_timestamp,
		(SELECT kind FROM conversation c WHERE c.app = head.app AND c.id = head.conversation)`,
		now+store.MaxAhead, now, m.App, m.Conversation).Scan(&m.Seq, &m.Timestamp, &kind)
	if err != nil {
		return found(err)
	}
	if err := t.addAudience(m, kind); err != nil {
		return err
	}
	return w.exec(`INSERT INTO message (app, conversation, seq, id, timestamp, sender, data, is_binary, type,
		mention_all, mention_pids, receipt, private, from_ip, upstream) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.App, m.Conversation, m.Seq, m.ID, m.Timestamp, m.From, bytes(m.Data), m.Binary, typed, m.MentionAll, mentions, m.Receipt,
		m.Private, m.FromIP, m.Upstream)
}

func (t *tx) PatchMessage(m *store.Message) error {
	kind, mentions, err := content(m)
	if err != nil {
		return err
	}
	n, err := t.write().execCount(`UPDATE message SET data = ?, is_binary = ?, type = ?, mention_all = ?, mention_pids = ?,
		patched_at = ?, recalled = ? WHERE app = ? AND conversation = ? AND id = ?`,
		bytes(m.Data), m.Binary, kind, m.MentionAll, mentions, m.PatchedAt, m.Recalled, m.App, m.Conversation, m.ID)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}

func (t *tx) DeleteMessage(app, conversation, id string) error {
	var seq int64
	err := t.write().row(`DELETE FROM message WHERE app = ? AND conversation = ? AND id = ? RETURNING seq`,
		app, conversation, id).Scan(&seq)
	if err != nil {
		return found(err)
	}
	return t.write().exec(`DELETE FROM audience WHERE app = ? AND conversation = ? AND seq = ?`, app, conversation, seq)
}

// bytes keeps an empty content from becoming NULL.
func bytes(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func (r *reader) AppPatches(app string, after int64, limit int) ([]*store.Message, error) {
	return r.messages(`SELECT `+messageColumns+` FROM message m INDEXED BY message_app_patched
		WHERE m.app = ? AND m.patched_at > ? AND m.patched_at > 0 ORDER BY m.patched_at, m.conversation, m.seq LIMIT ?`, app, after, limit)
}

func (r *reader) Patches(app, client string, after int64, limit int) ([]*store.Message, error) {
	return r.messages(`SELECT `+messageColumns+` FROM member b
		JOIN message m INDEXED BY message_patched ON m.app = b.app AND m.conversation = b.conversation AND m.patched_at > ?
		JOIN conversation c ON c.app = b.app AND c.id = b.conversation AND (c.expires_at = 0 OR c.expires_at > ?)
		WHERE b.app = ? AND b.client = ? AND m.patched_at > 0 AND`+visible+` ORDER BY m.patched_at, m.conversation, m.seq LIMIT ?`,
		after, r.at, app, client, client, limit)
}
