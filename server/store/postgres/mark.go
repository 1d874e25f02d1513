package postgres

import (
	"slices"

	"imclient/server/store"
)

func (r *reader) Marks(app, conversation string) ([]store.Mark, error) {
	var marks []store.Mark
	rows := r.in(app, conversation).rows(`SELECT client, delivered_seq, delivered_ts, read_seq, read_ts FROM member
		WHERE app = ? AND conversation = ? ORDER BY position`, app, conversation)
	err := rows.each(func(row row) error {
		var m store.Mark
		err := row.Scan(&m.Client, &m.DeliveredSeq, &m.DeliveredTimestamp, &m.ReadSeq, &m.ReadTimestamp)
		marks = append(marks, m)
		return err
	})
	return marks, err
}

// mark returns a member's marks, and the timestamp of the message with that seq.
func (t *tx) mark(app, conversation, client string, seq int64) (m store.Mark, timestamp int64, err error) {
	err = t.in(app, conversation).row(`SELECT delivered_seq, delivered_ts, read_seq, read_ts, coalesce((SELECT timestamp FROM message
		WHERE app = b.app AND conversation = b.conversation AND seq = ?), 0)
		FROM member b WHERE app = ? AND conversation = ? AND client = ?`, seq, app, conversation, client).
		Scan(&m.DeliveredSeq, &m.DeliveredTimestamp, &m.ReadSeq, &m.ReadTimestamp, &timestamp)
	return m, timestamp, found(err)
}

// receipts returns the messages of others in (after, to] that want a receipt.
func (t *tx) receipts(app, conversation, client string, after, to int64, limit int) ([]*store.Message, error) {
	messages, err := t.in(app, conversation).messages(`SELECT `+messageColumns+` FROM message m WHERE m.app = ? AND m.conversation = ?
		AND m.seq > ? AND m.seq <= ? AND m.sender <> ? AND m.receipt ORDER BY m.seq DESC LIMIT ?`,
		app, conversation, after, to, client, limit)
	slices.Reverse(messages)
	return messages, err
}

// In conversations of at most this many members each message keeps when it was
// first delivered and read.
const maxReceiptMembers = 2

func (t *tx) keepTimes(app, conversation string) (bool, error) {
	var members int
	var kind store.Kind
	err := t.in(app, conversation).row(`SELECT h.member_count, c.kind FROM head h JOIN conversation c ON c.app = h.app AND c.id = h.conversation
		WHERE h.app = ? AND h.conversation = ?`, app, conversation).Scan(&members, &kind)
	return members <= maxReceiptMembers && kind != store.System, found(err)
}

func (t *tx) MarkDelivered(app, conversation, client string, seq int64, limit int) ([]*store.Message, error) {
	old, timestamp, err := t.mark(app, conversation, client, seq)
	if err != nil || seq <= old.DeliveredSeq {
		return nil, err
	}
	receipts, err := t.receipts(app, conversation, client, old.DeliveredSeq, seq, limit)
	if err != nil {
		return nil, err
	}
	w := t.writeIn(app, conversation)
	err = w.execMany(`UPDATE member SET delivered_seq = ?, delivered_ts = ? WHERE app = ? AND conversation = ? AND client = ?`,
		`UPDATE member b SET delivered_seq = k.p1, delivered_ts = k.p2 FROM {k} WHERE b.app = k.p3 AND b.conversation = k.p4 AND b.client = k.p5 RETURNING k.n`,
		seq, max(timestamp, old.DeliveredTimestamp), app, conversation, client)
	if err != nil {
		return nil, err
	}
	if keep, err := t.keepTimes(app, conversation); err != nil || !keep {
		return receipts, err
	}
	return receipts, w.execMany(`UPDATE message SET delivered_at = greatest(timestamp, ?) WHERE app = ? AND conversation = ?
		AND seq > ? AND seq <= ? AND sender <> ? AND delivered_at = 0`,
		`UPDATE message m SET delivered_at = greatest(timestamp, k.p1) FROM {k} WHERE m.app = k.p2 AND m.conversation = k.p3
		AND m.seq > k.p4 AND m.seq <= k.p5 AND m.sender <> k.p6 AND m.delivered_at = 0 RETURNING k.n`,
		t.Now(), app, conversation, old.DeliveredSeq, seq, client)
}

func (t *tx) MarkRead(app, conversation, client string, seq int64, limit int) ([]*store.Message, bool, error) {
	old, timestamp, err := t.mark(app, conversation, client, seq)
	if err != nil || seq <= old.ReadSeq {
		return nil, false, err
	}
	if _, err := t.MarkDelivered(app, conversation, client, seq, 0); err != nil {
		return nil, false, err
	}
	receipts, err := t.receipts(app, conversation, client, old.ReadSeq, seq, limit)
	if err != nil {
		return nil, false, err
	}
	w := t.writeIn(app, conversation)
	err = w.execMany(`UPDATE member SET read_seq = ?, read_ts = ?, read_at = ? WHERE app = ? AND conversation = ? AND client = ?`,
		`UPDATE member b SET read_seq = k.p1, read_ts = k.p2, read_at = k.p3 FROM {k} WHERE b.app = k.p4 AND b.conversation = k.p5 AND b.client = k.p6 RETURNING k.n`,
		seq, max(timestamp, old.ReadTimestamp), t.Now(), app, conversation, client)
	if err != nil {
		return nil, false, err
	}
	if keep, err := t.keepTimes(app, conversation); err != nil || !keep {
		return receipts, true, err
	}
	return receipts, true, w.execMany(`UPDATE message SET read_at = greatest(timestamp, ?) WHERE app = ? AND conversation = ?
		AND seq > ? AND seq <= ? AND sender <> ? AND read_at = 0`,
		`UPDATE message m SET read_at = greatest(timestamp, k.p1) FROM {k} WHERE m.app = k.p2 AND m.conversation = k.p3
		AND m.seq > k.p4 AND m.seq <= k.p5 AND m.sender <> k.p6 AND m.read_at = 0 RETURNING k.n`,
		t.Now(), app, conversation, old.ReadSeq, seq, client)
}
