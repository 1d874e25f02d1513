package postgres

import (
	"math"
	"slices"

	"imclient/server/store"
)

// textType is the type of texts.
const textType = -1

func (r *reader) Messages(app, conversation string, g store.Range) ([]*store.Message, error) {
	if g.To == 0 {
		g.To = 1<<63 - 1
	}
	if is, err := r.isService(app, conversation, g.Viewer); err != nil {
		return nil, err
	} else if is {
		messages, err := r.visibleTo(app, conversation, g)
		if g.Descending {
			slices.Reverse(messages)
		}
		return messages, err
	}
	const from = `SELECT ` + messageColumns + ` FROM message m WHERE m.app = ? AND m.conversation = ? AND m.seq BETWEEN ? AND ?`
	text := from
	args := []any{app, conversation, g.From, g.To}
	if g.HasType {
		text += ` AND m.type = ?`
		args = append(args, g.Type)
		if g.Type != textType {
			text += ` AND m.type <> -1` // that of the index message_type
		}
	}
	if g.Viewer != "" {
		text += ` AND` + visible
		args = append(args, g.Viewer)
	}
	if g.Private {
		text += ` AND m.private`
	}
	if g.Descending {
		text += ` ORDER BY m.seq DESC LIMIT ?`
	} else {
		text += ` ORDER BY m.seq LIMIT ?`
	}
	messages, err := r.in(app, conversation).messages(text, append(args, g.Limit)...)
	if g.Descending {
		slices.Reverse(messages)
	}
	return messages, err
}

func (r *reader) SeqBefore(app, conversation string, t int64, inclusive bool) (int64, error) {
	if inclusive && t < math.MaxInt64 {
		t++
	}
	var seq int64
	err := r.in(app, conversation).row(`SELECT coalesce((SELECT seq FROM message WHERE app = ? AND conversation = ? AND timestamp < ?
		ORDER BY timestamp DESC, seq DESC LIMIT 1), 0)`, app, conversation, t).Scan(&seq)
	return seq, err
}
