package storetest

import (
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func revokedTokens(h *harness) {
	var before, after int64 // the last revocation was between them
	revoke := func(client, token string, life int64) {
		h.update(func(tx store.Tx) error {
			before = tx.Now()
			err := tx.RevokeToken(app, client, token, before+life)
			after = tx.Now()
			return err
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
	revokedNow := func(token string) {
		assert.GreaterOrEqual(h, at(app, "ann", token), before)
		assert.LessOrEqual(h, at(app, "ann", token), after)
	}
	revokedNow("t1")
	assert.Zero(h, at(app, "ann", ""), "all of a client's tokens are another matter")
	assert.Zero(h, at(app, "bob", "t1"))
	assert.Zero(h, at("other", "ann", "t1"))
	first := before
	revoke("ann", "t1", -1)
	require.GreaterOrEqual(h, before, first)
	revoke("ann", "", 1e6)
	assert.NotZero(h, at(app, "ann", "t1"), "revoking again does not shorten it")
	revokedNow("")
	revoke("bob", "gone", -1)
	revoke("bob", "t2", 1e6)
	assert.Zero(h, at(app, "bob", "gone"), "what has expired is forgotten")
}
