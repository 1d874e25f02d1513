package storetest

import (
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func tagHolders(h *harness) {
	holder := func(app, client, tag string) (held store.TagHolder, err error) {
		h.view(func(r store.Reader) error {
			held, err = r.TagHolder(app, client, tag)
			return nil
		})
		return held, err
	}
	_, err := holder(app, "ann", "phone")
	require.ErrorIs(h, err, store.ErrNotFound)
	first := store.TagHolder{Device: "d1", Login: "l1"}
	h.update(func(tx store.Tx) error { return tx.HoldTag(app, "ann", "phone", first) })
	held, err := holder(app, "ann", "phone")
	require.NoError(h, err)
	assert.Equal(h, first, held)
	for _, key := range [][3]string{{"other", "ann", "phone"}, {app, "bob", "phone"}, {app, "ann", "desk"}} {
		_, err := holder(key[0], key[1], key[2])
		assert.ErrorIs(h, err, store.ErrNotFound, key)
	}
	second := store.TagHolder{Login: "l2"}
	h.update(func(tx store.Tx) error {
		if err := tx.HoldTag(app, "ann", "phone", second); err != nil {
			return err
		}
		held, err = tx.TagHolder(app, "ann", "phone")
		return err
	})
	assert.Equal(h, second, held, "a transaction reads its own writes")
	h.update(func(tx store.Tx) error { return tx.FreeTag(app, "ann", "phone") })
	_, err = holder(app, "ann", "phone")
	assert.ErrorIs(h, err, store.ErrNotFound)
	h.update(func(tx store.Tx) error { return tx.FreeTag(app, "ann", "phone") }) // again does no harm
}
