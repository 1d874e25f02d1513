package sqlite

import (
	"strings"
	"testing"

	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Messages of a type that is rare are found without reading those between them, in the
// order of the history.
func TestRareTypesAreFoundByAnIndex(t *testing.T) {
	s, err := Open(t.TempDir(), Options{})
	require.NoError(t, err)
	defer s.Close()
	for _, descending := range []bool{true, false} {
		for kind, index := range map[int64]bool{-2: true, 0: true, 7: true, -1: false} {
			text, args := historyQuery("a", "c", store.Range{To: 1 << 40, HasType: true, Type: kind, Descending: descending, Viewer: "ann", Limit: 20})
			var plan strings.Builder
			require.NoError(t, s.View(t.Context(), func(v store.Reader) error {
				rows, err := v.(*reader).conn.sql.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, args...)
				return each(rows, err, func(row row) error {
					var id, parent, unused int
					var detail string
					err := row.Scan(&id, &parent, &unused, &detail)
					plan.WriteString(detail + "\n")
					return err
				})
			}))
			assert.Equal(t, index, strings.Contains(plan.String(), "message_type (app=? AND conversation=? AND type=? AND seq>? AND seq<?)"), "type %d: %s", kind, plan.String())
			assert.NotContains(t, plan.String(), "TEMP B-TREE")
		}
	}
}
