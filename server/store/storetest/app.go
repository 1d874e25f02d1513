package storetest

import (
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func storedApps(h *harness) {
	all := func() (apps []store.App) {
		h.view(func(r store.Reader) (err error) {
			apps, err = r.Apps()
			return err
		})
		return apps
	}
	assert.Empty(h, all())
	b := store.App{ID: "b", Key: "k", MasterKey: "m", CreatedAt: 1, UpdatedAt: 2}
	a := store.App{ID: "a", Key: "k2", MasterKey: "m2", Disabled: true, CreatedAt: 3, UpdatedAt: 4, PreviousMasterKey: "m1", PreviousUntil: 7}
	for _, app := range []store.App{b, a} {
		h.update(func(tx store.Tx) error { return tx.CreateApp(app) })
	}
	assert.Equal(h, []store.App{a, b}, all(), "by id")
	assert.ErrorIs(h, h.try(func(tx store.Tx) error { return tx.CreateApp(store.App{ID: "a", Key: "other"}) }), store.ErrExists)
	b.Key, b.MasterKey, b.Disabled, b.UpdatedAt = "k3", "m3", true, 5
	b.PreviousMasterKey, b.PreviousUntil = "m", 9
	h.update(func(tx store.Tx) error {
		changed := b
		changed.CreatedAt = 99 // it stays
		return tx.UpdateApp(changed)
	})
	assert.Equal(h, []store.App{a, b}, all())
	require.NoError(h, h.s.Close())
	h.s = h.open()
	assert.Equal(h, []store.App{a, b}, all(), "after opening again")
	h.update(func(tx store.Tx) error { return tx.DeleteApp("a") })
	assert.Equal(h, []store.App{b}, all())
	for _, change := range []func(store.Tx) error{
		func(tx store.Tx) error { return tx.DeleteApp("a") },
		func(tx store.Tx) error { return tx.UpdateApp(a) },
	} {
		assert.ErrorIs(h, h.try(change), store.ErrNotFound)
	}
}
