package storetest

import (
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func broadcasts(h *harness) {
	const never = 1 << 60
	add := func(id, conversation string, expires int64) store.Broadcast {
		b := store.Broadcast{App: app, Conversation: conversation, ID: id, From: "news", Data: []byte(id), ExpiresAt: expires}
		h.update(func(tx store.Tx) error { return tx.AddBroadcast(&b) })
		return b
	}
	list := func(q store.BroadcastQuery) (ids []string) {
		if q.Limit == 0 {
			q.Limit = 10
		}
		h.view(func(r store.Reader) error {
			found, err := r.Broadcasts(app, q)
			for _, b := range found {
				ids = append(ids, string(b.Data))
			}
			return err
		})
		return ids
	}
	a, b, c := add("a", "s1", never), add("b", "s1", never), add("c", "s2", never-1)
	assert.Less(h, a.Timestamp, b.Timestamp)
	assert.Equal(h, []string{"a", "b", "c"}, list(store.BroadcastQuery{}))
	assert.Equal(h, []string{"c", "b"}, list(store.BroadcastQuery{Newest: true, Limit: 2}))
	assert.Equal(h, []string{"b"}, list(store.BroadcastQuery{Conversation: "s1", Skip: 1}))
	assert.Equal(h, []string{"b", "c"}, list(store.BroadcastQuery{After: a.Timestamp}))
	assert.Equal(h, []string{"a", "b"}, list(store.BroadcastQuery{At: never - 1}), "c has expired by then")
	h.view(func(r store.Reader) error {
		found, err := r.Broadcast(app, "c")
		require.NoError(h, err)
		assert.Equal(h, c, *found)
		_, err = r.Broadcast("another app", "c")
		assert.ErrorIs(h, err, store.ErrNotFound)
		other, err := r.Broadcasts("another app", store.BroadcastQuery{Limit: 10})
		assert.Empty(h, other)
		return err
	})

	received := func() (at int64) {
		h.view(func(r store.Reader) error {
			client, err := r.Client(app, "ann")
			at = client.BroadcastAt
			return err
		})
		return at
	}
	receive := func(conversation string, upTo int64) {
		h.update(func(tx store.Tx) error { return tx.ReceiveBroadcasts(app, conversation, "ann", upTo) })
	}
	receive("s1", never) // nobody that is known
	h.update(func(tx store.Tx) error { return tx.SeeClient(app, "ann", 1) })
	receive("s1", a.Timestamp-1)
	assert.EqualValues(h, 1, received())
	receive("s1", a.Timestamp)
	assert.Equal(h, a.Timestamp, received())
	receive("s1", never)
	assert.Equal(h, b.Timestamp, received(), "those of that conversation")
	receive("s1", a.Timestamp)
	assert.Equal(h, b.Timestamp, received(), "it does not go back")

	b.Data = []byte("changed")
	h.update(func(tx store.Tx) error { return tx.UpdateBroadcast(&b) })
	h.update(func(tx store.Tx) error { return tx.DeleteBroadcast(app, "a") })
	assert.Equal(h, []string{"changed", "c"}, list(store.BroadcastQuery{}))
	for _, fn := range []func(tx store.Tx) error{
		func(tx store.Tx) error { return tx.UpdateBroadcast(&a) },
		func(tx store.Tx) error { return tx.DeleteBroadcast(app, "a") },
	} {
		assert.ErrorIs(h, h.try(fn), store.ErrNotFound)
	}
	add("late", "s1", 1)
	add("e", "s1", never)
	assert.Equal(h, []string{"changed", "c", "e"}, list(store.BroadcastQuery{}), "what has expired is dropped")
}

func clients(h *harness) {
	see := func(id string, broadcastAt int64) {
		h.tick()
		h.update(func(tx store.Tx) error { return tx.SeeClient(app, id, broadcastAt) })
	}
	see("ann", 5)
	see("bob", 6)
	h.view(func(r store.Reader) error {
		ann, err := r.Client(app, "ann")
		require.NoError(h, err)
		bob, err := r.Client(app, "bob")
		require.NoError(h, err)
		assert.Less(h, ann.SeenAt, bob.SeenAt)
		assert.EqualValues(h, 5, ann.BroadcastAt)
		_, err = r.Client("another app", "ann")
		assert.ErrorIs(h, err, store.ErrNotFound)
		for _, c := range []struct {
			since int64
			also  []string
			want  int
		}{
			{ann.SeenAt, nil, 2},
			{bob.SeenAt, nil, 1},
			{bob.SeenAt, []string{"ann", "bob", "ann", "unknown"}, 2},
			{bob.SeenAt + 1, []string{}, 0},
		} {
			n, err := r.ClientsSeen(app, c.since, c.also)
			require.NoError(h, err)
			assert.Equal(h, c.want, n, "%+v", c)
		}
		return nil
	})
	see("ann", 9)
	h.view(func(r store.Reader) error {
		ann, err := r.Client(app, "ann")
		require.NoError(h, err)
		bob, err := r.Client(app, "bob")
		require.NoError(h, err)
		assert.Greater(h, ann.SeenAt, bob.SeenAt)
		assert.EqualValues(h, 5, ann.BroadcastAt, "it is for new ones")
		return nil
	})
}

func subscriptions(h *harness) {
	for _, id := range []string{"s1", "s2", "s3"} {
		h.createWith(store.Conversation{ID: id, Kind: store.System, Attributes: "{}"})
	}
	h.create("c1", "ann")
	for _, join := range [][]string{{"s2", "cid", "ann"}, {"s1", "bob", "ann"}, {"s3", "ann"}} {
		h.tick()
		h.update(func(tx store.Tx) error { return tx.AddMembers(app, join[0], join[1:]) })
	}
	clients := func(list []store.Subscription) (out []string) {
		for _, s := range list {
			assert.NotZero(h, s.JoinedAt)
			out = append(out, s.Conversation+" "+s.Client)
		}
		return out
	}
	h.view(func(r store.Reader) error {
		list, err := r.Subscribers(app, "s2", "", 10)
		require.NoError(h, err)
		assert.Equal(h, []string{"s2 ann", "s2 cid"}, clients(list))
		for after, want := range map[string][]string{"ann": {"s2 cid"}, "b": {"s2 cid"}, "cid": nil} {
			list, err := r.Subscribers(app, "s2", after, 10)
			require.NoError(h, err)
			assert.Equal(h, want, clients(list))
		}
		list, err = r.Subscribers(app, "s2", "", 1)
		require.NoError(h, err)
		assert.Equal(h, []string{"s2 ann"}, clients(list))

		all, err := r.Subscriptions(app, "ann", 0, "", false, 10)
		require.NoError(h, err)
		assert.Equal(h, []string{"s2 ann", "s1 ann", "s3 ann"}, clients(all))
		list, err = r.Subscriptions(app, "ann", all[0].JoinedAt, all[0].Conversation, false, 1)
		require.NoError(h, err)
		assert.Equal(h, []string{"s1 ann"}, clients(list))
		list, err = r.Subscriptions(app, "ann", 0, "", true, 2)
		require.NoError(h, err)
		assert.Equal(h, []string{"s3 ann", "s1 ann"}, clients(list))
		list, err = r.Subscriptions(app, "ann", all[1].JoinedAt, all[1].Conversation, true, 2)
		require.NoError(h, err)
		assert.Equal(h, []string{"s2 ann"}, clients(list))
		list, err = r.Subscriptions("another app", "ann", 0, "", true, 2)
		assert.Empty(h, list)
		return err
	})
}
