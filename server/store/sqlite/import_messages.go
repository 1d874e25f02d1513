package sqlite

import (
	"encoding/json"
	"errors"
	"sort"
	"strings"

	"imclient/server/store"
)

func (t *tx) ImportMessages(app, conversation string, messages []*store.Message) (int, error) {
	var lastSeq, newest int64
	var kind store.Kind
	err := t.conn.row(`SELECT h.last_seq, c.kind, coalesce((SELECT timestamp FROM message m
		WHERE m.app = h.app AND m.conversation = h.conversation ORDER BY m.seq DESC LIMIT 1), 0)
		FROM head h JOIN conversation c ON c.app = h.app AND c.id = h.conversation
		WHERE h.app = ? AND h.conversation = ?`, app, conversation).Scan(&lastSeq, &kind, &newest)
	if err != nil {
		return 0, found(err)
	}
	fresh, err := t.unknown(app, conversation, messages, lastSeq > 0)
	if err != nil || len(fresh) == 0 {
		return 0, err
	}
	if !sort.SliceIsSorted(fresh, func(i, j int) bool { return fresh[i].Timestamp < fresh[j].Timestamp }) {
		return 0, errors.New("import: the messages do not ascend by time")
	}
	after, err := t.makeRoom(app, conversation, fresh, lastSeq, newest)
	if err != nil {
		return 0, err
	}
	for i, m := range fresh {
		m.App, m.Conversation, m.Seq = app, conversation, after[i]+int64(i)+1
		if err := t.addAudience(m, kind); err != nil {
			return 0, err
		}
	}
	if err := t.insertMessages(fresh); err != nil {
		return 0, err
	}
	err = t.write().exec(`UPDATE head SET last_seq = last_seq + ?, last_timestamp = max(last_timestamp, ?) WHERE app = ? AND conversation = ?`,
		len(fresh), fresh[len(fresh)-1].Timestamp, app, conversation)
	if err != nil {
		return 0, err
	}
	return len(fresh), t.moveMarks(app, conversation, after, lastSeq)
}

// unknown leaves out the ids that the conversation has, and those that are there
// twice.
func (t *tx) unknown(app, conversation string, messages []*store.Message, look bool) ([]*store.Message, error) {
	known := make(map[string]bool, len(messages))
	if look {
		ids := make([]string, len(messages))
		for i, m := range messages {
			ids[i] = m.ID
		}
		list, err := json.Marshal(ids)
		if err != nil {
			return nil, err
		}
		rows, err := t.conn.rows(`SELECT m.id FROM json_each(?) j CROSS JOIN message m
			ON m.app = ? AND m.conversation = ? AND m.id = j.value`, string(list), app, conversation)
		err = each(rows, err, func(row row) error {
			var id string
			err := row.Scan(&id)
			known[id] = true
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	fresh := make([]*store.Message, 0, len(messages))
	for _, m := range messages {
		if !known[m.ID] {
			known[m.ID] = true
			fresh = append(fresh, m)
		}
	}
	return fresh, nil
}

// makeRoom moves what is later than a fresh message up, and returns for each the old
// seq that it comes after.
func (t *tx) makeRoom(app, conversation string, fresh []*store.Message, lastSeq, newest int64) ([]int64, error) {
	after := make([]int64, len(fresh))
	for i := range after {
		after[i] = lastSeq
	}
	if fresh[0].Timestamp >= newest {
		return after, nil
	}
	from, err := t.SeqBefore(app, conversation, fresh[0].Timestamp, true)
	if err != nil {
		return nil, err
	}
	type place struct{ seq, up int64 }
	var later []place
	next := 0
	rows, err := t.conn.rows(`SELECT seq, timestamp FROM message WHERE app = ? AND conversation = ? AND seq > ? ORDER BY seq`,
		app, conversation, from)
	err = each(rows, err, func(row row) error {
		var seq, timestamp int64
		if err := row.Scan(&seq, &timestamp); err != nil {
			return err
		}
		for ; next < len(fresh) && fresh[next].Timestamp < timestamp; next++ {
			after[next] = seq - 1
		}
		later = append(later, place{seq, int64(next)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	private := false
	err = t.conn.row(`SELECT EXISTS (SELECT 1 FROM audience WHERE app = ? AND conversation = ?)`, app, conversation).Scan(&private)
	if err != nil {
		return nil, err
	}
	w := t.write()
	for i := len(later) - 1; i >= 0; i-- { // from the top, where there is room
		p := later[i]
		if err := w.exec(`UPDATE message SET seq = ? WHERE app = ? AND conversation = ? AND seq = ?`, p.seq+p.up, app, conversation, p.seq); err != nil {
			return nil, err
		}
		if !private {
			continue
		}
		if err := w.exec(`UPDATE audience SET seq = ? WHERE app = ? AND conversation = ? AND seq = ?`, p.seq+p.up, app, conversation, p.seq); err != nil {
			return nil, err
		}
	}
	return after, nil
}

// moveMarks moves the marks of members along with the messages that they stand at.
func (t *tx) moveMarks(app, conversation string, after []int64, lastSeq int64) error {
	w := t.write()
	n := int64(len(after))
	if after[0] == lastSeq {
		return w.exec(`UPDATE member SET delivered_seq = delivered_seq + iif(delivered_seq >= ?1, ?2, 0),
			read_seq = read_seq + iif(read_seq >= ?1, ?2, 0) WHERE app = ?3 AND conversation = ?4 AND (delivered_seq >= ?1 OR read_seq >= ?1)`,
			lastSeq, n, app, conversation)
	}
	marks, err := t.Marks(app, conversation)
	if err != nil {
		return err
	}
	moved := func(seq int64) int64 {
		return seq + int64(sort.Search(len(after), func(i int) bool { return after[i] > seq }))
	}
	for _, m := range marks {
		err := w.exec(`UPDATE member SET delivered_seq = ?, read_seq = ? WHERE app = ? AND conversation = ? AND client = ?`,
			moved(m.DeliveredSeq), moved(m.ReadSeq), app, conversation, m.Client)
		if err != nil {
			return err
		}
	}
	return nil
}

// insertRows is how many rows one statement inserts where there are so many.
const insertRows = 32

const insertMessage = `INSERT INTO message (app, conversation, seq, id, timestamp, sender, data, is_binary, type, mention_all, mention_pids,
	receipt, patched_at, recalled, delivered_at, read_at, private, from_ip, upstream) VALUES `

const insertColumns = 19

var (
	insertOne  = insertMessage + "(" + placeholders(insertColumns) + ")"
	insertMany = insertOne + strings.Repeat(", ("+placeholders(insertColumns)+")", insertRows-1)
)

func (t *tx) insertMessages(messages []*store.Message) error {
	w := t.write()
	args := make([]any, 0, insertColumns*insertRows)
	for len(messages) > 0 {
		text, n := insertOne, 1
		if len(messages) >= insertRows {
			text, n = insertMany, insertRows
		}
		args = args[:0]
		for _, m := range messages[:n] {
			typed, mentions, err := content(m)
			if err != nil {
				return err
			}
			var kind, pids any
			if typed.Valid {
				kind = typed.Int64
			}
			if mentions.Valid {
				pids = mentions.String
			}
			args = append(args, m.App, m.Conversation, m.Seq, m.ID, m.Timestamp, m.From, bytes(m.Data), m.Binary, kind, m.MentionAll, pids,
				m.Receipt, m.PatchedAt, m.Recalled, m.DeliveredAt, m.ReadAt, m.Private, m.FromIP, m.Upstream)
		}
		if err := w.exec(text, args...); err != nil {
			return err
		}
		messages = messages[n:]
	}
	return nil
}
