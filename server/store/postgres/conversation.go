package postgres

import "imclient/server/store"

const conversationColumns = `c.app, c.id, c.kind, c.creator, coalesce(c.unique_id, ''), coalesce(c.unique_key, ''),
	c.attributes, c.created_at, c.updated_at, c.expires_at, h.last_seq, h.last_timestamp, h.member_count`

const conversationTables = ` FROM conversation c JOIN head h ON h.app = c.app AND h.conversation = c.id `

func scanConversation(r row, c *store.Conversation, more ...any) error {
	return r.Scan(append([]any{&c.App, &c.ID, &c.Kind, &c.Creator, &c.UniqueID, &c.UniqueKey, &c.Attributes,
		&c.CreatedAt, &c.UpdatedAt, &c.ExpiresAt, &c.LastSeq, &c.LastTimestamp, &c.MemberCount}, more...)...)
}

func (r *reader) Conversation(app, id string) (*store.Conversation, error) {
	var c store.Conversation
	err := scanConversation(r.in(app, id).row(`SELECT `+conversationColumns+conversationTables+
		`WHERE c.app = ? AND c.id = ?`, app, id), &c)
	if err != nil {
		return nil, found(err)
	}
	return &c, nil
}

func (r *reader) UniqueConversation(app, key string, at int64) (*store.Conversation, error) {
	var c store.Conversation
	err := scanConversation(r.conn.row(`SELECT `+conversationColumns+conversationTables+
		`WHERE c.app = ? AND c.claim = ? AND (c.expires_at = 0 OR c.expires_at > ?)`,
		app, key, at), &c)
	if err != nil {
		return nil, found(err)
	}
	return &c, nil
}

func (t *tx) CreateConversation(c *store.Conversation, members []string) error {
	if c.UniqueKey != "" {
		// A temporary conversation that has expired makes way.
		err := t.write().exec(`UPDATE conversation SET claim = NULL WHERE app = ? AND claim = ? AND expires_at > 0 AND expires_at <= ?`,
			c.App, c.UniqueKey, t.Now())
		if err != nil {
			return err
		}
	}
	return t.addConversation(c, c.UniqueKey, members)
}

// addConversation adds a conversation that is found by claim, if that is not empty.
func (t *tx) addConversation(c *store.Conversation, claim string, members []string) error {
	w := t.writeIn(c.App, c.ID)
	err := w.exec(`INSERT INTO conversation VALUES (?, ?, ?, ?, nullif(?, ''), nullif(?, ''), nullif(?, ''), ?, ?, ?, ?, ?)`,
		c.App, c.ID, c.Kind, c.Creator, c.UniqueID, c.UniqueKey, claim, c.Attributes, document(c.Attributes), c.CreatedAt, c.UpdatedAt, c.ExpiresAt)
	if err != nil {
		return err
	}
	if err := w.exec(`INSERT INTO head VALUES (?, ?, 0, 0, 0, 1)`, c.App, c.ID); err != nil {
		return err
	}
	return t.AddMembers(c.App, c.ID, members)
}

func (t *tx) UpdateConversation(c *store.Conversation) error {
	n, err := t.writeIn(c.App, c.ID).execCount(`UPDATE conversation SET attributes = ?, doc = ?, updated_at = ? WHERE app = ? AND id = ?`,
		c.Attributes, document(c.Attributes), c.UpdatedAt, c.App, c.ID)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}
