package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a PostgreSQL on a port of loopback that fails when it is told to, and that
// may have standbys. What processes have written outlives them; a machine that goes down
// it is not made for. Its methods are for one goroutine.
type Server struct {
	// Address is where it is, as host:port, also when it was started again.
	Address string

	t     testing.TB
	dir   string
	stdin io.Closer // nil: it does not run
	ended chan struct{}
}

// serverSettings give up what only matters when a machine goes down.
var serverSettings = []string{"listen_addresses=127.0.0.1", "max_connections=100", "shared_buffers=32MB", "autovacuum=off",
	"fsync=off", "full_page_writes=off", "unix_socket_directories=", "max_wal_senders=4"}

// NewServer starts one without data. It is stopped when the test ends.
func NewServer(t testing.TB) *Server {
	t.Helper()
	s := newServer(t)
	s.run("initdb", "-D", s.data(), "-U", "imserver", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
	s.Start()
	return s
}

// Standby starts a copy that follows s until it is promoted. From then on s confirms no
// commit that the standby does not have.
func (s *Server) Standby() *Server {
	s.t.Helper()
	host, port, _ := net.SplitHostPort(s.Address)
	b := newServer(s.t)
	b.run("pg_basebackup", "-D", b.data(), "-h", host, "-p", port, "-U", "imserver", "-R", "-X", "stream", "-c", "fast", "-N")
	b.Start()
	s.Exec("postgres", `ALTER SYSTEM SET synchronous_standby_names = '*'`)
	s.Exec("postgres", `SELECT pg_reload_conf()`)
	s.await("the standby is synchronous", func() bool {
		synchronous, err := s.ask("postgres", `SELECT EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync')`)
		return err == nil && synchronous
	})
	return b
}

// Promote makes a standby a server that is written to.
func (s *Server) Promote() {
	s.t.Helper()
	s.Exec("postgres", `SELECT pg_promote()`)
}

// URL is that of a database on s, or, while s is not to be written to, on others.
func (s *Server) URL(database string, others ...*Server) string {
	hosts := s.Address
	for _, o := range others {
		hosts += "," + o.Address
	}
	return "postgres://imserver@" + hosts + "/" + database + "?" + url.Values{"sslmode": {"disable"}, "target_session_attrs": {"read-write"}}.Encode()
}

func newServer(t testing.TB) *Server {
	t.Helper()
	dir, err := os.MkdirTemp("", "pgtest-")
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := &Server{Address: l.Addr().String(), t: t, dir: dir}
	t.Cleanup(func() {
		s.stop()
		_ = os.RemoveAll(dir)
	})
	return s
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) command(program string, args ...string) *exec.Cmd {
	s.t.Helper()
	bin, err := programs()
	if err != nil {
		s.t.Fatal(err)
	}
	c := exec.Command(program, args...)
	if program != "/bin/sh" {
		c = exec.Command(filepath.Join(bin, program), args...)
	} else {
		c.Env = append(os.Environ(), "BIN="+bin)
	}
	c.Dir = s.dir
	if err := unprivileged(c, s.dir); err != nil {
		s.t.Fatal(err)
	}
	return c
}

func (s *Server) run(program string, args ...string) {
	s.t.Helper()
	if output, err := s.command(program, args...).CombinedOutput(); err != nil {
		s.t.Fatalf("%s: %v\n%s", program, err, output)
	}
}

// Start starts the server, perhaps again. A shell watches over it: when its input ends,
// because the process here has, it stops the server and removes the directory.
func (s *Server) Start() {
	s.t.Helper()
	_, port, _ := net.SplitHostPort(s.Address)
	c := s.command("/bin/sh", "-c", `exec 3<&0
		"$BIN/postgres" -D data -p "$1" -c `+strings.Join(serverSettings, " -c ")+` >>log 2>&1 </dev/null 3<&- &
		server=$!
		{ read stop <&3; : >stopping; kill -INT $server; } &
		watcher=$!
		wait $server
		[ -e stopping ] && cd / && exec rm -rf "$2"
		kill $watcher`, "postgres", port, s.dir)
	var output bytes.Buffer
	c.Stdout, c.Stderr = &output, &output
	stdin, err := c.StdinPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan struct{})
	s.stdin, s.ended = stdin, ended
	go func() {
		_ = c.Wait()
		close(ended)
	}()
	s.await("PostgreSQL starts", func() bool {
		select {
		case <-ended:
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			s.t.Fatalf("PostgreSQL has ended: %s\n%s", output.String(), log)
		default:
		}
		_, err := s.ask("postgres", `SELECT TRUE`)
		return err == nil
	})
}

// Crash ends the server at once, without a word to anybody.
func (s *Server) Crash() {
	s.t.Helper()
	s.signal(quit)
	<-s.ended
	s.stdin = nil
}

// Pause stops all processes of the server where they are, until Resume.
func (s *Server) Pause() { s.t.Helper(); s.signal(pause) }

// Resume lets them go on.
func (s *Server) Resume() { s.t.Helper(); s.signal(resume) }

func (s *Server) signal(how func(postmaster int) error) {
	s.t.Helper()
	content, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	var pid int
	if err == nil {
		_, err = fmt.Sscan(string(content), &pid)
	}
	if err == nil {
		err = how(pid)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *Server) stop() {
	if s.stdin == nil {
		return
	}
	s.signal(resume) // it may be paused
	_ = s.stdin.Close()
	<-s.ended
	s.stdin = nil
}

// Exec runs a statement.
func (s *Server) Exec(database, text string) {
	s.t.Helper()
	if _, err := s.ask(database, text); err != nil && !errors.Is(err, pgx.ErrNoRows) {
		s.t.Fatalf("%s: %v", text, err)
	}
}

func (s *Server) ask(database, text string) (yes bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	conn, err := pgx.Connect(ctx, "postgres://imserver@"+s.Address+"/"+database+"?sslmode=disable")
	if err != nil {
		return false, err
	}
	rows, err := conn.Query(ctx, text)
	if err == nil {
		for rows.Next() {
			if values, _ := rows.Values(); len(values) == 1 {
				yes, _ = values[0].(bool)
			}
		}
		err = rows.Err()
	}
	return yes, errors.Join(err, conn.Close(ctx))
}

func (s *Server) await(what string, is func() bool) {
	s.t.Helper()
	deadline := time.After(startTime)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-tick.C:
		case <-deadline:
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			s.t.Fatalf("in vain: %s\n%s", what, log)
		}
	}
}
