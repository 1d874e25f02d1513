package storetest

import (
	"imclient/server/query"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func serviceConversations(h *harness) {
	h.createWith(store.Conversation{ID: "s1", Kind: store.System, Attributes: "{}"}, "ann", "bob")
	h.send("s1", "news", "to all")
	h.sendMessage(store.Message{Conversation: "s1", ID: "p", From: "ann", Data: []byte("from ann"), Private: true, Audience: []string{"ann"}})
	h.sendMessage(store.Message{Conversation: "s1", ID: "q", From: "news", Data: []byte("to cid and bob"), Private: true, Audience: []string{"cid", "bob"}})
	h.view(func(r store.Reader) error {
		for _, c := range []struct {
			g    store.Range
			want []string
		}{
			{store.Range{}, []string{"to all", "from ann", "to cid and bob"}},
			{store.Range{Viewer: "ann"}, []string{"to all", "from ann"}},
			{store.Range{Viewer: "bob", Descending: true}, []string{"to all", "to cid and bob"}},
			{store.Range{Viewer: "cid", Private: true}, []string{"to cid and bob"}},
			{store.Range{Viewer: "dan"}, []string{"to all"}},
			{store.Range{Viewer: "dan", Private: true}, []string{}},
		} {
			c.g.Limit = 10
			list, err := r.Messages(app, "s1", c.g)
			require.NoError(h, err)
			assert.Equal(h, c.want, texts(list), "%+v", c.g)
		}
		m, err := r.Message(app, "s1", "q")
		require.NoError(h, err)
		assert.True(h, m.Private)
		audience, err := r.Audience(app, "s1", m.Seq)
		require.NoError(h, err)
		assert.Equal(h, []string{"bob", "cid"}, audience)

		u, err := r.UnreadIn(app, "s1", "ann", 10)
		require.NoError(h, err)
		assert.Equal(h, 1, u.Count, "one's own is not unread, what others are told does not count")
		assert.Equal(h, "from ann", string(u.Last.Data))
		u, err = r.UnreadIn(app, "s1", "bob", 10)
		require.NoError(h, err)
		assert.Equal(h, 2, u.Count)
		assert.Equal(h, "to cid and bob", string(u.Last.Data))

		membership, err := r.Membership(app, "s1", "ann")
		require.NoError(h, err)
		assert.NotZero(h, membership.JoinedAt)
		assert.False(h, membership.Muted)
		_, err = r.Membership(app, "s1", "cid")
		assert.ErrorIs(h, err, store.ErrNotFound)

		mine := query.Compare{Field: []string{"m"}, Value: "ann"}
		rows, err := r.Conversations(app, store.ConversationQuery{Where: mine, Limit: 10})
		require.NoError(h, err)
		assert.Empty(h, rows, "subscribers are not members to a query")
		system := query.Compare{Field: []string{"sys"}, Value: true}
		rows, err = r.Conversations(app, store.ConversationQuery{Where: system, LastMessage: true, Limit: 10})
		require.NoError(h, err)
		require.Len(h, rows, 1)
		assert.Empty(h, rows[0].Members)
		assert.Nil(h, rows[0].LastMessage)
		assert.Equal(h, 2, rows[0].MemberCount)
		return nil
	})
	h.tick()
	h.update(func(tx store.Tx) error {
		m, err := tx.Message(app, "s1", "p")
		if err == nil {
			m.PatchedAt = tx.Tick()
			err = tx.PatchMessage(m)
		}
		return err
	})
	h.view(func(r store.Reader) error {
		for client, want := range map[string]int{"ann": 1, "bob": 0} {
			list, err := r.Patches(app, client, 1, 10)
			require.NoError(h, err)
			assert.Len(h, list, want, client)
		}
		list, err := r.AppPatches(app, 1, 10)
		require.NoError(h, err)
		assert.Len(h, list, 1, "private ones too")
		return nil
	})
}
