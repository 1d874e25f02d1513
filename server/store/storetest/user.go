package storetest

import (
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func users(h *harness) {
	ann := store.User{App: app, ID: "1", Username: "ann", Salt: "s", Password: "p", SessionToken: "t1", Attributes: `{"a":1}`, CreatedAt: 1, UpdatedAt: 2}
	create := func(u store.User) error { return h.try(func(tx store.Tx) error { return tx.CreateUser(&u) }) }
	require.NoError(h, create(ann))
	assert.ErrorIs(h, create(store.User{App: app, ID: "2", Username: "ann", SessionToken: "t2"}), store.ErrExists)
	require.NoError(h, create(store.User{App: "other", ID: "1", Username: "ann", SessionToken: "t1"}))
	h.view(func(r store.Reader) error {
		u, err := r.UserByName(app, "ann")
		require.NoError(h, err)
		assert.Equal(h, ann, *u)
		u, err = r.UserByToken(app, "t1")
		require.NoError(h, err)
		assert.Equal(h, ann, *u)
		_, err = r.UserByName(app, "Ann")
		assert.ErrorIs(h, err, store.ErrNotFound)
		_, err = r.UserByToken(app, "t2")
		assert.ErrorIs(h, err, store.ErrNotFound)
		return nil
	})
}
