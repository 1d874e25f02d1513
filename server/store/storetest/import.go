package storetest

import (
	"fmt"

	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// importMessages imports messages given as times and returns how many were new. The id
// is the time and what follows it in names.
func (h *harness) importMessages(conversation string, ids ...string) (added int) {
	h.Helper()
	h.update(func(tx store.Tx) (err error) {
		var list []*store.Message
		for _, id := range ids {
			m := &store.Message{ID: id, From: "ann", Data: []byte(id)}
			_, err := fmt.Sscanf(id, "%d", &m.Timestamp)
			require.NoError(h, err)
			list = append(list, m)
		}
		added, err = tx.ImportMessages(app, conversation, list)
		return err
	})
	return added
}

func (h *harness) history(conversation string) (ids []string, seqs []int64) {
	h.Helper()
	h.view(func(r store.Reader) error {
		list, err := r.Messages(app, conversation, store.Range{Limit: 1000})
		for i, m := range list {
			ids, seqs = append(ids, m.ID), append(seqs, m.Seq)
			if i > 0 {
				assert.LessOrEqual(h, list[i-1].Timestamp, m.Timestamp)
			}
			same, err := r.Message(app, conversation, m.ID)
			require.NoError(h, err)
			assert.Equal(h, m, same)
		}
		return err
	})
	return ids, seqs
}

func importedConversations(h *harness) {
	want := store.Conversation{App: app, ID: "c1", Kind: store.Normal, Creator: "ann", UniqueID: "u", UniqueKey: "k",
		Attributes: `{"name":"x"}`, CreatedAt: 10, UpdatedAt: 20, LastTimestamp: 30}
	h.update(func(tx store.Tx) error { return tx.ImportConversation(&want, []string{"bob", "ann"}) })
	assert.ErrorIs(h, h.try(func(tx store.Tx) error { return tx.ImportConversation(&want, nil) }), store.ErrExists)
	raise := func(at int64) {
		h.update(func(tx store.Tx) error { return tx.RaiseLastTimestamp(app, "c1", at) })
	}
	raise(29)
	got := func() *store.Conversation {
		var c *store.Conversation
		h.view(func(r store.Reader) (err error) {
			c, err = r.Conversation(app, "c1")
			return err
		})
		return c
	}
	want.MemberCount = 2
	assert.Equal(h, &want, got())
	raise(31)
	want.LastTimestamp = 31
	assert.Equal(h, &want, got())

	h.createWith(store.Conversation{ID: "s", Kind: store.System, Attributes: "{}"})
	subscribe := func() (added int) {
		h.update(func(tx store.Tx) (err error) {
			added, err = tx.ImportMembers(app, "s", []store.Subscription{{Client: "ann", JoinedAt: 5}, {Client: "bob", JoinedAt: 7}})
			return err
		})
		return added
	}
	assert.Equal(h, 2, subscribe())
	assert.Equal(h, 0, subscribe())
	h.view(func(r store.Reader) error {
		list, err := r.Subscribers(app, "s", "", 10)
		require.NoError(h, err)
		assert.Equal(h, []store.Subscription{{Conversation: "s", Client: "ann", JoinedAt: 5}, {Conversation: "s", Client: "bob", JoinedAt: 7}}, list)
		rows, err := r.Listed(app, "", 1)
		require.NoError(h, err)
		require.Len(h, rows, 1)
		assert.Equal(h, want, rows[0].Conversation)
		assert.Equal(h, []string{"bob", "ann"}, rows[0].Members)
		rows, err = r.Listed(app, "c1", 10)
		require.NoError(h, err)
		require.Len(h, rows, 1)
		assert.Empty(h, rows[0].Members, "subscribers are listed elsewhere")
		return nil
	})

	// An id that was used before starts anew.
	h.send("c1", "ann", "old")
	h.update(func(tx store.Tx) error { return tx.DeleteConversation(app, "c1") })
	h.update(func(tx store.Tx) error { return tx.ImportConversation(&want, []string{"ann"}) })
	for more := true; more; {
		h.update(func(tx store.Tx) (err error) { more, err = tx.Purge(100); return err })
	}
	h.importMessages("c1", "1")
	ids, _ := h.history("c1")
	assert.Equal(h, []string{"1"}, ids)
}

func importedMessages(h *harness) {
	h.create("c1", "ann", "bob")
	assert.Equal(h, 3, h.importMessages("c1", "10", "20", "20b"))
	assert.Equal(h, 0, h.importMessages("c1", "10", "20", "20b"), "twice changes nothing")
	assert.Equal(h, 1, h.importMessages("c1", "30", "30"), "an id twice")
	live := h.send("c1", "bob", "live")
	assert.Greater(h, live.Timestamp, int64(40))
	assert.Equal(h, 3, h.importMessages("c1", "5", "10", "15", "20c"), "into the middle")
	assert.Equal(h, 1, h.importMessages("c1", "40"), "before what came later")
	ids, seqs := h.history("c1")
	assert.Equal(h, []string{"5", "10", "15", "20", "20b", "20c", "30", "40", live.ID}, ids)
	assert.Equal(h, []int64{1, 2, 3, 4, 5, 6, 7, 8, 9}, seqs)
	assert.EqualValues(h, 10, h.send("c1", "ann", "after").Seq)
	assert.ErrorIs(h, h.try(func(tx store.Tx) error {
		_, err := tx.ImportMessages(app, "c9", []*store.Message{{ID: "1", Timestamp: 1}})
		return err
	}), store.ErrNotFound)
	assert.Error(h, h.try(func(tx store.Tx) error {
		_, err := tx.ImportMessages(app, "c1", []*store.Message{{ID: "x", Timestamp: 2}, {ID: "y", Timestamp: 1}})
		return err
	}), "descending times")

	// Everything that is known of a message is kept, also of many at once.
	full := &store.Message{ID: "full", Timestamp: 50, From: "bob", Data: []byte{0, 1}, Binary: true, MentionAll: true, MentionPids: []string{"ann"},
		Receipt: true, PatchedAt: 60, Recalled: true, DeliveredAt: 61, ReadAt: 62, FromIP: "1.2.3.4", Private: true, Audience: []string{"ann"}, Upstream: true}
	list := []*store.Message{full}
	for i := range 100 {
		list = append(list, &store.Message{ID: fmt.Sprint("many", i), Timestamp: 51, From: "ann", Data: []byte(`{"_lctype":-1}`), Type: -1, HasType: true})
	}
	h.create("c2", "ann", "bob")
	h.update(func(tx store.Tx) error {
		n, err := tx.ImportMessages(app, "c2", list)
		assert.Equal(h, 101, n)
		return err
	})
	h.importMessages("c2", "1")
	h.view(func(r store.Reader) error {
		got, err := r.Message(app, "c2", "full")
		require.NoError(h, err)
		want := *full
		want.App, want.Conversation, want.Seq, want.Audience = app, "c2", 2, nil
		assert.Equal(h, want, *got)
		to, err := r.Audience(app, "c2", 2)
		require.NoError(h, err)
		assert.Equal(h, []string{"ann"}, to, "it moves with the message")
		ranged, err := r.Messages(app, "c2", store.Range{Type: -1, HasType: true, Limit: 1000})
		require.NoError(h, err)
		assert.Len(h, ranged, 100)
		return nil
	})
}

// What is imported counts as read, unless something older does not.
func importedMarks(h *harness) {
	h.create("c1", "ann", "bob", "cid")
	unread := func(client string) int {
		var u store.Unread
		h.view(func(r store.Reader) (err error) {
			u, err = r.UnreadIn(app, "c1", client, 100)
			return err
		})
		return u.Count
	}
	h.importMessages("c1", "10", "20")
	assert.Equal(h, 0, unread("bob"), "nothing was there before")
	first := h.send("c1", "ann", "first")
	h.send("c1", "ann", "second")
	h.update(func(tx store.Tx) error {
		_, _, err := tx.MarkRead(app, "c1", "cid", first.Seq, 10)
		return err
	})
	h.importMessages("c1", "5", "15", "30")
	assert.Equal(h, 2, unread("bob"), "what was unread before")
	assert.Equal(h, 1, unread("cid"))
	h.importMessages("c1", "40")
	assert.Equal(h, 2, unread("bob"))
	h.update(func(tx store.Tx) error {
		_, _, err := tx.MarkRead(app, "c1", "bob", 8, 10)
		return err
	})
	assert.Equal(h, 0, unread("bob"))
	var last int64
	h.view(func(r store.Reader) error {
		c, err := r.Conversation(app, "c1")
		last = c.LastTimestamp
		return err
	})
	h.importMessages("c1", fmt.Sprint(last+1000))
	assert.Equal(h, 0, unread("bob"), "newer ones behind what was read")
	assert.Equal(h, 2, unread("cid"), "newer ones behind what was not")
}

func bulk(h *harness) {
	const conversations, each = 60, 1000
	h.update(func(tx store.Tx) error { return tx.PrepareBulk(conversations * each) })
	for c := range conversations {
		id := fmt.Sprint("c", c)
		h.create(id, "ann")
		h.update(func(tx store.Tx) error {
			list := make([]*store.Message, each)
			for i := range list {
				list[i] = &store.Message{ID: fmt.Sprint(id, "/", i), Timestamp: int64(i*100 + c), From: "ann", Data: []byte("x")}
			}
			n, err := tx.ImportMessages(app, id, list)
			assert.Equal(h, each, n)
			return err
		})
	}
	check := func() {
		h.view(func(r store.Reader) error {
			list, err := r.AppMessages(app, store.Log{Sender: "ann", From: store.Place{Timestamp: 100}, Limit: 3})
			require.NoError(h, err)
			var ids []string
			for _, m := range list {
				ids = append(ids, m.ID)
			}
			assert.Equal(h, []string{"c0/1", "c1/1", "c2/1"}, ids)
			m, err := r.MessageAt(app, "c5/7", 705)
			require.NoError(h, err)
			assert.Equal(h, "c5", m.Conversation)
			return nil
		})
	}
	h.update(func(tx store.Tx) error { return tx.FinishBulk() })
	check()
	// An import that was cut off is made up for when the store is opened.
	h.update(func(tx store.Tx) error { return tx.PrepareBulk(conversations * each) })
	require.NoError(h, h.s.Close())
	h.s = h.open()
	check()
}

func listed(h *harness) {
	for i := range 5 {
		h.update(func(tx store.Tx) error {
			id := fmt.Sprint("u", i)
			if err := tx.CreateUser(&store.User{App: app, ID: id, Username: id, SessionToken: id, Attributes: "{}"}); err != nil {
				return err
			}
			return tx.CreateFile(&store.File{App: app, ID: id, MetaData: "{}", Attributes: `{"bucket":"b"}`})
		})
	}
	h.create("c1", "ann")
	h.update(func(tx store.Tx) error {
		if err := tx.SilenceUntil(app, "c1", "bob", 9); err != nil {
			return err
		}
		return tx.SilenceUntil(app, "c1", "ann", 7)
	})
	h.view(func(r store.Reader) error {
		users, err := r.Users(app, "u0", 2)
		require.NoError(h, err)
		require.Len(h, users, 2)
		assert.Equal(h, "u1", users[0].ID)
		files, err := r.Files(app, "u3", 10)
		require.NoError(h, err)
		require.Len(h, files, 1)
		assert.Equal(h, `{"bucket":"b"}`, files[0].Attributes)
		none, err := r.Users("other", "", 10)
		require.NoError(h, err)
		assert.Empty(h, none)
		silences, err := r.Silences(app, "c1")
		require.NoError(h, err)
		assert.Equal(h, []store.Silence{{Client: "ann", Until: 7}, {Client: "bob", Until: 9}}, silences)
		return nil
	})
}
