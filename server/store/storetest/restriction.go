package storetest

import (
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func roles(h *harness) {
	h.create("c1", "ann", "bob", "cid")
	set := func(client string, role store.Role, id string) {
		h.update(func(tx store.Tx) error { return tx.SetRole(app, "c1", client, role, id) })
	}
	of := store.Role("")
	list := func(skip, limit int) (found []store.MemberRole) {
		h.view(func(r store.Reader) (err error) {
			found, err = r.Roles(app, "c1", "", of, skip, limit)
			return err
		})
		return found
	}
	assert.Empty(h, list(0, 10))
	set("cid", store.Manager, "r1")
	set("bob", store.Manager, "r2")
	set("cid", store.Member, "r3")
	cid := store.MemberRole{ID: "r1", Client: "cid", Role: store.Member}
	bob := store.MemberRole{ID: "r2", Client: "bob", Role: store.Manager}
	assert.Equal(h, []store.MemberRole{cid, bob}, list(0, 10), "a record keeps its id and its place")
	assert.Equal(h, []store.MemberRole{bob}, list(1, 10))
	assert.Equal(h, []store.MemberRole{cid}, list(0, 1))
	of = store.Manager
	assert.Equal(h, []store.MemberRole{bob}, list(0, 10))
	of = ""
	h.view(func(r store.Reader) error {
		for client, want := range map[string]store.Role{"ann": store.Member, "bob": store.Manager, "cid": store.Member} {
			role, err := r.Role(app, "c1", client)
			require.NoError(h, err)
			assert.Equal(h, want, role, client)
		}
		return nil
	})
	h.update(func(tx store.Tx) error { return tx.RemoveMembers(app, "c1", []string{"bob"}) })
	assert.Equal(h, []store.MemberRole{cid}, list(0, 10), "who goes loses the role")
}

func restrictions(h *harness) {
	h.create("c1", "ann")
	page := func(kind store.Restriction, after int64, limit int) (clients []string, next int64) {
		h.view(func(r store.Reader) (err error) {
			clients, next, err = r.Restricted(app, "c1", kind, after, limit)
			return err
		})
		return clients, next
	}
	h.update(func(tx store.Tx) error { return tx.Restrict(app, "c1", store.Blocked, []string{"d", "b", "a"}) })
	h.update(func(tx store.Tx) error { return tx.Restrict(app, "c1", store.Blocked, []string{"d", "c"}) })
	h.update(func(tx store.Tx) error { return tx.Restrict(app, "c1", store.Silenced, []string{"s"}) })
	clients, next := page(store.Blocked, 0, 3)
	assert.Equal(h, []string{"d", "b", "a"}, clients)
	assert.NotZero(h, next)
	clients, next = page(store.Blocked, next, 3)
	assert.Equal(h, []string{"c"}, clients)
	assert.Zero(h, next)
	clients, next = page(store.Blocked, 0, 4)
	assert.Len(h, clients, 4)
	assert.Zero(h, next, "a page that ends with the list")
	clients, _ = page(store.Silenced, 0, 10)
	assert.Equal(h, []string{"s"}, clients)

	h.update(func(tx store.Tx) error { return tx.Release(app, "c1", store.Blocked, []string{"b", "nobody"}) })
	h.view(func(r store.Reader) error {
		n, err := r.RestrictedCount(app, "c1", store.Blocked)
		require.NoError(h, err)
		assert.Equal(h, 3, n)
		for client, want := range map[string]bool{"a": true, "b": false, "s": false} {
			is, err := r.IsRestricted(app, "c1", store.Blocked, client)
			require.NoError(h, err)
			assert.Equal(h, want, is, client)
		}
		is, err := r.IsRestricted("other", "c1", store.Blocked, "a")
		assert.False(h, is)
		return err
	})
	clients, next = page(store.Blocked, 0, 10)
	assert.Equal(h, []string{"d", "a", "c"}, clients)
	assert.Zero(h, next)
}
