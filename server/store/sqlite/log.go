package sqlite

import (
	"slices"

	"imclient/server/store"
)

func (r *reader) MessageAt(app, id string, timestamp int64) (*store.Message, error) {
	return scanMessage(r.conn.row(`SELECT `+messageColumns+` FROM message m INDEXED BY message_app
		WHERE m.app = ? AND m.timestamp = ? AND m.id = ? ORDER BY m.conversation LIMIT 1`, app, timestamp, id))
}

func (r *reader) AppMessages(app string, l store.Log) ([]*store.Message, error) {
	text, args := `SELECT `+messageColumns+` FROM message m INDEXED BY message_app WHERE m.app = ?`, []any{app}
	if l.Sender != "" {
		text = `SELECT ` + messageColumns + ` FROM message m INDEXED BY message_sender WHERE m.app = ? AND m.sender = ?`
		args = append(args, l.Sender)
	}
	const place = `(m.timestamp, m.conversation, m.seq)`
	if p := l.From; p != (store.Place{}) {
		text += ` AND ` + place + ` >= (?, ?, ?)`
		args = append(args, p.Timestamp, p.Conversation, p.Seq)
	}
	if p := l.Before; p != (store.Place{}) {
		text += ` AND ` + place + ` < (?, ?, ?)`
		args = append(args, p.Timestamp, p.Conversation, p.Seq)
	}
	if l.Descending {
		text += ` ORDER BY m.timestamp DESC, m.conversation DESC, m.seq DESC LIMIT ?`
	} else {
		text += ` ORDER BY m.timestamp, m.conversation, m.seq LIMIT ?`
	}
	messages, err := r.messages(text, append(args, l.Limit)...)
	if l.Descending {
		slices.Reverse(messages)
	}
	return messages, err
}

func (t *tx) PurgeMessages(app string, before int64, limit int) (int, error) {
	type key struct {
		conversation string
		seq          int64
	}
	var keys []key
	rows, err := t.conn.rows(`SELECT conversation, seq FROM message INDEXED BY message_app
		WHERE app = ? AND timestamp < ? ORDER BY timestamp LIMIT ?`, app, before, limit)
	err = each(rows, err, func(row row) error {
		var k key
		err := row.Scan(&k.conversation, &k.seq)
		keys = append(keys, k)
		return err
	})
	if err != nil || len(keys) == 0 {
		return 0, err
	}
	w := t.write()
	for _, k := range keys {
		if err := w.exec(`DELETE FROM message WHERE app = ? AND conversation = ? AND seq = ?`, app, k.conversation, k.seq); err != nil {
			return 0, err
		}
		if err := w.exec(`DELETE FROM audience WHERE app = ? AND conversation = ? AND seq = ?`, app, k.conversation, k.seq); err != nil {
			return 0, err
		}
	}
	return len(keys), nil
}
