package postgres

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"imclient/server/store"
	"imclient/server/store/postgres/pgtest"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hot is what most updates do for the nth time, and a pattern of the indexes that their
// statements use, in the order of the names.
var hot = []struct {
	name    string
	do      func(tx store.Tx, c string, n int64) error
	indexes string
}{
	{"Message", func(tx store.Tx, c string, n int64) error {
		_, err := tx.Message("a", c, fmt.Sprint(n))
		return ignoreMissing(err)
	}, "message_id"},
	{"Conversation", func(tx store.Tx, c string, n int64) error {
		_, err := tx.Conversation("a", c)
		return err
	}, "conversation_pkey head_pkey"},
	{"Members", func(tx store.Tx, c string, n int64) error {
		_, err := tx.Members("a", c)
		return err
	}, "member_pkey"},
	{"Membership", func(tx store.Tx, c string, n int64) error {
		_, err := tx.Membership("a", c, "ann")
		return err
	}, "member_pkey"},
	{"IsRestricted", func(tx store.Tx, c string, n int64) error {
		_, err := tx.IsRestricted("a", c, store.Silenced, "ann")
		return err
	}, "restriction_pkey"},
	{"AppendMessage", func(tx store.Tx, c string, n int64) error {
		return tx.AppendMessage(&store.Message{App: "a", Conversation: c, ID: fmt.Sprint("new ", n), From: "ann"})
	}, "conversation_pkey head_pkey"},
	{"SeqBefore", func(tx store.Tx, c string, n int64) error {
		_, err := tx.SeqBefore("a", c, n, true)
		return err
	}, "message_timestamp"},
	{"MarkDelivered", func(tx store.Tx, c string, n int64) error {
		_, err := tx.MarkDelivered("a", c, "bob", n, 10)
		return err
	}, "conversation_pkey head_pkey member_pkey member_pkey message_pkey message_pkey message_pkey"},
	{"Audience", func(tx store.Tx, c string, n int64) error {
		_, err := tx.Audience("a", c, n)
		return err
	}, "audience_seq"},
	{"Messages", func(tx store.Tx, c string, n int64) error {
		_, err := tx.Messages("a", c, store.Range{Descending: true, Viewer: "bob", Limit: 10})
		return err
	}, "audience_(pkey|seq) conversation_pkey message_pkey"},
}

func ignoreMissing(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// TestPlansOfHotStatements has statements planned while the tables are empty, looks
// whether they use the right indexes when these are large, and again when the database
// believes that a conversation has one message, because all but one have.
func TestPlansOfHotStatements(t *testing.T) {
	const grow = `
		INSERT INTO conversation SELECT 'a', 'c' || n, 1, 'ann', NULL, NULL, NULL, '{}', '{}', 0, 0, 0 FROM generate_series(1, 20000) n;
		INSERT INTO head SELECT 'a', 'c' || n, 1, 1, 1, 2 FROM generate_series(1, 20000) n;
		INSERT INTO member SELECT 'a', 'c' || n, 'u' || n, 1 FROM generate_series(1, 20000) n;
		INSERT INTO member SELECT 'a', 'c', 'u' || n, n FROM generate_series(1, 3000) n;
		INSERT INTO restriction SELECT 'a', 'c' || n, 2, 'u' || n, 1 FROM generate_series(1, 20000) n;
		INSERT INTO restriction SELECT 'a', 'c', 2, 'u' || n, n FROM generate_series(1, 3000) n;
		INSERT INTO message SELECT 'a', 'c' || n, 1, 'm' || n, n, 'ann', '', FALSE, -1, FALSE, NULL, FALSE FROM generate_series(1, 20000) n;
		INSERT INTO message SELECT 'a', 'c', n, 'm' || n, n, 'ann', '', FALSE, -1, FALSE, NULL, FALSE FROM generate_series(1000, 4000) n;
		INSERT INTO audience SELECT 'a', 'c' || n, 'u' || n, 1 FROM generate_series(1, 20000) n;
		INSERT INTO audience SELECT 'a', 'c', 'u' || n, n FROM generate_series(1, 3000) n`
	url := pgtest.Fresh(t)
	s, err := Open(url, Options{})
	require.NoError(t, err)
	defer s.Close()
	for _, c := range []string{"c", "d"} {
		require.NoError(t, change(s, func(tx store.Tx) error { return tx.CreateConversation(room(c), []string{"ann", "bob"}) }))
	}
	n := int64(0)
	one := func(do func(store.Tx, string, int64) error) {
		n++
		require.NoError(t, change(s, func(tx store.Tx) error { return do(tx, "c", n) }))
	}
	two := func(do func(store.Tx, string, int64) error) {
		n++
		for _, err := range together(s, func(tx store.Tx) error { return do(tx, "c", n) }, func(tx store.Tx) error { return do(tx, "d", n) }) {
			require.NoError(t, err)
		}
	}
	type planned struct {
		run        func(do func(store.Tx, string, int64) error)
		statements []string
	}
	plans := make([][2]planned, len(hot)) // with a statement for each, and with one for both
	for i, h := range hot {
		for j, run := range []func(func(store.Tx, string, int64) error){one, two} {
			known := prepared(t, s)
			for range 8 { // PostgreSQL keeps a plan from the sixth time on
				run(h.do)
			}
			fresh := slices.DeleteFunc(prepared(t, s), func(name string) bool { return slices.Contains(known, name) })
			require.NotEmpty(t, fresh, h.name)
			plans[i][j] = planned{run, fresh}
		}
		require.Len(t, plans[i][1].statements, len(plans[i][0].statements), "all of %s are done for many", h.name)
	}
	check := func(when string) {
		for i, h := range hot {
			for _, p := range plans[i] {
				p.run(h.do)
				assert.Regexp(t, "^"+h.indexes+"$", strings.Join(indexes(t, s, p.statements), " "), "%s %s", h.name, when)
			}
		}
	}
	check("with plans for empty tables")
	direct, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer func() { _ = direct.Close(t.Context()) }()
	_, err = direct.Exec(t.Context(), grow)
	require.NoError(t, err)
	check("after growth")
	_, err = direct.Exec(t.Context(), `ANALYZE`)
	require.NoError(t, err)
	check("when the mean is misleading")
}

// prepared returns the names of the statements that the connection of the writer, which
// does nothing between updates, has planned for any parameters.
func prepared(t *testing.T, s *Store) []string {
	t.Helper()
	rows, err := s.writer.Query(t.Context(), `SELECT name FROM pg_prepared_statements WHERE statement ~* '^(select|with|update|insert|delete)'
		AND statement !~ 'writer|clock|pg_'`, pgx.QueryExecModeSimpleProtocol)
	require.NoError(t, err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	return names
}

var (
	scanOf  = regexp.MustCompile(`(?:Index Scan|Index Only Scan|Index Scan Backward|Index Only Scan Backward|Bitmap Index Scan) (?:using|on) (\w+)`)
	tableOf = regexp.MustCompile(`(?:Seq Scan on|Hash|Merge) (\w+)`)
)

// indexes returns what the kept plans of statements read.
func indexes(t *testing.T, s *Store, names []string) (list []string) {
	t.Helper()
	for _, name := range names {
		var n, generic int
		err := s.writer.QueryRow(t.Context(), `SELECT cardinality(parameter_types), generic_plans FROM pg_prepared_statements WHERE name = '`+name+`'`,
			pgx.QueryExecModeSimpleProtocol).Scan(&n, &generic)
		require.NoError(t, err)
		require.Positive(t, generic, "the plan is kept")
		explain := `EXPLAIN EXECUTE ` + name + `(` + strings.TrimSuffix(strings.Repeat("NULL,", n), ",") + `)`
		rows, err := s.writer.Query(t.Context(), explain, pgx.QueryExecModeSimpleProtocol)
		require.NoError(t, err)
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		plan := strings.Join(lines, "\n")
		for _, found := range append(scanOf.FindAllStringSubmatch(plan, -1), tableOf.FindAllStringSubmatch(plan, -1)...) {
			list = append(list, found[1])
		}
	}
	slices.Sort(list)
	return list
}

// TestStatisticsFollowGrowth has no autovacuum: the server that tests share runs
// without.
func TestStatisticsFollowGrowth(t *testing.T) {
	url := pgtest.Fresh(t)
	s, err := Open(url, Options{})
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, change(s, func(tx store.Tx) error { return tx.CreateConversation(room("c"), []string{"ann"}) }))
	direct, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer func() { _ = direct.Close(t.Context()) }()
	believed := func() (rows float64) {
		require.NoError(t, direct.QueryRow(t.Context(), `SELECT reltuples FROM pg_class WHERE oid = 'message'::regclass`).Scan(&rows))
		return rows
	}
	for total := range 2 {
		list := make([]*store.Message, examineRows)
		for i := range list {
			list[i] = &store.Message{ID: fmt.Sprint(total, i), Timestamp: int64(1+total)*examineRows + int64(i), From: "ann", Data: make([]byte, 200*total)}
		}
		require.LessOrEqual(t, believed(), float64(total*examineRows))
		require.NoError(t, change(s, func(tx store.Tx) error {
			_, err := tx.ImportMessages("a", "c", list)
			return err
		}))
		require.Eventually(t, func() bool { return believed() == float64((1+total)*examineRows) }, 20*time.Second, 20*time.Millisecond)
	}
}

// Receipts change messages, and marks members, without changing an index: of a page of
// messages that are all delivered at once, too.
func TestReceiptsWriteNoIndex(t *testing.T) {
	url := pgtest.Fresh(t)
	s, err := Open(url, Options{})
	require.NoError(t, err)
	defer s.Close()
	const messages = 200
	var sends, acks, reads []func(store.Tx) error
	for i := range messages {
		c := fmt.Sprint(i)
		sends = append(sends, func(tx store.Tx) error {
			if err := tx.CreateConversation(room(c), []string{"ann", "bob"}); err != nil {
				return err
			}
			return tx.AppendMessage(&store.Message{App: "a", Conversation: c, ID: c, From: "ann", Data: make([]byte, 200)})
		})
		acks = append(acks, func(tx store.Tx) error {
			_, err := tx.MarkDelivered("a", c, "bob", 1, 0)
			return err
		})
		reads = append(reads, func(tx store.Tx) error {
			_, _, err := tx.MarkRead("a", c, "bob", 1, 0)
			return err
		})
	}
	for _, group := range [][]func(store.Tx) error{sends, acks, reads} {
		for _, err := range together(s, group...) {
			require.NoError(t, err)
		}
	}
	require.NoError(t, s.Close()) // the database counts what connections have done when they end
	direct, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer func() { _ = direct.Close(t.Context()) }()
	for _, table := range []string{"message", "member"} {
		var updated, inPage int
		require.Eventually(t, func() bool {
			err := direct.QueryRow(t.Context(), `SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = $1`, table).Scan(&updated, &inPage)
			return err == nil && updated == 2*messages
		}, 20*time.Second, 20*time.Millisecond, table)
		assert.Equal(t, updated, inPage, table)
	}
}
