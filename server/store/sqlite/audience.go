package sqlite

import "imclient/server/store"

// visible is the condition that a client, who is its parameter, sees message m.
const visible = ` (NOT m.private OR EXISTS (SELECT 1 FROM audience a
	WHERE a.app = m.app AND a.conversation = m.conversation AND a.client = ? AND a.seq = m.seq))`

func (r *reader) Audience(app, conversation string, seq int64) ([]string, error) {
	return r.clients(`SELECT client FROM audience WHERE app = ? AND conversation = ? AND seq = ? ORDER BY client`,
		app, conversation, seq)
}

func (t *tx) addAudience(m *store.Message) error {
	for _, client := range m.Audience {
		err := t.write().exec(`INSERT INTO audience VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			m.App, m.Conversation, client, m.Seq)
		if err != nil {
			return err
		}
	}
	return nil
}
