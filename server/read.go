package server

import (
	"imclient/core/wire"
	"imclient/server/bus"
	"imclient/server/store"
)

// maxReadTuples bounds the conversations of one read command.
const maxReadTuples = 1000

// maxUnmoved bounds of how many conversations, whose marks a read command does not
// move, the unread messages are counted all the same. Counting takes time in which
// nothing else is written.
const maxUnmoved = 10

// read marks conversations as read (docs/protocol.md, Unread and receipts). It
// has no reply; instead all devices of the client are told what is unread now.
func (r *request) read() error {
	tuples := readTuples(r.cmd.GetReadMessage())
	if len(tuples) > maxReadTuples {
		return refusef(ConversationAPIFailed, "more than %d conversations", maxReadTuples)
	}
	var notices []*notice
	var unread []store.Unread
	var at int64
	return r.later(func(tx store.Tx) error {
		notices, unread = nil, nil
		unmoved := maxUnmoved
		for _, t := range tuples {
			n, u, err := r.markRead(tx, t, &unmoved)
			if err != nil {
				return err
			}
			notices = append(notices, n...)
			unread = append(unread, u...)
		}
		at = tx.Now()
		return nil
	}, func() {
		if len(unread) == 0 {
			return
		}
		r.srv.publish(bus.Event{App: r.session.app.ID, To: []string{r.session.client}, Config: capUnread, Frame: encode(unreadPush(unread, at))})
		r.srv.announce(r.session.app.ID, notices, 0)
	})
}

// readTuples reads the three forms that a read command has had.
func readTuples(m *wire.ReadCommand) []*wire.ReadTuple {
	tuples := m.GetConvs()
	ids := m.GetCids()
	if m.HasCid() {
		ids = append(ids, m.GetCid())
	}
	for _, id := range ids {
		t := new(wire.ReadTuple)
		t.SetCid(id)
		tuples = append(tuples, t)
	}
	return lastOfEach(tuples)
}

// lastOfEach keeps one tuple of each conversation, the last.
func lastOfEach(tuples []*wire.ReadTuple) []*wire.ReadTuple {
	at := make(map[string]int, len(tuples))
	var out []*wire.ReadTuple
	for _, t := range tuples {
		if i, ok := at[t.GetCid()]; ok {
			out[i] = t
			continue
		}
		at[t.GetCid()] = len(out)
		out = append(out, t)
	}
	return out
}

// markRead skips conversations that are gone or not the client's: others in the
// same command must not suffer from them.
func (r *request) markRead(tx store.Tx, t *wire.ReadTuple, unmoved *int) ([]*notice, []store.Unread, error) {
	c, err := r.loadConversation(tx, t.GetCid())
	marks := false
	if err == nil {
		marks, err = r.hasMarks(tx, c)
	}
	if _, internal := asRefusal(err); err != nil && !internal {
		return nil, nil, nil
	}
	if err != nil || !marks {
		return nil, nil, err
	}
	seq, err := seqUpTo(tx, c, t.GetMid(), t.GetTimestamp())
	if err != nil {
		return nil, nil, err
	}
	read, changed, err := tx.MarkRead(c.App, c.ID, r.session.client, seq, maxReceipts)
	if err != nil {
		return nil, nil, err
	}
	if !changed {
		if *unmoved == 0 {
			return nil, nil, nil
		}
		*unmoved--
	}
	notices := r.receipts(read, tx.Now(), true)
	if err := keep(tx, c.App, notices); err != nil {
		return nil, nil, err
	}
	u, err := tx.UnreadIn(c.App, c.ID, r.session.client, r.srv.options.Limits.UnreadCount)
	if u.Count == 0 {
		u.Last = nil
	}
	return notices, []store.Unread{u}, err
}
