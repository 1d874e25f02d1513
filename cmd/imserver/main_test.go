package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"imclient/core/native"
	"imclient/server"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The test binary is the server when this is set.
const asServer = "IMSERVER_TEST_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asServer) != "" {
		main()
	}
	os.Exit(m.Run())
}

// deadline bounds every wait.
const deadline = 20 * time.Second

// process is a running imserver.
type process struct {
	cmd    *exec.Cmd
	url    string
	lines  []string // what it printed before it was ready
	stderr bytes.Buffer
	killed *time.Timer
}

func startProcess(t *testing.T, args ...string) *process {
	t.Helper()
	return startProcessWith(t, nil, args...)
}

// startProcessWith is startProcess with variables beside those of the test.
func startProcessWith(t *testing.T, variables []string, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(os.Args[0], append([]string{"serve"}, args...)...)}
	p.cmd.Env = append(append(os.Environ(), asServer+"=1"), variables...)
	p.cmd.Stderr = &p.stderr
	stdout, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	p.killed = time.AfterFunc(deadline, func() { _ = p.cmd.Process.Kill() })
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	scanner := bufio.NewScanner(stdout)
	ready := regexp.MustCompile(`^imserver listening on (https?://127\.0\.0\.1:\d+)$`)
	for scanner.Scan() {
		if m := ready.FindStringSubmatch(scanner.Text()); m != nil {
			p.url = m[1]
			go func() { _, _ = io.Copy(io.Discard, stdout) }()
			return p
		}
		p.lines = append(p.lines, scanner.Text())
	}
	_ = p.cmd.Wait()
	t.Fatalf("the server did not start: %s", p.stderr.String())
	return nil
}

func (p *process) end(t *testing.T, signal os.Signal) error {
	t.Helper()
	require.NoError(t, p.cmd.Process.Signal(signal))
	err := p.cmd.Wait()
	p.killed.Stop()
	return err
}

func TestServeAndTerminate(t *testing.T) {
	for _, signal := range []os.Signal{syscall.SIGTERM, syscall.SIGINT} {
		p := startProcess(t, "--listen", "127.0.0.1:0", "--data", filepath.Join(t.TempDir(), "new", "data"))
		require.Len(t, p.lines, 1)
		assert.Contains(t, p.lines[0], "id dev, key dev")
		response, err := http.Get(p.url + "/healthz")
		require.NoError(t, err)
		response.Body.Close()
		assert.Equal(t, http.StatusOK, response.StatusCode)
		assert.NoError(t, p.end(t, signal), "exit status 0")
	}
}

func TestAppsAndWeb(t *testing.T) {
	web := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(web, "dist", "demo"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(web, "dist", "demo", "index.html"), []byte("hello"), 0o600))
	p := startProcess(t, "--listen", "127.0.0.1:0", "--data", t.TempDir(), "--web", web, "--app", "a,k,m", "--app", "b,k,m")
	assert.Empty(t, p.lines)
	for path, want := range map[string]int{"/": 200, "/v1/route?appId=a": 200, "/v1/route?appId=b": 200, "/v1/route?appId=dev": 404} {
		response, err := http.Get(p.url + path)
		require.NoError(t, err)
		response.Body.Close()
		assert.Equal(t, want, response.StatusCode, path)
	}
	require.NoError(t, p.end(t, syscall.SIGTERM))
}

func TestDataDirectoryIsLocked(t *testing.T) {
	dir := t.TempDir()
	first := startProcess(t, "--listen", "127.0.0.1:0", "--data", dir)
	var out, errs bytes.Buffer
	status := run(context.Background(), []string{"serve", "--listen", "127.0.0.1:0", "--data", dir}, &out, &errs)
	assert.Equal(t, 1, status)
	assert.Contains(t, errs.String(), "in use by another process")
	require.NoError(t, first.end(t, syscall.SIGTERM))
}

func TestPortInUse(t *testing.T) {
	first := startProcess(t, "--listen", "127.0.0.1:0", "--data", t.TempDir())
	var out, errs bytes.Buffer
	address := strings.TrimPrefix(first.url, "http://")
	status := run(context.Background(), []string{"serve", "--listen", address, "--data", t.TempDir()}, &out, &errs)
	assert.Equal(t, 1, status)
	assert.Contains(t, errs.String(), "address already in use")
	assert.Empty(t, out.String())
	require.NoError(t, first.end(t, syscall.SIGTERM))
}

func TestCommandLine(t *testing.T) {
	cases := []struct {
		args    string
		status  int
		message string
	}{
		{"", 2, "usage"},
		{"frobnicate", 2, "unknown command"},
		{"serve --bogus", 2, "not defined: -bogus"},
		{"serve --listen nonsense", 2, "HOST:PORT"},
		{"serve extra", 2, `unexpected argument "extra"`},
		{"serve --app a,b", 2, "ID,KEY,MASTER"},
		{"serve --app a,,c", 2, "none of them empty"},
		{"serve --app a,b,c --app a,b,c", 1, "given twice"},
		{"serve --public-url im.example.org", 2, "https://host"},
		{"serve --web /no/such/directory", 2, "not a directory"},
		{"serve --require-signature login,spelling", 2, `unknown name "spelling"`},
		{"serve --disable everything", 2, `unknown name "everything"`},
		{"serve --words /no/such/file", 2, "no such file"},
		{"serve --log loud", 2, "loud"},
		{"serve --data= ", 2, "must not be empty"},
		{"serve --help", 0, "-listen"},
		{"help", 0, ""},
		{"version", 0, ""},
		{"--version", 0, ""},
		{"backup", 2, "--out FILE is missing"},
		{"backup --out x --data /no/such/dir", 1, "no such file"},
		{"backup --help", 0, "while the server runs"},
		{"restore", 2, "--from FILE is missing"},
		{"restore x", 2, "unexpected argument"},
		{"config", 2, "imserver config check"},
		{"config frob", 2, "unknown command"},
		{"config check /no/such/file", 1, "no such file"},
		{"config check --limits-members 7", 0, ""},
		{"config print", 0, ""},
	}
	for _, c := range cases {
		var out, errs bytes.Buffer
		status := run(context.Background(), strings.Fields(c.args), &out, &errs)
		assert.Equal(t, c.status, status, c.args)
		assert.Contains(t, errs.String(), c.message, c.args)
		assert.NotContains(t, out.String(), "listening", c.args)
	}
}

// What was acknowledged is there after the process was killed, once.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	var ids []string
	var cid string
	for round := range 3 {
		p := startProcess(t, "--listen", "127.0.0.1:0", "--data", dir)
		ctx, cancel := context.WithTimeout(context.Background(), deadline)
		rt, err := native.New(native.Options{AppID: server.DevelopmentApp.ID, AppKey: server.DevelopmentApp.Key, Server: p.url})
		require.NoError(t, err)
		client, err := rt.Login(ctx, "ann")
		require.NoError(t, err)
		conversation, err := client.CreateConversation(ctx, native.ConversationOptions{Members: []string{"bob"}})
		require.NoError(t, err)
		if round > 0 {
			assert.Equal(t, cid, conversation.ID())
			history, err := conversation.History(ctx, native.HistoryQuery{Limit: 1000})
			require.NoError(t, err)
			var found []string
			for _, m := range history {
				found = append(found, m.ID)
			}
			assert.Equal(t, ids, found)
		}
		cid = conversation.ID()
		for n := range 20 {
			m, err := conversation.Send(ctx, native.Text(fmt.Sprintf("%d/%d", round, n)))
			require.NoError(t, err)
			ids = append(ids, m.ID)
		}
		assert.Error(t, p.end(t, syscall.SIGKILL))
		_ = rt.Close()
		cancel()
	}
}
