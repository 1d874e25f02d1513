package storetest

import (
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func revokedTokens(h *harness) {
	var now int64
	revoke := func(client, token string, life int64) {
		h.update(func(tx store.Tx) error {
			now = tx.Now()
			return tx.RevokeToken(app, client, token, now+life)
		})
	}
	revoke("ann", "t1", 1e6)
	at := func(app, client, token string) (t int64) {
		h.view(func(r store.Reader) (err error) {
			t, err = r.RevokedAt(app, client, token)
			return err
		})
		return t
	}
	assert.Equal(h, now, at(app, "ann", "t1"))
	assert.Zero(h, at(app, "ann", ""), "all of a client's tokens are another matter")
	assert.Zero(h, at(app, "bob", "t1"))
	assert.Zero(h, at("other", "ann", "t1"))
	first := now
	revoke("ann", "t1", -1)
	require.GreaterOrEqual(h, now, first)
	revoke("ann", "", 1e6)
	assert.NotZero(h, at(app, "ann", "t1"), "revoking again does not shorten it")
	assert.Equal(h, now, at(app, "ann", ""))
	revoke("bob", "gone", -1)
	revoke("bob", "t2", 1e6)
	assert.Zero(h, at(app, "bob", "gone"), "what has expired is forgotten")
}
