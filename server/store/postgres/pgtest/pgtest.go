// Package pgtest runs a real PostgreSQL for tests.
package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Cluster is a running server with a directory of its own. It ends with the process
// that started it, however that ends.
type Cluster struct {
	dir     string
	command *exec.Cmd
	stdin   io.WriteCloser
	output  bytes.Buffer
	exited  chan error
}

// startTime bounds making and starting a server.
const startTime = 60 * time.Second

var shared = sync.OnceValues(func() (*Cluster, error) {
	c, err := start(fast)
	if err == nil {
		running.Store(c)
	}
	return c, err
})

var running atomic.Pointer[Cluster]

// StopShared ends the server that all tests of the process share, if one was started: for
// those who look for goroutines after the tests. There are no tests after it.
func StopShared() {
	if c := running.Swap(nil); c != nil {
		c.Stop()
	}
}

// fast gives up what only matters when a machine goes down.
var fast = []string{"fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"}

var databases atomic.Int64

// emptied are databases that tests have used and that hold nothing but the schema.
var emptied = make(chan string, 100)

// URL returns where a test finds a database without data, in a server that all tests
// of the process share. It may hold the store's schema: making that takes longer than
// most tests. What the test leaves in it is removed when the test ends, and all
// connections to it are ended.
func URL(t testing.TB) string {
	t.Helper()
	c := sharedCluster(t)
	var name string
	select {
	case name = <-emptied:
	default:
		name = c.create(t)
	}
	t.Cleanup(func() {
		if err := c.empty(name); err != nil {
			t.Error(err)
			return
		}
		select {
		case emptied <- name:
		default:
		}
	})
	return c.url(name)
}

// Fresh is URL for a database without the schema. It is dropped when the test ends.
func Fresh(t testing.TB) string {
	t.Helper()
	return sharedCluster(t).Database(t)
}

func sharedCluster(t testing.TB) *Cluster {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// emptying removes all rows but those that the schema came with.
const emptying = `DO $$ DECLARE name TEXT; BEGIN
	FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('schema_version', 'clock') LOOP
		EXECUTE format('DELETE FROM %I', name);
	END LOOP;
	IF to_regclass('clock') IS NOT NULL THEN UPDATE clock SET last = 0; END IF;
END $$`

func (c *Cluster) empty(name string) error {
	if err := c.exec("postgres", `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '`+name+`'`); err != nil {
		return err
	}
	return c.exec(name, emptying)
}

// New runs a server with those settings, such as fsync=off, until Stop is called. Without
// any it keeps what it has acknowledged as in production.
func New(settings ...string) (*Cluster, error) { return start(settings) }

// NewFast is New for what need not outlive the machine.
func NewFast() (*Cluster, error) { return start(fast) }

// URL is where the database postgres is, for programs that need no other.
func (c *Cluster) URL() string { return c.url("postgres") }

// PID is the process of the server that the others are children of.
func (c *Cluster) PID() (pid int, err error) {
	content, err := os.ReadFile(filepath.Join(c.dir, "data", "postmaster.pid"))
	if err == nil {
		_, err = fmt.Sscan(string(content), &pid)
	}
	return pid, err
}

// Start starts a server of the test's own, which keeps what it has acknowledged as in
// production. It is stopped when the test ends.
func Start(t testing.TB) *Cluster {
	t.Helper()
	c, err := start(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	return c
}

// Database makes an empty database and returns its URL.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	name := c.create(t)
	t.Cleanup(func() { _ = c.exec("postgres", `DROP DATABASE `+name+` WITH (FORCE)`) }) // it may have been stopped
	return c.url(name)
}

func (c *Cluster) create(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test%d", databases.Add(1))
	if err := c.exec("postgres", `CREATE DATABASE `+name); err != nil {
		t.Fatal(err)
	}
	return name
}

func (c *Cluster) url(database string) string {
	return "postgres://imserver@/" + database + "?host=" + c.dir
}

func (c *Cluster) exec(database, text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.url(database))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, text)
	return errors.Join(err, conn.Close(ctx))
}

// programs finds the folder with initdb and postgres; an empty text is that of PATH.
func programs() (string, error) {
	installed, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.Sort(installed)
	slices.Reverse(installed)
	for _, dir := range append(installed, "/usr/local/opt/postgresql/bin", "/opt/homebrew/opt/postgresql/bin") {
		if _, err := os.Stat(filepath.Join(dir, "initdb")); err == nil {
			return dir, nil
		}
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", fmt.Errorf("the tests need PostgreSQL (Debian: apt-get install postgresql; or scripts/need.sh postgres)")
}

// start makes a cluster and starts it. A shell watches over it: when its input ends,
// because the process here has, it stops the server and removes the directory. For each
// line of input it starts the server again once that has ended.
func start(settings []string) (*Cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest-")
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir}
	script := `"$0/initdb" -D "$1/data" -U imserver -A trust -E UTF8 --locale=C -N >"$1/initdb.log" 2>&1 || { cat "$1/initdb.log"; exit 1; }
		while
			"$0/postgres" -D "$1/data" -k "$1" ` + options(settings) + ` >>"$1/log" 2>&1 </dev/null &
			server=$!
			read again
		do
			wait $server
		done
		kill -INT $server
		wait $server
		cd / && rm -rf "$1"`
	c.command = exec.Command("/bin/sh", "-c", script, bin, dir)
	c.command.Dir = dir
	if err := unprivileged(c.command, dir); err != nil {
		return nil, err
	}
	c.command.Stdout, c.command.Stderr = &c.output, &c.output
	if c.stdin, err = c.command.StdinPipe(); err != nil {
		return nil, err
	}
	if err := c.command.Start(); err != nil {
		return nil, err
	}
	return c, c.wait()
}

func options(settings []string) string {
	settings = append([]string{"listen_addresses=", "max_connections=300", "shared_buffers=64MB"}, settings...)
	return "-c " + strings.Join(settings, " -c ")
}

// wait blocks until the server takes connections.
func (c *Cluster) wait() error {
	exited := make(chan error, 1)
	go func() { exited <- c.command.Wait() }()
	return c.await(exited)
}

func (c *Cluster) await(exited chan error) error {
	deadline := time.After(startTime)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-exited:
			return fmt.Errorf("PostgreSQL did not start: %v\n%s", err, c.output.String())
		case <-deadline:
			_ = c.stdin.Close()
			log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
			return fmt.Errorf("PostgreSQL did not start in time:\n%s", log)
		case <-tick.C:
			if c.exec("postgres", `SELECT 1`) == nil {
				c.exited = exited
				return nil
			}
		}
	}
}

// Stop ends the server and all connections to it.
func (c *Cluster) Stop() {
	_ = c.stdin.Close()
	<-c.exited
	c.exited <- nil
	_ = os.RemoveAll(c.dir)
}
