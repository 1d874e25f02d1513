package storetest

import (
	"context"

	"imclient/server/query"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func conversations(h *harness) {
	h.createWith(store.Conversation{ID: "c1", Kind: store.ChatRoom, Creator: "ann", Attributes: `{"name":"room"}`,
		CreatedAt: 1000, UpdatedAt: 2000})
	h.view(func(r store.Reader) error {
		c, err := r.Conversation(app, "c1")
		require.NoError(h, err)
		assert.Equal(h, store.Conversation{App: app, ID: "c1", Kind: store.ChatRoom, Creator: "ann",
			Attributes: `{"name":"room"}`, CreatedAt: 1000, UpdatedAt: 2000}, *c)
		_, err = r.Conversation(app, "c2")
		assert.ErrorIs(h, err, store.ErrNotFound)
		return nil
	})
}

func uniqueConversations(h *harness) {
	h.createWith(store.Conversation{ID: "c1", Kind: store.Normal, Creator: "ann", Attributes: "{}", UniqueID: "u", UniqueKey: "k"}, "ann", "bob")
	h.view(func(r store.Reader) error {
		c, err := r.UniqueConversation(app, "k", 1)
		require.NoError(h, err)
		assert.Equal(h, "c1", c.ID)
		assert.Equal(h, "u", c.UniqueID)
		assert.Equal(h, 2, c.MemberCount)
		_, err = r.UniqueConversation(app, "other", 1)
		assert.ErrorIs(h, err, store.ErrNotFound)
		_, err = r.UniqueConversation("other", "k", 1)
		assert.ErrorIs(h, err, store.ErrNotFound)
		return nil
	})
}

func temporaryConversations(h *harness) {
	h.createWith(store.Conversation{ID: "_tmp:1", Kind: store.Temporary, Creator: "ann", Attributes: "{}", UniqueKey: "k", ExpiresAt: 5000}, "ann")
	ids := query.Compare{Field: []string{"objectId"}, Op: query.In, Value: []any{"_tmp:1", "c9"}}
	h.view(func(r store.Reader) error {
		_, err := r.UniqueConversation(app, "k", 4999)
		require.NoError(h, err)
		_, err = r.UniqueConversation(app, "k", 5000)
		assert.ErrorIs(h, err, store.ErrNotFound)

		rows, err := r.Conversations(app, store.ConversationQuery{Where: ids, Limit: 10, Temporary: true, At: 4999})
		require.NoError(h, err)
		assert.Len(h, rows, 1)
		rows, err = r.Conversations(app, store.ConversationQuery{Where: ids, Limit: 10, Temporary: true, At: 5000})
		require.NoError(h, err)
		assert.Empty(h, rows)
		rows, err = r.Conversations(app, store.ConversationQuery{Where: ids, Limit: 10})
		require.NoError(h, err)
		assert.Empty(h, rows, "temporary ones are not found by other queries")
		return nil
	})
}

func members(h *harness) {
	h.create("c1", "cid", "ann")
	h.update(func(tx store.Tx) error { return tx.AddMembers(app, "c1", []string{"bob", "ann", "dan"}) })
	h.update(func(tx store.Tx) error { return tx.RemoveMembers(app, "c1", []string{"ann", "nobody"}) })
	h.update(func(tx store.Tx) error { return tx.AddMembers(app, "c1", []string{"ann"}) })
	h.update(func(tx store.Tx) error { return tx.SetMuted(app, "c1", "bob", true) })
	h.view(func(r store.Reader) error {
		list, err := r.Members(app, "c1")
		require.NoError(h, err)
		assert.Equal(h, []string{"cid", "bob", "dan", "ann"}, list)
		c, err := r.Conversation(app, "c1")
		require.NoError(h, err)
		assert.Equal(h, 4, c.MemberCount)
		for client, want := range map[string]bool{"ann": true, "nobody": false} {
			is, err := r.IsMember(app, "c1", client)
			require.NoError(h, err)
			assert.Equal(h, want, is, client)
		}
		rows, err := r.Conversations(app, store.ConversationQuery{Limit: 1})
		require.NoError(h, err)
		assert.Equal(h, []string{"bob"}, rows[0].Muted)
		return nil
	})
	h.update(func(tx store.Tx) error { return tx.SetMuted(app, "c1", "bob", false) })
	h.view(func(r store.Reader) error {
		rows, err := r.Conversations(app, store.ConversationQuery{Limit: 1})
		require.NoError(h, err)
		assert.Empty(h, rows[0].Muted)
		return nil
	})
	assert.ErrorIs(h, h.try(func(tx store.Tx) error { return tx.SetMuted(app, "c1", "nobody", true) }), store.ErrNotFound)
	assert.ErrorIs(h, h.try(func(tx store.Tx) error { return tx.AddMembers(app, "c9", []string{"x"}) }), store.ErrNotFound)
}

func attributes(h *harness) {
	h.create("c1", "ann")
	h.update(func(tx store.Tx) error {
		return tx.UpdateConversation(&store.Conversation{App: app, ID: "c1", Attributes: `{"a":1}`, UpdatedAt: 77})
	})
	h.view(func(r store.Reader) error {
		c, err := r.Conversation(app, "c1")
		require.NoError(h, err)
		assert.Equal(h, `{"a":1}`, c.Attributes)
		assert.EqualValues(h, 77, c.UpdatedAt)
		assert.Equal(h, "ann", c.Creator)
		return nil
	})
	assert.ErrorIs(h, h.try(func(tx store.Tx) error {
		return tx.UpdateConversation(&store.Conversation{App: app, ID: "c9", Attributes: "{}"})
	}), store.ErrNotFound)
}

func apps(h *harness) {
	h.create("c1", "ann")
	h.send("c1", "ann", "one")
	err := h.s.View(context.Background(), func(r store.Reader) error {
		_, err := r.Conversation("other", "c1")
		assert.ErrorIs(h, err, store.ErrNotFound)
		rows, err := r.Conversations("other", store.ConversationQuery{Limit: 10})
		assert.NoError(h, err)
		assert.Empty(h, rows)
		byMember := query.Compare{Field: []string{"m"}, Value: "ann"}
		rows, err = r.Conversations("other", store.ConversationQuery{Where: byMember, Limit: 10})
		assert.NoError(h, err)
		assert.Empty(h, rows)
		list, err := r.Messages("other", "c1", store.Range{Limit: 10})
		assert.Empty(h, list)
		return err
	})
	require.NoError(h, err)
}
