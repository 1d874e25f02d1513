package postgres

import (
	"testing"

	"imclient/server/store"
	"imclient/server/store/postgres/pgtest"
	"imclient/server/store/storetest"

	"github.com/stretchr/testify/require"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		url := pgtest.URL(t)
		return func() store.Store {
			s, err := Open(url, Options{})
			require.NoError(t, err)
			return s
		}
	})
}
