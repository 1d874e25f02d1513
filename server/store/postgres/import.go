package postgres

import "imclient/server/store"

func (t *tx) ImportConversation(c *store.Conversation, members []string) error {
	if _, err := t.Conversation(c.App, c.ID); err == nil {
		return store.ErrExists
	}
	// What is left of one that was deleted would be taken for this one's.
	for id := [2]string{c.App, c.ID}; ; {
		left, err := pairs(t.in(c.App, c.ID), `SELECT app, conversation FROM gone WHERE app = ? AND conversation = ?`, id[0], id[1])
		if err != nil {
			return err
		}
		if len(left) == 0 {
			break
		}
		if _, err := t.purgeGone(id, 1<<30); err != nil {
			return err
		}
	}
	claim, err := t.importClaim(c)
	if err != nil {
		return err
	}
	if err := t.addConversation(c, claim, members); err != nil {
		return err
	}
	if c.LastTimestamp == 0 {
		return nil
	}
	return t.RaiseLastTimestamp(c.App, c.ID, c.LastTimestamp)
}

// importClaim returns what an imported conversation is found by: the oldest of those
// with the same key is.
func (t *tx) importClaim(c *store.Conversation) (claim string, err error) {
	if c.UniqueKey == "" {
		return "", nil
	}
	w := t.write().about(claimTopic(c.App, c.UniqueKey))
	err = w.exec(`UPDATE conversation SET claim = NULL WHERE app = ?1 AND claim = ?2 AND
		((created_at, id) > (?3, ?4) OR (expires_at > 0 AND expires_at <= ?5))`, c.App, c.UniqueKey, c.CreatedAt, c.ID, t.Now())
	if err != nil {
		return "", err
	}
	err = w.row(`SELECT CASE WHEN EXISTS (SELECT 1 FROM conversation WHERE app = ?1 AND claim = ?2) THEN '' ELSE ?2 END`,
		c.App, c.UniqueKey).Scan(&claim)
	return claim, err
}

func (t *tx) RaiseLastTimestamp(app, conversation string, at int64) error {
	return t.writeIn(app, conversation).exec(`UPDATE head SET last_timestamp = ?1 WHERE app = ?2 AND conversation = ?3 AND last_timestamp < ?1`,
		at, app, conversation)
}

func (t *tx) ImportMembers(app, conversation string, list []store.Subscription) (added int, err error) {
	clients, times := make([]string, len(list)), make([]int64, len(list))
	for i, m := range list {
		clients[i], times[i] = m.Client, m.JoinedAt
	}
	n, err := t.addMembers(app, conversation, clients, times)
	return int(n), err
}

func (r *reader) Listed(app, after string, limit int) ([]store.ConversationRow, error) {
	var list []store.ConversationRow
	rows := r.conn.rows(`SELECT `+conversationColumns+conversationTables+
		`WHERE c.app = ? AND c.id > ? AND c.kind <> 4 ORDER BY c.id LIMIT ?`, app, after, limit)
	err := rows.each(func(row row) error {
		var c store.ConversationRow
		err := scanConversation(row, &c.Conversation)
		list = append(list, c)
		return err
	})
	for i := range list {
		if err == nil {
			err = r.fill(&list[i], store.ConversationQuery{})
		}
	}
	return list, err
}
