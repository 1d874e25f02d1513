package postgres

import (
	"strconv"
	"testing"

	"imclient/server/query"
	"imclient/server/store/postgres/pgtest"
	"imclient/server/store/storetest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func FuzzWhere(f *testing.F) {
	db, err := Open(pgtest.URL(f), Options{})
	require.NoError(f, err)
	f.Cleanup(func() { require.NoError(f, db.Close()) })
	storetest.FuzzWhere(f, db, compiled, func(t *testing.T, text string, args []any) {
		for i := range args {
			assert.Contains(t, text, "$"+strconv.Itoa(i+1))
		}
		assert.NotContains(t, text, "?")
	})
}

func compiled(e query.Expr, keys []query.Sort) (text string, args []any, err error) {
	c := compiler{app: "a"}
	if text, err = c.expr(e); err != nil {
		return "", nil, err
	}
	order, err := c.order(keys)
	return text + " ORDER BY " + order, c.args, err
}
