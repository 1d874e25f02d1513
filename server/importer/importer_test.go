package importer_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"imclient/server/archive"
	"imclient/server/archive/sample"
	"imclient/server/exporter"
	"imclient/server/importer"
	"imclient/server/store"
	"imclient/server/store/postgres"
	"imclient/server/store/postgres/pgtest"
	"imclient/server/store/sqlite"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const app = "app"

// open opens an empty store: of SQLite, or of PostgreSQL where make test-postgres says so.
func open(t *testing.T) store.Store {
	t.Helper()
	var s store.Store
	var err error
	if os.Getenv("IMSERVER_TEST_STORE") == "postgres" {
		s, err = postgres.Open(pgtest.URL(t), postgres.Options{Alone: true})
	} else {
		s, err = sqlite.Open(t.TempDir(), sqlite.Options{Bulk: true})
	}
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// run imports and returns the report with the problems as texts.
func run(t *testing.T, s store.Store, o importer.Options, paths ...string) (*importer.Report, []string) {
	t.Helper()
	var problems []string
	o.App = app
	o.Problem = func(p archive.Problem) {
		if rel, err := filepath.Rel(os.TempDir(), p.File); err == nil && !p.Note {
			p.File = filepath.Base(rel)
		}
		problems = append(problems, p.String())
	}
	report, err := importer.Import(t.Context(), s, paths, o)
	require.NoError(t, err)
	return report, problems
}

func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// TestRoundTrip imports an archive of 20,000 messages with little memory, exports it and
// compares row by row.
func TestRoundTrip(t *testing.T) {
	in, out := filepath.Join(t.TempDir(), "in"), filepath.Join(t.TempDir(), "out")
	require.NoError(t, sample.Write(in, sample.Options{Conversations: 1200, Messages: 20_000, Users: 300, Seed: 3, Now: 1_790_000_000_000}))
	s := open(t)
	var sums, again bytes.Buffer
	dry, _ := run(t, s, importer.Options{DryRun: true}, in)
	report, problems := run(t, s, importer.Options{Memory: 1 << 20, Checksums: &sums}, in)
	assert.Empty(t, problems)
	assert.True(t, report.Complete())
	assert.Equal(t, dry, report, "a dry run says the same")
	for class, c := range report.Classes {
		assert.Zero(t, c.Updated+c.Unchanged+c.Skipped, class)
		assert.Equal(t, c.Read, c.Added+c.Repeated, class)
	}
	assert.EqualValues(t, 20_000, report.Classes[archive.Messages].Added)

	twice, problems := run(t, s, importer.Options{Checksums: &again}, in)
	assert.Empty(t, problems)
	for class, c := range twice.Classes {
		assert.Zero(t, c.Added+c.Updated+c.Skipped, class)
	}
	assert.Equal(t, sums.String(), again.String())

	exported, err := exporter.Export(t.Context(), s, app, out, nil)
	require.NoError(t, err)
	assert.Equal(t, report.Checksum, exported.Checksum)
	text, err := os.ReadFile(filepath.Join(out, exporter.ChecksumsFile))
	require.NoError(t, err)
	assert.Equal(t, sums.String(), string(text))
	want, err := sample.Digests(t.Context(), in)
	require.NoError(t, err)
	got, err := sample.Digests(t.Context(), out)
	require.NoError(t, err)
	assert.Equal(t, want, got)

	// What was exported makes the same store once more, private messages too.
	other, next := open(t), filepath.Join(t.TempDir(), "next")
	_, problems = run(t, other, importer.Options{}, out)
	assert.Empty(t, problems)
	_, err = exporter.Export(t.Context(), other, app, next, nil)
	require.NoError(t, err)
	for _, name := range []string{"_Conversation.jsonl", "_User.jsonl", "_File.jsonl", "_SysMessage.jsonl", "subscriptions.jsonl", "blacklists.jsonl",
		"silences.jsonl", "_ConversationMemberInfo.jsonl", "messages-000001.jsonl.gz"} {
		a, err := os.ReadFile(filepath.Join(out, name))
		require.NoError(t, err)
		b, err := os.ReadFile(filepath.Join(next, name))
		require.NoError(t, err)
		assert.True(t, bytes.Equal(a, b), name)
	}
	_, err = exporter.Export(t.Context(), s, app, out, nil)
	assert.ErrorContains(t, err, "not empty")
}

// Files in another order, in pieces, overlapping: the result is the same.
func TestOrderDoesNotMatter(t *testing.T) {
	in := filepath.Join(t.TempDir(), "in")
	require.NoError(t, sample.Write(in, sample.Options{Conversations: 40, Messages: 3000, Users: 30, Seed: 4, Now: 1_790_000_000_000}))
	var lines [][]byte
	r := archive.Reader{Row: func(row archive.Row) error {
		lines = append(lines, bytes.Clone(row.Data))
		return nil
	}, Problem: func(p archive.Problem) { t.Error(p) }}
	require.NoError(t, r.Read(t.Context(), filepath.Join(in, "messages-000001.jsonl.gz")))
	part := func(dir string, from, to int) string {
		return write(t, dir, "messages.jsonl", string(bytes.Join(lines[from:to], []byte("\n"))))
	}
	whole, pieces := open(t), open(t)
	report, _ := run(t, whole, importer.Options{}, in)
	conversations := filepath.Join(in, "_Conversation.jsonl")
	for _, at := range [][2]int{{1000, 2000}, {2500, 3000}, {0, 1200}, {1900, 2600}} {
		_, problems := run(t, pieces, importer.Options{}, part(t.TempDir(), at[0], at[1]), conversations)
		assert.Empty(t, problems)
	}
	one, other := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "other")
	first, err := exporter.Export(t.Context(), whole, app, one, nil)
	require.NoError(t, err)
	second, err := exporter.Export(t.Context(), pieces, app, other, nil)
	require.NoError(t, err)
	assert.Equal(t, report.Checksum, first.Checksum)
	assert.Equal(t, first.Checksum, second.Checksum)
}

// An import that is cut off anywhere goes on when it is started again.
func TestCutOffAnywhere(t *testing.T) {
	in := filepath.Join(t.TempDir(), "in")
	require.NoError(t, sample.Write(in, sample.Options{Conversations: 600, Messages: 12_000, Users: 100, Seed: 5, Now: 1_790_000_000_000}))
	s := open(t)
	cut := 0
	for n := 1; ; n += 150 { // of some thousand updates
		ctx, cancel := context.WithCancel(t.Context())
		steps := 0
		limited := &countingStore{Store: s, after: func() {
			if steps++; steps == n {
				cancel()
			}
		}}
		report, err := importer.Import(ctx, limited, []string{in}, importer.Options{App: app})
		cancel()
		if err == nil {
			assert.Zero(t, report.Classes[archive.Conversations].Added)
			break
		}
		cut++
		require.ErrorIs(t, err, context.Canceled)
	}
	assert.Greater(t, cut, 5)
	out := filepath.Join(t.TempDir(), "out")
	_, err := exporter.Export(t.Context(), s, app, out, nil)
	require.NoError(t, err)
	want, err := sample.Digests(t.Context(), in)
	require.NoError(t, err)
	got, err := sample.Digests(t.Context(), out)
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

// countingStore tells after each update.
type countingStore struct {
	store.Store
	after func()
}

func (s *countingStore) Update(fn func(store.Tx) error, done func(error)) {
	s.Store.Update(fn, func(err error) {
		s.after()
		done(err)
	})
}
