package pull_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"imclient/server/archive"
	"imclient/server/archive/sample"
	"imclient/server/pull"
	"imclient/server/pull/pulltest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const master = "top-secret-master-key"

// source is an archive and a server that has it.
func source(t *testing.T, conversations, messages int) (dir string, s *pulltest.Standin) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "source")
	require.NoError(t, sample.Write(dir, sample.Options{Conversations: conversations, Messages: messages, Users: 60, Seed: 9, Now: 1_790_000_000_000}))
	s, err := pulltest.Start("app", master, dir)
	require.NoError(t, err)
	t.Cleanup(s.Close)
	return dir, s
}

func digests(t *testing.T, paths ...string) map[archive.Class]*sample.Digest {
	t.Helper()
	d, err := sample.Digests(t.Context(), paths...)
	require.NoError(t, err)
	delete(d, archive.Users) // whose passwords scans do not show
	return d
}

// noWait is a clock that counts.
func noWait(waited *time.Duration) func(context.Context, time.Duration) error {
	return func(ctx context.Context, d time.Duration) error {
		*waited += d
		return ctx.Err()
	}
}

func TestPullGetsEverything(t *testing.T) {
	dir, s := source(t, 400, 5000)
	var waited time.Duration
	o := pull.Options{URL: s.URL, App: "app", Key: master, Dir: t.TempDir(), Sleep: noWait(&waited)}
	report, err := pull.Pull(t.Context(), o)
	require.NoError(t, err)
	assert.Zero(t, report.Retries)
	assert.Zero(t, waited)
	assert.Equal(t, digests(t, dir), digests(t, o.Dir))
	assert.EqualValues(t, 5000, report.Steps["messages"].Rows)
	assertNoKey(t, o.Dir)
}

// The key is nowhere in what was written.
func assertNoKey(t *testing.T, dir string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		assert.False(t, bytes.Contains(text, []byte(master)), path)
		info, _ := d.Info()
		assert.Zero(t, info.Mode()&0o077, path)
		return err
	}))
}

// Faults of every kind make it slower, and change nothing.
func TestPullUnderFaults(t *testing.T) {
	dir, s := source(t, 120, 7000)
	s.SetFault(func(n int) pulltest.Fault {
		return []pulltest.Fault{pulltest.None, pulltest.TooMany, pulltest.Unavailable, pulltest.Overlapping, pulltest.Cut, pulltest.Repeating, pulltest.Refused}[n*5%7]
	})
	var waited time.Duration
	var reasons []string
	o := pull.Options{URL: s.URL, App: "app", Key: master, Dir: t.TempDir(), Parallel: 1, Sleep: noWait(&waited),
		Wait: func(reason string, _ time.Duration) { reasons = append(reasons, reason) }}
	report, err := pull.Pull(t.Context(), o)
	require.NoError(t, err)
	assert.Greater(t, report.Retries, int64(50))
	assert.GreaterOrEqual(t, waited, 7*time.Second)
	assert.NotContains(t, bytes.Join([][]byte{[]byte(reasons[0])}, nil), master)
	assert.Equal(t, digests(t, dir), digests(t, o.Dir))
	assertNoKey(t, o.Dir)
}

// A pull that is cut off after any number of requests goes on where it was.
func TestPullIsResumed(t *testing.T) {
	dir, s := source(t, 300, 6000)
	o := pull.Options{URL: s.URL, App: "app", Key: master, Dir: t.TempDir()}
	cuts := 0
	for n := 3; ; n += 2 {
		ctx, cancel := context.WithCancel(t.Context())
		asked := 0
		s.SetFault(func(int) pulltest.Fault {
			if asked++; asked == n {
				cancel()
			}
			return pulltest.None
		})
		_, err := pull.Pull(ctx, o)
		cancel()
		if err == nil {
			break
		}
		require.ErrorIs(t, err, context.Canceled)
		cuts++
		// What was written behind the state is no part of it.
		files, err := filepath.Glob(filepath.Join(o.Dir, "messages-*.jsonl.gz"))
		require.NoError(t, err)
		for _, file := range files {
			f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
			require.NoError(t, err)
			_, err = f.WriteString("half a page")
			require.NoError(t, err)
			require.NoError(t, f.Close())
		}
	}
	assert.Greater(t, cuts, 5)
	assert.Equal(t, digests(t, dir), digests(t, o.Dir))
}

// A second pull fetches what is new, and no more.
func TestPullAgain(t *testing.T) {
	dir, s := source(t, 50, 8000)
	o := pull.Options{URL: s.URL, App: "app", Key: master, Dir: t.TempDir()}
	_, err := pull.Pull(t.Context(), o)
	require.NoError(t, err)
	all := len(s.Requests())

	more := t.TempDir()
	newRow := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(more, name), []byte(text), 0o600))
	}
	newRow("messages.jsonl", `{"msg-id":"new","conv-id":"x","to":"`+sample.ID("c", 3)+`","from":"client-1","data":"new","bin":false,"timestamp":1790000000500,"is-conv":true,"is-room":false}`)
	newRow("_Conversation.jsonl", `{"objectId":"`+sample.ID("c", 5)+`","createdAt":"2026-03-26T00:00:00.000Z","updatedAt":"2026-10-01T00:00:00.000Z","m":["client-1"],"tr":false}`)
	require.NoError(t, s.Add(more))
	s.Requests()
	report, err := pull.Pull(t.Context(), o)
	require.NoError(t, err)
	assert.Equal(t, 2, report.Run)
	scans := 0
	for _, path := range s.Requests() {
		if path == "/1.2/rtm/messages" {
			scans++
		}
	}
	assert.LessOrEqual(t, scans, 2, "of %d requests", all)
	assert.LessOrEqual(t, report.Steps["_Conversation"].Rows, int64(3))
	want := digests(t, dir, more)
	got := digests(t, o.Dir)
	assert.Equal(t, want[archive.Messages], got[archive.Messages])
	assert.Equal(t, want[archive.Conversations], got[archive.Conversations])
}

func TestPullRefuses(t *testing.T) {
	_, s := source(t, 5, 10)
	var waited time.Duration
	for name, c := range map[string]struct {
		change func(*pull.Options)
		want   string
	}{
		"a wrong key":           {func(o *pull.Options) { o.Key = "wrong" }, "status 401"},
		"no key":                {func(o *pull.Options) { o.Key = "" }, "the master key is missing"},
		"plain HTTP":            {func(o *pull.Options) { o.URL = "http://example.org" }, "use https"},
		"no URL":                {func(o *pull.Options) { o.URL = "example.org" }, "not of the form"},
		"a server that is down": {func(o *pull.Options) { o.URL = "http://127.0.0.1:1" }, "after 3 attempts"},
	} {
		t.Run(name, func(t *testing.T) {
			o := pull.Options{URL: s.URL, App: "app", Key: master, Dir: t.TempDir(), Attempts: 3, Sleep: noWait(&waited)}
			c.change(&o)
			_, err := pull.Pull(t.Context(), o)
			require.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), master)
		})
	}
	dir := t.TempDir()
	_, err := pull.Pull(t.Context(), pull.Options{URL: s.URL, App: "app", Key: master, Dir: dir})
	require.NoError(t, err)
	_, err = pull.Pull(t.Context(), pull.Options{URL: s.URL, App: "other", Key: master, Dir: dir})
	assert.ErrorContains(t, err, "another directory")
	require.NoError(t, os.WriteFile(filepath.Join(dir, pull.StateFile), []byte("{"), 0o600))
	_, err = pull.Pull(t.Context(), pull.Options{URL: s.URL, App: "app", Key: master, Dir: dir})
	assert.ErrorContains(t, err, "damaged")

	lines, err := pull.Look(t.Context(), pull.Options{URL: s.URL, App: "app", Key: master, Dir: filepath.Join(dir, "none")})
	require.NoError(t, err)
	assert.Contains(t, lines, "_Conversation: 5 rows")
	assert.NoDirExists(t, filepath.Join(dir, "none"))
	text, err := json.Marshal(lines)
	require.NoError(t, err)
	assert.NotContains(t, string(text), master)
}
