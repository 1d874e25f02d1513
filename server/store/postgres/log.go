package postgres

import (
	"slices"

	"imclient/server/store"
)

func (r *reader) MessageAt(app, id string, timestamp int64) (*store.Message, error) {
	return scanMessage(r.conn.row(`SELECT `+messageColumns+` FROM message m
		WHERE m.app = ? AND m.timestamp = ? AND m.id = ? ORDER BY m.conversation LIMIT 1`, app, timestamp, id))
}

func (r *reader) AppMessages(app string, l store.Log) ([]*store.Message, error) {
	text, args := `SELECT `+messageColumns+` FROM message m WHERE m.app = ?`, []any{app}
	if l.Sender != "" {
		text = `SELECT ` + messageColumns + ` FROM message m WHERE m.app = ? AND m.sender = ?`
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
	messages, err := r.conn.messages(text, append(args, l.Limit)...)
	if l.Descending {
		slices.Reverse(messages)
	}
	return messages, err
}

func (t *tx) PurgeMessages(app string, before int64, limit int) (int, error) {
	n, err := t.write().execCount(`WITH old AS (
			SELECT conversation, seq FROM message WHERE app = ?1 AND timestamp < ?2 ORDER BY timestamp LIMIT ?3
		), seen AS (
			DELETE FROM audience a USING old WHERE a.app = ?1 AND a.conversation = old.conversation AND a.seq = old.seq
		)
		DELETE FROM message m USING old WHERE m.app = ?1 AND m.conversation = old.conversation AND m.seq = old.seq`, app, before, limit)
	return int(n), err
}
