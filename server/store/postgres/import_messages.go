package postgres

import (
	"encoding/json"
	"errors"
	"sort"

	"imclient/server/store"
)

func (t *tx) ImportMessages(app, conversation string, messages []*store.Message) (int, error) {
	var lastSeq, newest int64
	var kind store.Kind
	err := t.in(app, conversation).row(`SELECT h.last_seq, c.kind, coalesce((SELECT timestamp FROM message m
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
	if err := t.insertMessages(app, conversation, fresh); err != nil {
		return 0, err
	}
	err = t.writeIn(app, conversation).exec(`UPDATE head SET last_seq = last_seq + ?, last_timestamp = greatest(last_timestamp, ?) WHERE app = ? AND conversation = ?`,
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
		err := t.in(app, conversation).rows(`SELECT id FROM message WHERE app = ? AND conversation = ? AND id = ANY(?::text[])`, app, conversation, ids).
			each(func(row row) error {
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
	var seqs, up []int64
	next := 0
	err = t.in(app, conversation).rows(`SELECT seq, timestamp FROM message WHERE app = ? AND conversation = ? AND seq > ? ORDER BY seq`,
		app, conversation, from).each(func(row row) error {
		var seq, timestamp int64
		if err := row.Scan(&seq, &timestamp); err != nil {
			return err
		}
		for ; next < len(fresh) && fresh[next].Timestamp < timestamp; next++ {
			after[next] = seq - 1
		}
		seqs, up = append(seqs, seq), append(up, int64(next))
		return nil
	})
	if err != nil {
		return nil, err
	}
	// By way of negative numbers, because all of the positive ones are taken.
	w := t.writeIn(app, conversation)
	for _, table := range []string{"message", "audience"} {
		err := w.exec(`UPDATE `+table+` t SET seq = -(t.seq + m.up) FROM unnest(?3::bigint[], ?4::bigint[]) m (seq, up)
			WHERE t.app = ?1 AND t.conversation = ?2 AND t.seq = m.seq`, app, conversation, seqs, up)
		if err != nil {
			return nil, err
		}
		if err := w.exec(`UPDATE `+table+` SET seq = -seq WHERE app = ? AND conversation = ? AND seq < 0`, app, conversation); err != nil {
			return nil, err
		}
	}
	return after, nil
}

// moveMarks moves the marks of members along with the messages that they stand at.
func (t *tx) moveMarks(app, conversation string, after []int64, lastSeq int64) error {
	w := t.writeIn(app, conversation)
	n := int64(len(after))
	if after[0] == lastSeq {
		return w.exec(`UPDATE member SET delivered_seq = delivered_seq + CASE WHEN delivered_seq >= ?1 THEN ?2::bigint ELSE 0 END,
			read_seq = read_seq + CASE WHEN read_seq >= ?1 THEN ?2 ELSE 0 END
			WHERE app = ?3 AND conversation = ?4 AND (delivered_seq >= ?1 OR read_seq >= ?1)`, lastSeq, n, app, conversation)
	}
	// A mark moves by as many as have come before or at it.
	return w.exec(`UPDATE member SET delivered_seq = delivered_seq + (SELECT count(*) FROM unnest(?3::bigint[]) a WHERE a <= delivered_seq),
		read_seq = read_seq + (SELECT count(*) FROM unnest(?3) a WHERE a <= read_seq)
		WHERE app = ?1 AND conversation = ?2`, app, conversation, after)
}

// insertMessages adds messages as they are, in one statement.
func (t *tx) insertMessages(app, conversation string, messages []*store.Message) error {
	n := len(messages)
	seqs, times, patched, delivered, read := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	ids, senders, addresses, mentions := make([]string, n), make([]string, n), make([]string, n), make([]*string, n)
	data, types := make([][]byte, n), make([]*int64, n)
	binary, all, receipt, recalled, private, upstream := make([]bool, n), make([]bool, n), make([]bool, n), make([]bool, n), make([]bool, n), make([]bool, n)
	for i, m := range messages {
		typed, pids := content(m)
		if pids != nil {
			list, err := json.Marshal(escapedAll(pids))
			if err != nil {
				return err
			}
			text := string(list)
			mentions[i] = &text
		}
		seqs[i], ids[i], times[i], senders[i], data[i], binary[i], types[i] = m.Seq, m.ID, m.Timestamp, m.From, bytes(m.Data), m.Binary, typed
		all[i], receipt[i], patched[i], recalled[i] = m.MentionAll, m.Receipt, m.PatchedAt, m.Recalled
		delivered[i], read[i], private[i], addresses[i], upstream[i] = m.DeliveredAt, m.ReadAt, m.Private, m.FromIP, m.Upstream
	}
	return t.writeIn(app, conversation).exec(`INSERT INTO message (app, conversation, seq, id, timestamp, sender, data, is_binary, type,
			mention_all, mention_pids, receipt, patched_at, recalled, delivered_at, read_at, private, from_ip, upstream)
		SELECT ?, ?, seq, id, timestamp, sender, data, is_binary, type, mention_all,
			CASE WHEN pids IS NOT NULL THEN ARRAY(SELECT jsonb_array_elements_text(pids::jsonb)) END,
			receipt, patched_at, recalled, delivered_at, read_at, private, from_ip, upstream
		FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::bytea[], ?::boolean[], ?::bigint[], ?::boolean[], ?::text[], ?::boolean[],
			?::bigint[], ?::boolean[], ?::bigint[], ?::bigint[], ?::boolean[], ?::text[], ?::boolean[])
		m (seq, id, timestamp, sender, data, is_binary, type, mention_all, pids, receipt, patched_at, recalled, delivered_at, read_at, private, from_ip, upstream)`,
		app, conversation, seqs, ids, times, senders, data, binary, types, all, mentions, receipt, patched, recalled, delivered, read, private, addresses, upstream)
}
