package sqlite

import "imclient/server/store"

func (t *tx) ImportConversation(c *store.Conversation, members []string) error {
	if _, err := t.Conversation(c.App, c.ID); err == nil {
		return store.ErrExists
	}
	// What is left of one that was deleted would be taken for this one's.
	for id := [2]string{c.App, c.ID}; ; {
		left, err := t.pairs(`SELECT app, conversation FROM gone WHERE app = ? AND conversation = ?`, id[0], id[1])
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
	if err := t.CreateConversation(c, members); err != nil {
		return err
	}
	return t.RaiseLastTimestamp(c.App, c.ID, c.LastTimestamp)
}

func (t *tx) RaiseLastTimestamp(app, conversation string, at int64) error {
	return t.write().exec(`UPDATE head SET last_timestamp = ?1 WHERE app = ?2 AND conversation = ?3 AND last_timestamp < ?1`,
		at, app, conversation)
}

func (t *tx) ImportMembers(app, conversation string, list []store.Subscription) (added int, err error) {
	for _, m := range list {
		is, err := t.IsMember(app, conversation, m.Client)
		if err != nil {
			return added, err
		}
		if is {
			continue
		}
		if err := t.AddMembers(app, conversation, []string{m.Client}); err != nil {
			return added, err
		}
		err = t.write().exec(`UPDATE member SET joined_at = ? WHERE app = ? AND conversation = ? AND client = ?`,
			m.JoinedAt, app, conversation, m.Client)
		if err != nil {
			return added, err
		}
		added++
	}
	return added, nil
}

func (r *reader) Listed(app, after string, limit int) ([]store.ConversationRow, error) {
	var list []store.ConversationRow
	rows, err := r.conn.rows(`SELECT `+conversationColumns+conversationTables+
		`WHERE c.app = ? AND c.id > ? AND c.kind <> 4 ORDER BY c.id LIMIT ?`, app, after, limit)
	err = each(rows, err, func(row row) error {
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
