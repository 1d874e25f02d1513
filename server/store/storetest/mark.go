package storetest

import (
	"fmt"

	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func deliveredMarks(h *harness) {
	h.create("c1", "ann", "bob")
	h.sendMessage(store.Message{Conversation: "c1", ID: "m1", From: "ann", Receipt: true})
	h.sendMessage(store.Message{Conversation: "c1", ID: "m2", From: "ann"})
	third := h.sendMessage(store.Message{Conversation: "c1", ID: "m3", From: "bob", Receipt: true})
	h.sendMessage(store.Message{Conversation: "c1", ID: "m4", From: "ann", Receipt: true})
	mark := func(seq int64, limit int) (ids []string) {
		h.update(func(tx store.Tx) error {
			list, err := tx.MarkDelivered(app, "c1", "bob", seq, limit)
			ids = []string{}
			for _, m := range list {
				ids = append(ids, m.ID)
			}
			return err
		})
		return ids
	}
	assert.Equal(h, []string{"m1"}, mark(3, 10), "those of others that want a receipt")
	assert.Empty(h, mark(3, 10), "once")
	assert.Empty(h, mark(2, 10), "a mark never falls")
	h.view(func(r store.Reader) error {
		m, err := r.Message(app, "c1", "m2")
		require.NoError(h, err)
		assert.NotZero(h, m.DeliveredAt)
		m, err = r.Message(app, "c1", "m3")
		require.NoError(h, err)
		assert.Zero(h, m.DeliveredAt, "one's own is not delivered to oneself")
		marks, err := r.Marks(app, "c1")
		require.NoError(h, err)
		assert.Equal(h, []store.Mark{{Client: "ann"}, {Client: "bob", DeliveredSeq: 3, DeliveredTimestamp: third.Timestamp}}, marks)
		return nil
	})
	assert.Equal(h, []string{"m4"}, mark(4, 1))
	assert.ErrorIs(h, h.try(func(tx store.Tx) error {
		_, err := tx.MarkDelivered(app, "c1", "nobody", 1, 1)
		return err
	}), store.ErrNotFound)
}

func readMarks(h *harness) {
	h.create("c1", "ann", "bob")
	h.sendMessage(store.Message{Conversation: "c1", ID: "m1", From: "ann", Receipt: true})
	last := h.sendMessage(store.Message{Conversation: "c1", ID: "m2", From: "ann", Receipt: true})
	var receipts []*store.Message
	var changed bool
	read := func(seq int64) {
		h.update(func(tx store.Tx) (err error) {
			receipts, changed, err = tx.MarkRead(app, "c1", "bob", seq, 10)
			return err
		})
	}
	read(2)
	assert.Len(h, receipts, 2)
	assert.True(h, changed)
	read(1)
	assert.Empty(h, receipts)
	assert.False(h, changed)
	h.view(func(r store.Reader) error {
		m, err := r.Message(app, "c1", "m1")
		require.NoError(h, err)
		assert.NotZero(h, m.ReadAt)
		assert.NotZero(h, m.DeliveredAt, "what is read is delivered")
		marks, err := r.Marks(app, "c1")
		require.NoError(h, err)
		assert.Equal(h, store.Mark{Client: "bob", DeliveredSeq: 2, DeliveredTimestamp: last.Timestamp,
			ReadSeq: 2, ReadTimestamp: last.Timestamp}, marks[1])
		return nil
	})
}

func unread(h *harness) {
	h.create("c1", "ann", "bob")
	h.create("c2", "ann", "bob")
	h.create("c3", "ann", "bob")
	for i := range 5 {
		h.send("c1", "ann", fmt.Sprint(i))
	}
	h.send("c1", "bob", "own messages are never unread")
	mention := h.sendMessage(store.Message{Conversation: "c2", ID: "m", From: "ann", MentionPids: []string{"bob"}})
	h.send("c3", "bob", "own")
	h.view(func(r store.Reader) error {
		list, err := r.Unread(app, "bob", 0, 10, 100)
		require.NoError(h, err)
		require.Len(h, list, 2)
		byID := map[string]store.Unread{}
		for _, u := range list {
			byID[u.Conversation] = u
		}
		assert.Equal(h, 5, byID["c1"].Count)
		assert.False(h, byID["c1"].Mentioned)
		assert.EqualValues(h, 6, byID["c1"].LastSeq)
		assert.Equal(h, "own messages are never unread", string(byID["c1"].Last.Data))
		assert.Equal(h, 1, byID["c2"].Count)
		assert.True(h, byID["c2"].Mentioned)
		assert.Equal(h, mention.ID, byID["c2"].Last.ID)
		assert.Equal(h, store.Normal, byID["c2"].Kind)

		list, err = r.Unread(app, "bob", 0, 1, 3)
		require.NoError(h, err)
		require.Len(h, list, 1, "conversations without unread messages do not count")
		u, err := r.UnreadIn(app, "c1", "bob", 3)
		require.NoError(h, err)
		assert.Equal(h, 3, u.Count, "counting stops")
		_, err = r.UnreadIn(app, "c1", "nobody", 3)
		assert.ErrorIs(h, err, store.ErrNotFound)
		return nil
	})
	h.update(func(tx store.Tx) error { return tx.AddMembers(app, "c1", []string{"cid"}) })
	h.send("c1", "ann", "after")
	h.view(func(r store.Reader) error {
		u, err := r.UnreadIn(app, "c1", "cid", 100)
		assert.Equal(h, 1, u.Count, "what was sent before one joined is not unread")
		return err
	})
}

func unreadSince(h *harness) {
	h.create("c1", "ann", "bob")
	h.create("c2", "ann", "bob")
	h.send("c1", "ann", "1")
	var since int64
	h.update(func(tx store.Tx) error {
		since = tx.Tick()
		tx.Tick()
		_, err := tx.AddNotice(app, "c1", nil, "{}")
		return err
	})
	h.send("c2", "ann", "2")
	h.view(func(r store.Reader) error {
		list, err := r.Unread(app, "bob", since, 10, 10)
		require.NoError(h, err)
		require.Len(h, list, 1, "only what changed")
		assert.Equal(h, "c2", list[0].Conversation)
		return nil
	})
	h.update(func(tx store.Tx) error {
		_, _, err := tx.MarkRead(app, "c1", "bob", 1, 0)
		return err
	})
	h.view(func(r store.Reader) error {
		list, err := r.Unread(app, "bob", since, 10, 10)
		require.NoError(h, err)
		require.Len(h, list, 2, "being read is a change as well")
		return nil
	})
}

func notices(h *harness) {
	h.create("c1", "ann", "bob")
	h.createWith(store.Conversation{ID: "_tmp:1", Kind: store.Temporary, Creator: "ann", Attributes: "{}", ExpiresAt: 1 << 50}, "ann")
	var stamps []int64
	add := func(conversation string, clients []string, body string) {
		h.update(func(tx store.Tx) error {
			at, err := tx.AddNotice(app, conversation, clients, body)
			stamps = append(stamps, at)
			return err
		})
	}
	add("c1", []string{"ann", "bob"}, `{"n":1}`)
	add("c1", []string{"bob"}, `{"n":2}`)
	add("c9", []string{"bob"}, `{"gone":true}`)
	add("_tmp:1", []string{"bob"}, `{"n":3}`)
	for i := 1; i < len(stamps); i++ {
		assert.Greater(h, stamps[i], stamps[i-1])
	}
	list := func(client string, after, at int64, limit int) []string {
		bodies := []string{}
		h.view(func(r store.Reader) error {
			got, err := r.Notices(app, client, after, at, limit)
			for _, n := range got {
				bodies = append(bodies, n.Body)
			}
			return err
		})
		return bodies
	}
	assert.Equal(h, []string{`{"n":1}`}, list("ann", 0, 1, 10))
	assert.Equal(h, []string{`{"n":1}`, `{"n":2}`, `{"n":3}`}, list("bob", 0, 1, 10), "none of a conversation that is gone")
	assert.Equal(h, []string{`{"n":1}`, `{"n":2}`}, list("bob", 0, 1<<50, 10), "or has expired")
	assert.Equal(h, []string{`{"n":2}`}, list("bob", stamps[0], 1, 1), "after is exclusive")
}
