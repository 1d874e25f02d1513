package move

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"imclient/server/store"
	"imclient/server/store/postgres"
	"imclient/server/store/postgres/pgtest"
	"imclient/server/store/sqlite"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const never = 1 << 60

func change(t *testing.T, s store.Store, fn func(tx store.Tx) error) {
	t.Helper()
	done := make(chan error, 1)
	s.Update(fn, func(err error) { done <- err })
	require.NoError(t, <-done)
}

// fill makes a data directory with something in every table.
func fill(t *testing.T, messages int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s, err := sqlite.Open(dir, sqlite.Options{})
	require.NoError(t, err)
	defer s.Close()
	_, err = s.Secret(t.Context(), "session-token")
	require.NoError(t, err)
	change(t, s, func(tx store.Tx) error {
		must := func(err error) { require.NoError(t, err) }
		must(tx.CreateApp(store.App{ID: "x", Key: "k", MasterKey: "m", Disabled: true}))
		c := store.Conversation{App: "a", ID: "c", Kind: store.Normal, Creator: "ann", UniqueID: "u", UniqueKey: "k",
			Attributes: `{"name":"odd \\u0000 \\ud800","n":1e999}`, CreatedAt: 5}
		must(tx.CreateConversation(&c, []string{"ann", "b\x00b", "\xff"}))
		c.ID, c.CreatedAt = "older", 4
		must(tx.ImportConversation(&c, []string{"ann"}))
		must(tx.CreateConversation(&store.Conversation{App: "a", ID: "s", Kind: store.System, Attributes: "{}"}, []string{"ann"}))
		must(tx.CreateConversation(&store.Conversation{App: "a", ID: "g", Kind: store.Normal, Attributes: "{}"}, nil))
		for i := range messages {
			must(tx.AppendMessage(&store.Message{App: "a", Conversation: "c", ID: fmt.Sprint(i), From: "ann", Data: []byte{byte(i), 0, 255},
				Binary: i%2 == 0, HasType: i%3 == 0, Type: -1, MentionPids: []string{"b\x00b", "x"}[:i%3%2], Receipt: true, FromIP: "::1"}))
		}
		must(tx.AppendMessage(&store.Message{App: "a", Conversation: "s", ID: "p", From: "news", Data: []byte("x"), Private: true, Audience: []string{"ann"}}))
		must(tx.AppendMessage(&store.Message{App: "a", Conversation: "s", ID: "all", From: "news", Data: []byte("y")}))
		_, _, err := tx.MarkRead("a", "c", "b\x00b", 3, 9)
		must(err)
		_, err = tx.AddNotice("a", "c", []string{"ann"}, "{}")
		must(err)
		must(tx.DeleteConversation("a", "g"))
		must(tx.SetRole("a", "c", "ann", store.Manager, "r"))
		must(tx.Restrict("a", "c", store.Blocked, []string{"x"}))
		must(tx.SilenceUntil("a", "c", "x", never))
		must(tx.SeeClient("a", "ann", 1))
		must(tx.AddBroadcast(&store.Broadcast{App: "a", Conversation: "s", ID: "b", From: "x", Data: []byte("x"), ExpiresAt: never}))
		must(tx.HoldTag("a", "ann", "t", store.TagHolder{Device: "d", Login: "l"}))
		must(tx.RevokeToken("a", "ann", "t", never))
		must(tx.CreateUser(&store.User{App: "a", ID: "1", Username: "u", Mobile: "+1", SessionToken: "s", Attributes: "{}"}))
		return tx.CreateFile(&store.File{App: "a", ID: "f", MetaData: "{}"})
	})
	return dir
}

func TestRun(t *testing.T) {
	defer func(rows int) { stepRows = rows }(stepRows)
	stepRows = 50
	const messages = 2*50 + 7
	dir, url := fill(t, messages), pgtest.Fresh(t)
	// It ends in the midst of the messages, and goes on there.
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Run(ctx, dir, url, func(step string, _, _ int64) {
		if step == "message" {
			cancel()
		}
	})
	require.ErrorIs(t, err, context.Canceled)
	_, err = postgres.Open(url, postgres.Options{})
	require.ErrorContains(t, err, "imserver migrate", "half a copy is not served")
	_, err = Run(t.Context(), fill(t, 1), url, nil)
	require.ErrorIs(t, err, ErrInUse, "another directory is not mixed with it")
	var first int64
	report, err := Run(t.Context(), dir, url, func(step string, done, _ int64) {
		if step == "message" && first == 0 {
			first = done
		}
	})
	require.NoError(t, err)
	assert.EqualValues(t, 2*50, first, "the first step is not made again")
	for _, table := range report.Tables {
		assert.NotZero(t, table.Rows, table.Name)
	}
	assert.Contains(t, report.Tables, Table{"message", messages + 2})

	from, err := sqlite.Open(dir, sqlite.Options{})
	require.NoError(t, err)
	defer from.Close()
	to, err := postgres.Open(url, postgres.Options{})
	require.NoError(t, err)
	defer to.Close()
	same := func(ask func(r store.Reader) (any, error)) {
		t.Helper()
		var values [2]any
		for i, s := range []store.Store{from, to} {
			require.NoError(t, s.View(t.Context(), func(r store.Reader) (err error) {
				values[i], err = ask(r)
				return err
			}))
		}
		assert.Equal(t, values[0], values[1])
		assert.NotEmpty(t, values[0])
	}
	same(func(r store.Reader) (any, error) { return r.Listed("a", "", 10) })
	same(func(r store.Reader) (any, error) { return r.Messages("a", "c", store.Range{Limit: 100}) })
	same(func(r store.Reader) (any, error) {
		return r.Messages("a", "s", store.Range{Viewer: "ann", Limit: 100})
	})
	same(func(r store.Reader) (any, error) { return r.Marks("a", "c") })
	same(func(r store.Reader) (any, error) { return r.Notices("a", "ann", 0, 1, 10) })
	same(func(r store.Reader) (any, error) { return r.UniqueConversation("a", "k", 1) })
	same(func(r store.Reader) (any, error) { return r.UserByMobile("a", "+1") })
	var secrets [2][]byte
	for i, s := range []store.Store{from, to} {
		secrets[i], err = s.Secret(t.Context(), "session-token")
		require.NoError(t, err)
	}
	assert.Equal(t, secrets[0], secrets[1], "tokens stay good")
	change(t, to, func(tx store.Tx) error {
		m := store.Message{App: "a", Conversation: "c", ID: "next", From: "ann"}
		require.NoError(t, tx.AppendMessage(&m))
		assert.EqualValues(t, messages+1, m.Seq)
		_, err := tx.AddNotice("a", "c", []string{"ann"}, "{}")
		return err
	})
	require.NoError(t, from.Close())
	require.NoError(t, to.Close())
	_, err = Run(t.Context(), dir, url, nil)
	assert.ErrorIs(t, err, ErrComplete)
}

func TestRunFindsDifferences(t *testing.T) {
	dir, url := fill(t, 5), pgtest.Fresh(t)
	s, err := postgres.Open(url, postgres.Options{})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	c, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer c.Close(context.Background())
	_, err = c.Exec(t.Context(), `CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.data = '\x00'; RETURN NEW; END $$;
		CREATE TRIGGER spoil BEFORE INSERT ON message FOR EACH ROW WHEN (NEW.id = '3') EXECUTE FUNCTION spoil()`)
	require.NoError(t, err)
	_, err = Run(t.Context(), dir, url, nil)
	assert.ErrorIs(t, err, ErrDiffers)
	assert.ErrorContains(t, err, "message")
	_, err = postgres.Open(url, postgres.Options{})
	assert.ErrorContains(t, err, "imserver migrate")
}

func TestRunRefusesForeignDatabases(t *testing.T) {
	dir, url := fill(t, 1), pgtest.Fresh(t)
	s, err := postgres.Open(url, postgres.Options{})
	require.NoError(t, err)
	change(t, s, func(tx store.Tx) error { return tx.CreateApp(store.App{ID: "theirs"}) })
	_, err = Run(t.Context(), dir, url, nil)
	assert.ErrorIs(t, err, postgres.ErrServed)
	require.NoError(t, s.Close())
	_, err = Run(t.Context(), dir, url, nil)
	assert.ErrorIs(t, err, ErrInUse)
}

// A column that is added to the store and forgotten here would be lost.
func TestEveryColumnIsMoved(t *testing.T) {
	dir := fill(t, 1)
	db, err := openSQLite(filepath.Join(dir, sqlite.DatabaseName))
	require.NoError(t, err)
	defer db.Close()
	here := columns(t, func() (*sql.Rows, error) {
		return db.Query(`SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c
			WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT IN ('meta', 'schema_version', 'node') ORDER BY 1, 2`)
	})
	var listed []string
	for _, table := range tables {
		for _, c := range table.columns {
			listed = append(listed, table.from+"."+c.name)
		}
	}
	slices.Sort(listed)
	assert.Equal(t, here, listed)
}

func columns(t *testing.T, ask func() (*sql.Rows, error)) (list []string) {
	t.Helper()
	rows, err := ask()
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var table, column string
		require.NoError(t, rows.Scan(&table, &column))
		list = append(list, table+"."+column)
	}
	require.NoError(t, rows.Err())
	slices.Sort(list)
	return list
}
