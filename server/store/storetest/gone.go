package storetest

import (
	"fmt"
	"math"
	"time"

	"imclient/server/query"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func roleRecords(h *harness) {
	h.create("c1", "ann", "bob")
	h.update(func(tx store.Tx) error { return tx.SetRole(app, "c1", "bob", store.Manager, "r1") })
	h.view(func(r store.Reader) error {
		conversation, m, err := r.RoleByID(app, "r1")
		require.NoError(h, err)
		assert.Equal(h, "c1", conversation)
		assert.Equal(h, store.MemberRole{ID: "r1", Client: "bob", Role: store.Manager}, m)
		_, _, err = r.RoleByID("other", "r1")
		assert.ErrorIs(h, err, store.ErrNotFound)
		return nil
	})
	h.update(func(tx store.Tx) error { return tx.ClearRole(app, "c1", "bob") })
	h.view(func(r store.Reader) error {
		_, _, err := r.RoleByID(app, "r1")
		assert.ErrorIs(h, err, store.ErrNotFound)
		role, err := r.Role(app, "c1", "bob")
		assert.Equal(h, store.Member, role)
		return err
	})
}

func refusedConversations(h *harness) {
	for _, id := range []string{"c3", "c1", "c2"} {
		h.create(id, "ann")
		h.update(func(tx store.Tx) error { return tx.Restrict(app, id, store.Refused, []string{"bob"}) })
	}
	h.update(func(tx store.Tx) error { return tx.Restrict(app, "c1", store.Blocked, []string{"bob", "cid"}) })
	page := func(client, after string, limit int) (ids []string, more bool) {
		h.view(func(r store.Reader) (err error) {
			ids, more, err = r.Refusing(app, client, after, limit)
			return err
		})
		return ids, more
	}
	ids, more := page("bob", "", 2)
	assert.Equal(h, []string{"c1", "c2"}, ids)
	assert.True(h, more)
	ids, more = page("bob", "c2", 2)
	assert.Equal(h, []string{"c3"}, ids)
	assert.False(h, more)
	ids, _ = page("cid", "", 2)
	assert.Empty(h, ids, "blocked by a conversation is another matter")
	h.update(func(tx store.Tx) error { return tx.Release(app, "c2", store.Refused, []string{"bob"}) })
	ids, _ = page("bob", "", 9)
	assert.Equal(h, []string{"c1", "c3"}, ids)
}

func endingSilences(h *harness) {
	h.create("c1", "ann")
	until := func(client string) (at int64) {
		h.view(func(r store.Reader) (err error) {
			at, err = r.SilencedUntil(app, "c1", client)
			return err
		})
		return at
	}
	assert.Zero(h, until("ann"))
	set := func(client string, at int64) {
		h.update(func(tx store.Tx) error { return tx.SilenceUntil(app, "c1", client, at) })
	}
	set("ann", 5)
	set("ann", math.MaxInt64)
	set("bob", 5)
	set("cid", 5)
	set("cid", 0)
	assert.EqualValues(h, math.MaxInt64, until("ann"))
	assert.EqualValues(h, 5, until("bob"), "whether it is over is for the asker to say")
	assert.Zero(h, until("cid"))
	h.purge(100)
	assert.EqualValues(h, math.MaxInt64, until("ann"))
	assert.Zero(h, until("bob"))
}

// purge purges to the end, and returns in how many steps.
func (h *harness) purge(limit int) (steps int) {
	h.Helper()
	for more := true; more; steps++ {
		h.update(func(tx store.Tx) (err error) {
			more, err = tx.Purge(limit)
			return err
		})
	}
	return steps
}

func deletedConversations(h *harness) {
	h.createWith(store.Conversation{ID: "c1", Kind: store.Normal, Creator: "ann", Attributes: "{}", UniqueID: "u", UniqueKey: "k"}, "ann", "bob")
	h.create("c2", "ann", "bob")
	for _, id := range []string{"c1", "c2"} {
		h.send(id, "ann", "hello")
		h.update(func(tx store.Tx) error {
			if err := tx.SetRole(app, id, "bob", store.Manager, "role of "+id); err != nil {
				return err
			}
			if err := tx.Restrict(app, id, store.Blocked, []string{"cid"}); err != nil {
				return err
			}
			if err := tx.Restrict(app, id, store.Refused, []string{"dan"}); err != nil {
				return err
			}
			if err := tx.SilenceUntil(app, id, "bob", math.MaxInt64); err != nil {
				return err
			}
			if err := tx.AddBroadcast(&store.Broadcast{App: app, Conversation: id, ID: "b" + id, From: "x", Data: []byte("x"), ExpiresAt: math.MaxInt64}); err != nil {
				return err
			}
			_, err := tx.AddNotice(app, id, []string{"ann", "bob"}, `{}`)
			return err
		})
	}
	h.update(func(tx store.Tx) error { return tx.DeleteConversation(app, "c1") })
	assert.ErrorIs(h, h.try(func(tx store.Tx) error { return tx.DeleteConversation(app, "c1") }), store.ErrNotFound)
	assert.ErrorIs(h, h.try(func(tx store.Tx) error { return tx.DeleteConversation("other", "c2") }), store.ErrNotFound)
	check := func() {
		h.view(func(r store.Reader) error {
			_, err := r.Conversation(app, "c1")
			assert.ErrorIs(h, err, store.ErrNotFound)
			_, err = r.UniqueConversation(app, "k", 1)
			assert.ErrorIs(h, err, store.ErrNotFound)
			members, err := r.Members(app, "c1")
			require.NoError(h, err)
			assert.Empty(h, members)
			is, err := r.IsMember(app, "c1", "ann")
			require.NoError(h, err)
			assert.False(h, is)
			_, _, err = r.RoleByID(app, "role of c1")
			assert.ErrorIs(h, err, store.ErrNotFound)
			n, err := r.RestrictedCount(app, "c1", store.Blocked)
			require.NoError(h, err)
			assert.Zero(h, n)
			ids, _, err := r.Refusing(app, "dan", "", 9)
			require.NoError(h, err)
			assert.Equal(h, []string{"c2"}, ids)
			at, err := r.SilencedUntil(app, "c1", "bob")
			require.NoError(h, err)
			assert.Zero(h, at)
			notices, err := r.Notices(app, "bob", 0, 1, 9)
			require.NoError(h, err)
			require.Len(h, notices, 1)
			assert.Equal(h, "c2", notices[0].Conversation)
			unread, err := r.Unread(app, "bob", 0, 9, 9)
			require.NoError(h, err)
			require.Len(h, unread, 1)
			assert.Equal(h, "c2", unread[0].Conversation)
			rows, err := r.Conversations(app, store.ConversationQuery{Where: query.And{}, Limit: 9})
			require.NoError(h, err)
			assert.Len(h, rows, 1)
			return nil
		})
	}
	check()
	h.purge(100)
	check()
	left := h.messagesIn("c1")
	assert.Empty(h, left)
	assert.Equal(h, []string{"hello"}, h.messagesIn("c2"))
	h.view(func(r store.Reader) error {
		all, err := r.AppMessages(app, store.Log{Limit: 9})
		assert.Equal(h, []string{"hello"}, texts(all))
		return err
	})
}

// manySubscribers are removed in steps, and see nothing of it.
func manySubscribers(h *harness) {
	clients := make([]string, 2500)
	for n := range clients {
		clients[n] = fmt.Sprintf("client %04d", n)
	}
	h.createWith(store.Conversation{ID: "news", Kind: store.System, Attributes: "{}"}, clients...)
	h.send("news", "app", "hello")
	h.update(func(tx store.Tx) error { return tx.DeleteConversation(app, "news") })
	for _, client := range []string{clients[0], clients[1250], clients[2499]} {
		h.view(func(r store.Reader) error {
			subscriptions, err := r.Subscriptions(app, client, 0, "", false, 9)
			require.NoError(h, err)
			require.Empty(h, subscriptions)
			unread, err := r.Unread(app, client, 0, 9, 9)
			require.Empty(h, unread)
			return err
		})
	}
	h.purge(500)
	h.view(func(r store.Reader) error {
		left, err := r.Subscribers(app, "news", "", 9)
		assert.Empty(h, left)
		return err
	})
	assert.Equal(h, 1, h.purge(10), "nothing is left to do")
}

func (h *harness) messagesIn(id string) (list []string) {
	h.view(func(r store.Reader) error {
		found, err := r.Messages(app, id, store.Range{Limit: 1000})
		list = texts(found)
		return err
	})
	return list
}

func purgeInSteps(h *harness) {
	assert.Equal(h, 1, h.purge(10), "nothing to do")
	now := time.Now()
	for n := range 3 {
		id := fmt.Sprint("_tmp:", n)
		ends := now.Add(-time.Hour)
		if n == 2 {
			ends = now.Add(time.Hour)
		}
		h.createWith(store.Conversation{ID: id, Kind: store.Temporary, Creator: "ann", Attributes: "{}", ExpiresAt: ends.UnixMilli()}, "ann", "bob")
		for m := range 25 {
			h.send(id, "ann", fmt.Sprint(m))
		}
		h.update(func(tx store.Tx) error {
			_, err := tx.AddNotice(app, id, []string{"ann", "bob"}, `{}`)
			return err
		})
	}
	assert.Greater(h, h.purge(10), 5, "50 messages and what belongs to them, 10 rows at a time")
	for n := range 3 {
		id := fmt.Sprint("_tmp:", n)
		want := 0
		if n == 2 {
			want = 25
		}
		assert.Len(h, h.messagesIn(id), want, id)
		h.view(func(r store.Reader) error {
			_, err := r.Conversation(app, id)
			if want == 0 {
				assert.ErrorIs(h, err, store.ErrNotFound, id)
				return nil
			}
			return err
		})
	}
	h.view(func(r store.Reader) error {
		notices, err := r.Notices(app, "bob", 0, now.UnixMilli(), 9)
		assert.Len(h, notices, 1)
		return err
	})
	assert.Equal(h, 1, h.purge(10), "nothing is left to do")
}

func countedQueries(h *harness) {
	for n := range 5 {
		h.create(fmt.Sprint("c", n), "ann")
	}
	h.create("other", "bob")
	h.view(func(r store.Reader) error {
		mine := query.Compare{Field: []string{"m"}, Op: query.Eq, Value: "ann"}
		n, err := r.CountConversations(app, store.ConversationQuery{Where: mine, Skip: 2, Limit: 1})
		require.NoError(h, err)
		assert.Equal(h, 5, n)
		n, err = r.CountConversations("nobody's", store.ConversationQuery{Where: query.And{}})
		assert.Zero(h, n)
		return err
	})
}
