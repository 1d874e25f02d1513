package postgres

import "imclient/server/store"

const messageColumns = `m.app, m.conversation, m.seq, m.id, m.timestamp, m.sender, m.data, m.is_binary, m.type,
	m.mention_all, m.mention_pids, m.receipt, m.patched_at, m.recalled, m.delivered_at, m.read_at, m.private, m.from_ip, m.upstream`

func scanMessage(r row) (*store.Message, error) {
	var m store.Message
	var kind *int64
	err := r.Scan(&m.App, &m.Conversation, &m.Seq, &m.ID, &m.Timestamp, &m.From, &m.Data, &m.Binary, &kind,
		&m.MentionAll, &m.MentionPids, &m.Receipt, &m.PatchedAt, &m.Recalled, &m.DeliveredAt, &m.ReadAt, &m.Private, &m.FromIP, &m.Upstream)
	if err != nil {
		return nil, found(err)
	}
	if m.HasType = kind != nil; m.HasType {
		m.Type = *kind
	}
	return &m, nil
}

func (c conn) messages(text string, args ...any) ([]*store.Message, error) {
	var messages []*store.Message
	err := c.rows(text, args...).each(func(row row) error {
		m, err := scanMessage(row)
		messages = append(messages, m)
		return err
	})
	return messages, err
}

// content gives the columns that may be null.
func content(m *store.Message) (kind *int64, mentions []string) {
	if m.HasType {
		kind = &m.Type
	}
	if len(m.MentionPids) > 0 {
		mentions = m.MentionPids
	}
	return kind, mentions
}

func (r *reader) Message(app, conversation, id string) (*store.Message, error) {
	return scanMessage(r.in(app, conversation).row(`SELECT `+messageColumns+` FROM message m
		WHERE m.app = ? AND m.conversation = ? AND m.id = ?`, app, conversation, id))
}

const (
	appendMessage = `WITH h AS (
			UPDATE head SET last_seq = last_seq + 1,
				last_timestamp = greatest(?1, last_timestamp + CASE WHEN last_timestamp < ?15 THEN 1 ELSE 0 END)
			WHERE app = ?2 AND conversation = ?3 RETURNING last_seq, last_timestamp
		), m AS (
			INSERT INTO message (app, conversation, seq, id, timestamp, sender, data, is_binary, type, mention_all, mention_pids,
				receipt, private, from_ip, upstream)
			SELECT ?2, ?3, last_seq, ?4, last_timestamp, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14 FROM h
			RETURNING seq, timestamp
		) SELECT seq, timestamp, (SELECT kind FROM conversation WHERE app = ?2 AND id = ?3) FROM m`
	appendMessages = `WITH h AS (
			UPDATE head SET last_seq = last_seq + 1,
				last_timestamp = greatest(k.p1, last_timestamp + CASE WHEN last_timestamp < k.p15 THEN 1 ELSE 0 END)
			FROM {k} WHERE head.app = k.p2 AND head.conversation = k.p3 RETURNING k.*, last_seq, last_timestamp
		), m AS (
			INSERT INTO message (app, conversation, seq, id, timestamp, sender, data, is_binary, type, mention_all, mention_pids,
				receipt, private, from_ip, upstream)
			SELECT p2, p3, last_seq, p4, last_timestamp, p5, p6, p7, p8, p9,
				CASE WHEN p10 IS NOT NULL THEN ARRAY(SELECT jsonb_array_elements_text(p10::jsonb)) END, p11, p12, p13, p14 FROM h
		) SELECT n, last_seq, last_timestamp, (SELECT kind FROM conversation WHERE app = h.p2 AND id = h.p3) FROM h`
)

func (t *tx) AppendMessage(m *store.Message) error {
	typed, mentions := content(m)
	var kind store.Kind
	err := t.writeIn(m.App, m.Conversation).rowMany(appendMessage, appendMessages,
		t.Now(), m.App, m.Conversation, m.ID, m.From, bytes(m.Data), m.Binary, typed, m.MentionAll, mentions,
		m.Receipt, m.Private, m.FromIP, m.Upstream, t.Now()+store.MaxAhead).Scan(&m.Seq, &m.Timestamp, &kind)
	if err != nil {
		return found(err)
	}
	return t.addAudience(m, kind)
}

func (t *tx) PatchMessage(m *store.Message) error {
	kind, mentions := content(m)
	n, err := t.writeIn(m.App, m.Conversation).execCount(`UPDATE message SET data = ?, is_binary = ?, type = ?, mention_all = ?,
		mention_pids = ?, patched_at = ?, recalled = ? WHERE app = ? AND conversation = ? AND id = ?`,
		bytes(m.Data), m.Binary, kind, m.MentionAll, mentions, m.PatchedAt, m.Recalled, m.App, m.Conversation, m.ID)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}

func (t *tx) DeleteMessage(app, conversation, id string) error {
	w := t.writeIn(app, conversation)
	var seq int64
	err := w.row(`DELETE FROM message WHERE app = ? AND conversation = ? AND id = ? RETURNING seq`, app, conversation, id).Scan(&seq)
	if err != nil {
		return found(err)
	}
	return w.exec(`DELETE FROM audience WHERE app = ? AND conversation = ? AND seq = ?`, app, conversation, seq)
}

// bytes keeps an empty content from becoming NULL.
func bytes(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func (r *reader) AppPatches(app string, after int64, limit int) ([]*store.Message, error) {
	return r.conn.messages(`SELECT `+messageColumns+` FROM message m
		WHERE m.app = ? AND m.patched_at > ? AND m.patched_at > 0 ORDER BY m.patched_at, m.conversation, m.seq LIMIT ?`, app, after, limit)
}

func (r *reader) Patches(app, client string, after int64, limit int) ([]*store.Message, error) {
	return r.conn.messages(`SELECT `+messageColumns+` FROM member b
		JOIN message m ON m.app = b.app AND m.conversation = b.conversation AND m.patched_at > ?
		JOIN conversation c ON c.app = b.app AND c.id = b.conversation AND (c.expires_at = 0 OR c.expires_at > ?)
		WHERE b.app = ? AND b.client = ? AND m.patched_at > 0 AND`+visible+` ORDER BY m.patched_at, m.conversation, m.seq LIMIT ?`,
		after, r.at, app, client, client, limit)
}
