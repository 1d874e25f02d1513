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

func userChanges(h *harness) {
	ann := store.User{App: app, ID: "1", Username: "ann", Email: "ann@example.org", Mobile: "+1", SessionToken: "t1", Attributes: `{}`}
	bob := store.User{App: app, ID: "2", Username: "bob", SessionToken: "t2", Attributes: `{}`}
	cid := store.User{App: app, ID: "3", Username: "cid", SessionToken: "t3", Attributes: `{}`}
	for _, u := range []store.User{ann, bob, cid} { // no email and no number are nobody's
		h.update(func(tx store.Tx) error { return tx.CreateUser(&u) })
	}
	change := func(u store.User) error { return h.try(func(tx store.Tx) error { return tx.UpdateUser(&u) }) }
	for _, taken := range []store.User{
		{ID: "4", Username: "dan", SessionToken: "t4", Email: "ann@example.org"},
		{ID: "4", Username: "dan", SessionToken: "t4", Mobile: "+1"},
	} {
		taken.App = app
		assert.ErrorIs(h, h.try(func(tx store.Tx) error { return tx.CreateUser(&taken) }), store.ErrExists)
		taken.ID = "2"
		assert.ErrorIs(h, change(taken), store.ErrExists)
	}
	taken := bob
	taken.Username = "ann"
	assert.ErrorIs(h, change(taken), store.ErrExists)
	assert.ErrorIs(h, change(store.User{App: app, ID: "9", Username: "z", SessionToken: "z"}), store.ErrNotFound)
	bob = store.User{App: app, ID: "2", Username: "rob", Email: "rob@example.org", Mobile: "+2", Salt: "s", Password: "p", SessionToken: "new", Attributes: `{"x":1}`, UpdatedAt: 9}
	require.NoError(h, change(bob))
	require.NoError(h, change(bob), "what one has is not taken")
	h.view(func(r store.Reader) error {
		for name, find := range map[string]func() (*store.User, error){
			"id":     func() (*store.User, error) { return r.User(app, "2") },
			"email":  func() (*store.User, error) { return r.UserByEmail(app, "rob@example.org") },
			"mobile": func() (*store.User, error) { return r.UserByMobile(app, "+2") },
			"token":  func() (*store.User, error) { return r.UserByToken(app, "new") },
		} {
			u, err := find()
			require.NoError(h, err, name)
			assert.Equal(h, bob, *u, name)
		}
		for name, find := range map[string]func() (*store.User, error){
			"id":       func() (*store.User, error) { return r.User("other", "2") },
			"email":    func() (*store.User, error) { return r.UserByEmail(app, "") },
			"mobile":   func() (*store.User, error) { return r.UserByMobile(app, "") },
			"token":    func() (*store.User, error) { return r.UserByToken(app, "t2") },
			"old name": func() (*store.User, error) { return r.UserByName(app, "bob") },
		} {
			_, err := find()
			assert.ErrorIs(h, err, store.ErrNotFound, name)
		}
		return nil
	})
}
