package server

import (
	"errors"

	"imclient/core/wire"
	"imclient/server/store"
)

// maxReceipts is how many receipts one mark causes: those of the latest messages.
const maxReceipts = 100

// ack notes what the client has received, up to a message or a time, and tells
// the senders who asked for it (docs/protocol.md, Unread and receipts). In the
// older sub-protocols that is what reads a message as well. It has no reply.
func (r *request) ack() error {
	m := r.cmd.GetAckMessage()
	var notices []*notice
	return r.later(func(tx store.Tx) error {
		notices = nil
		c, err := r.loadConversation(tx, m.GetCid())
		if err != nil {
			return err
		}
		if named, err := r.receiveBroadcasts(tx, c, m); err != nil || named {
			return err
		}
		if marks, err := r.hasMarks(tx, c); err != nil || !marks {
			return err
		}
		seq, err := seqAcked(tx, c, m)
		if err != nil {
			return err
		}
		received, err := tx.MarkDelivered(c.App, c.ID, r.session.client, seq, maxReceipts)
		if err == nil && r.conn.protocol.ackReads() {
			_, _, err = tx.MarkRead(c.App, c.ID, r.session.client, seq, 0)
		}
		if err != nil {
			return err
		}
		notices = r.receipts(received, tx.Now(), false)
		return keep(tx, c.App, notices)
	}, func() { r.srv.announce(r.session.app.ID, notices, 0) })
}

// seqAcked finds the last message that an ack names, in any of its three forms.
func seqAcked(v store.Reader, c *store.Conversation, m *wire.AckCommand) (seq int64, err error) {
	ids := m.GetIds()
	if len(ids) == 0 {
		return seqUpTo(v, c, m.GetMid(), m.GetTots())
	}
	for _, id := range ids[max(0, len(ids)-maxReceipts):] {
		message, err := v.Message(c.App, c.ID, id)
		switch {
		case err == nil:
			seq = max(seq, message.Seq)
		case !errors.Is(err, store.ErrNotFound):
			return 0, err
		}
	}
	return seq, nil
}

// seqUpTo finds the message that a mark reaches: the one with that id, else the
// last one not after the time, else the last one.
func seqUpTo(v store.Reader, c *store.Conversation, id string, timestamp int64) (int64, error) {
	if id != "" {
		m, err := v.Message(c.App, c.ID, id)
		if err == nil {
			return m.Seq, nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return 0, err
		}
	}
	if timestamp > 0 {
		return v.SeqBefore(c.App, c.ID, timestamp, true)
	}
	return c.LastSeq, nil
}
