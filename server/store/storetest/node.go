package storetest

import (
	"slices"

	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func nodes(h *harness) {
	since := func(at int64) (list []store.Node) {
		h.view(func(r store.Reader) (err error) {
			list, err = r.Nodes(at)
			return err
		})
		return list
	}
	see := func(id string, connected bool, forget int64) int64 {
		var before, after int64
		h.update(func(tx store.Tx) error {
			before = tx.Tick()
			err := tx.SeeNode(id, connected, forget)
			after = tx.Tick()
			return err
		})
		list := since(before)
		i := slices.IndexFunc(list, func(n store.Node) bool { return n.ID == id })
		require.GreaterOrEqual(h, i, 0, "it is seen at the time of the update")
		assert.LessOrEqual(h, list[i].SeenAt, after)
		return list[i].SeenAt
	}
	assert.Empty(h, since(0))
	b := store.Node{ID: "b", Connected: true}
	b.SeenAt = see("b", true, 0)
	a := store.Node{ID: "a"}
	a.SeenAt = see("a", false, b.SeenAt)
	assert.Equal(h, []store.Node{a, b}, since(0), "by id")
	assert.Equal(h, []store.Node{a, b}, since(b.SeenAt))
	assert.Equal(h, []store.Node{a}, since(b.SeenAt+1))
	a.Connected, a.SeenAt = true, see("a", true, 0)
	b.Connected, b.SeenAt = false, see("b", false, 0)
	assert.Equal(h, []store.Node{a, b}, since(0), "what it has said last")
	c := store.Node{ID: "c", Connected: true}
	c.SeenAt = see("c", true, b.SeenAt)
	assert.Equal(h, []store.Node{b, c}, since(0), "the other is forgotten")
	require.NoError(h, h.s.Close())
	h.s = h.open()
	assert.Equal(h, []store.Node{b, c}, since(0), "after opening again")
}
