package postgres

import (
	"fmt"
	"testing"

	"imclient/server/store"
	"imclient/server/store/postgres/pgtest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// together runs updates in one transaction, and returns what became of each.
func together(s *Store, updates ...func(tx store.Tx) error) []error {
	begun, queued := make(chan struct{}), make(chan struct{})
	var once bool
	s.Update(func(store.Tx) error {
		if !once { // it may run again
			once = true
			close(begun)
			<-queued
		}
		return nil
	}, func(error) {})
	<-begun // the next group is all that is queued from now on
	errs, done := make([]error, len(updates)), make(chan struct{})
	for i, fn := range updates {
		s.Update(fn, func(err error) {
			errs[i] = err
			done <- struct{}{}
		})
	}
	close(queued)
	for range updates {
		<-done
	}
	return errs
}

// What updates of different conversations write with statements for all of them is what
// each writes alone.
func TestStatementsForMany(t *testing.T) {
	s, err := Open(pgtest.URL(t), Options{})
	require.NoError(t, err)
	defer s.Close()
	kind := int64(-1)
	sent := []store.Message{
		{Conversation: "0", ID: "m", From: "ann", Data: []byte("text"), HasType: true, Type: kind, MentionPids: []string{"bob", "it's \x00{\"quoted\",}\xff"}},
		{Conversation: "1", ID: "m", From: "a\x01\x00n", Data: nil, Binary: true, MentionAll: true, Receipt: true},
		{Conversation: "2", ID: "m", From: "ann", Data: []byte{0, 1, 0xff}, Private: true, Audience: []string{"bob"}, FromIP: "192.0.2.1"},
		{Conversation: "3", ID: "m", From: "", Data: []byte("{}"), MentionPids: []string{""}, Upstream: true},
	}
	for i := range sent {
		require.NoError(t, change(s, func(tx store.Tx) error {
			return tx.CreateConversation(room(fmt.Sprint(i)), []string{"ann", "bob", "carl"}[:2+i%2])
		}))
	}
	var updates []func(store.Tx) error
	for i := range sent {
		sent[i].App = "a"
		updates = append(updates, func(tx store.Tx) error {
			cid := sent[i].Conversation
			if _, err := tx.Message("a", cid, "m"); err != store.ErrNotFound {
				return fmt.Errorf("a message that is not there: %w", err)
			}
			members, err := tx.Members("a", cid)
			if err != nil || len(members) != 2+i%2 {
				return fmt.Errorf("members %q: %w", members, err)
			}
			copied := sent[i]
			if err := tx.AppendMessage(&copied); err != nil {
				return err
			}
			sent[i] = copied
			_, err = tx.MarkDelivered("a", cid, "bob", copied.Seq, 10)
			if err == nil {
				_, _, err = tx.MarkRead("a", cid, "bob", copied.Seq, 10)
			}
			return err
		})
	}
	for _, err := range together(s, updates...) {
		require.NoError(t, err)
	}
	require.NoError(t, s.View(t.Context(), func(r store.Reader) error {
		for i := range sent {
			m, err := r.Message("a", fmt.Sprint(i), "m")
			require.NoError(t, err)
			want := sent[i]
			want.Audience = nil
			if want.Data == nil {
				want.Data = []byte{}
			}
			if i%2 == 0 && want.From != "bob" { // with two members a message keeps its times
				assert.Positive(t, m.DeliveredAt)
				assert.Positive(t, m.ReadAt)
			}
			m.DeliveredAt, m.ReadAt = 0, 0
			assert.Equal(t, want, *m)
			marks, err := r.Marks("a", fmt.Sprint(i))
			require.NoError(t, err)
			assert.Equal(t, store.Mark{Client: "bob", DeliveredSeq: 1, DeliveredTimestamp: want.Timestamp, ReadSeq: 1, ReadTimestamp: want.Timestamp}, marks[1])
		}
		audience, err := r.Audience("a", "2", 1)
		assert.Equal(t, []string{"bob"}, audience)
		return err
	}))
}

// A statement for many that fails because of one does not fail the others.
func TestFailureAmongMany(t *testing.T) {
	s, err := Open(pgtest.URL(t), Options{})
	require.NoError(t, err)
	defer s.Close()
	var updates []func(store.Tx) error
	for i := range 5 {
		cid := fmt.Sprint(i)
		require.NoError(t, change(s, func(tx store.Tx) error { return tx.CreateConversation(room(cid), []string{"ann"}) }))
		updates = append(updates, func(tx store.Tx) error {
			return tx.AppendMessage(&store.Message{App: "a", Conversation: cid, ID: "m", From: "ann"})
		})
	}
	require.NoError(t, change(s, updates[2])) // so that its id is there
	for i, err := range together(s, updates...) {
		if i == 2 {
			assert.ErrorContains(t, err, "message_id")
		} else {
			assert.NoError(t, err)
		}
	}
	require.NoError(t, s.View(t.Context(), func(r store.Reader) error {
		for i := range updates {
			c, err := r.Conversation("a", fmt.Sprint(i))
			require.NoError(t, err)
			assert.EqualValues(t, 1, c.LastSeq)
		}
		return nil
	}))
}
