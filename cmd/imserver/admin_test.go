package main

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"

	"imclient/core/native"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// admined runs imserver admin and expects it to work.
func admined(t *testing.T, dir string, words ...string) string {
	t.Helper()
	status, out, errs := runCommand(t, append([]string{"admin", "--data", dir}, words...)...)
	require.Zero(t, status, errs)
	return out
}

func key(t *testing.T, out string) string {
	t.Helper()
	found := regexp.MustCompile(`(?m)^key +(\S+)$`).FindStringSubmatch(out)
	require.NotNil(t, found, out)
	return found[1]
}

func canLogin(ctx context.Context, url, app, key string) (*native.Client, func(), error) {
	rt, err := native.New(native.Options{AppID: app, AppKey: key, Server: url})
	if err != nil {
		return nil, nil, err
	}
	c, err := rt.Login(ctx, "ann")
	return c, func() { _ = rt.Close() }, err
}

func TestAppsWithoutAServer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	k := key(t, admined(t, dir, "apps", "add", "shop"))
	assert.NotContains(t, admined(t, dir, "apps", "list"), k, "keys are shown when asked for")
	assert.Contains(t, admined(t, dir, "apps", "list", "keys"), k)
	kept := admined(t, dir, "apps", "rotate", "shop", "both", "keep", "24h")
	assert.NotEqual(t, k, key(t, kept))
	assert.Contains(t, kept, "the old master key is good until 20")
	assert.NotContains(t, admined(t, dir, "apps", "rotate", "shop", "master-key"), "good until")
	admined(t, dir, "apps", "disable", "shop")
	assert.Regexp(t, `shop +database +disabled`, admined(t, dir, "apps", "list"))
	admined(t, dir, "apps", "enable", "shop")
	admined(t, dir, "apps", "delete", "shop")
	assert.NotContains(t, admined(t, dir, "apps", "list"), "shop")
	assert.Contains(t, admined(t, dir, "apps", "list"), "dev", "without apps there is the development app")
	status, _, errs := runCommand(t, "admin", "--data", dir, "sessions")
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, "no server answers")
}

func TestAppsOfARunningServer(t *testing.T) {
	dir := t.TempDir()
	p := startProcess(t, "--listen", "127.0.0.1:0", "--data", dir, "--app", "fixed,k,m")
	info, err := os.Stat(filepath.Join(dir, "admin.sock"))
	require.NoError(t, err)
	assert.Equal(t, os.ModeSocket|0o600, info.Mode(), "nobody else may open it")
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()

	k := key(t, admined(t, dir, "apps", "add", "shop"))
	ann, end, err := canLogin(ctx, p.url, "shop", k)
	require.NoError(t, err)
	defer end()
	assert.Regexp(t, `shop +ann +127\.0\.0\.1`, admined(t, dir, "sessions"))
	assert.Contains(t, admined(t, dir, "stats"), `"sessions": 1`)
	assert.Regexp(t, `shop +database +served +1`, admined(t, dir, "apps", "list"))

	closed := make(chan native.ClientClosed, 1)
	native.On(ann, func(e native.ClientClosed) { closed <- e })
	assert.Equal(t, "1 sessions ended\n", admined(t, dir, "kick", "shop", "ann", "enough"))
	select {
	case e := <-closed:
		assert.EqualValues(t, 4115, e.Code)
		assert.Equal(t, "enough", e.Reason)
	case <-ctx.Done():
		t.Fatal("not kicked")
	}

	_, end, err = canLogin(ctx, p.url, "shop", k)
	require.NoError(t, err)
	defer end()
	admined(t, dir, "apps", "disable", "shop")
	_, end2, err := canLogin(ctx, p.url, "shop", k)
	assert.ErrorContains(t, err, "does not know the app")
	end2()
	admined(t, dir, "apps", "enable", "shop")
	assert.NotContains(t, admined(t, dir, "sessions"), "ann", "clients of a disabled app are sent off")

	for _, words := range [][]string{{"apps", "add", "fixed"}, {"apps", "delete", "fixed"}, {"apps", "rotate", "fixed", "key"}} {
		status, _, errs := runCommand(t, append([]string{"admin", "--data", dir}, words...)...)
		assert.Equal(t, 1, status)
		assert.Contains(t, errs, "is in the configuration")
	}
	for _, words := range [][]string{{"apps", "add", "shop"}, {"apps", "delete", "none"}, {"kick", "none", "ann"}} {
		status, _, errs := runCommand(t, append([]string{"admin", "--data", dir}, words...)...)
		assert.Equal(t, 1, status, words)
		assert.Regexp(t, "there already|no app", errs)
	}
	require.NoError(t, p.end(t, syscall.SIGTERM))
	assert.NoFileExists(t, filepath.Join(dir, "admin.sock"))

	p = startProcess(t, "--listen", "127.0.0.1:0", "--data", dir)
	assert.Empty(t, p.lines, "there is an app: the development app, whose keys everybody knows, is not served")
	_, end3, err := canLogin(ctx, p.url, "dev", "dev")
	assert.ErrorContains(t, err, "does not know the app")
	end3()
	require.NoError(t, p.end(t, syscall.SIGTERM))
}

func TestAdminCommandLine(t *testing.T) {
	dir := t.TempDir()
	for _, words := range [][]string{{}, {"apps"}, {"apps", "frob"}, {"apps", "rotate", "x"}, {"apps", "rotate", "x", "y"}, {"apps", "rotate", "x", "key", "keep", "1h"},
		{"apps", "rotate", "x", "both", "keep", "soon"}, {"apps", "rotate", "x", "both", "keep", "0s"}, {"apps", "rotate", "x", "both", "keep"}, {"kick", "a"}, {"stats", "x"}, {"sessions", "a", "b"}} {
		status, _, errs := runCommand(t, append([]string{"admin", "--data", dir}, words...)...)
		assert.Equal(t, 2, status, words)
		assert.Contains(t, errs, "usage: imserver admin")
	}
	assert.Contains(t, admined(t, dir, "help"), "apps rotate ID")
}

func TestSocketThatIsLeftOver(t *testing.T) {
	dir := t.TempDir()
	p := startProcess(t, "--listen", "127.0.0.1:0", "--data", dir)
	assert.Error(t, p.end(t, syscall.SIGKILL))
	require.FileExists(t, filepath.Join(dir, "admin.sock"))
	assert.Contains(t, admined(t, dir, "apps", "list"), "dev", "nobody listens: the database is asked")
	p = startProcess(t, "--listen", "127.0.0.1:0", "--data", dir)
	assert.Contains(t, admined(t, dir, "stats"), "connections")
	require.NoError(t, p.end(t, syscall.SIGTERM))

	path := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(path, []byte("precious"), 0o600))
	status, _, errs := runCommand(t, "serve", "--listen", "127.0.0.1:0", "--data", dir, "--admin-socket", path)
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, "is no socket")
	assert.FileExists(t, path)
}
