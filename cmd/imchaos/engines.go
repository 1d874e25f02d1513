package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"

	"imclient/server/bus/nats/natstest"
	"imclient/server/store/postgres/pgtest"

	"github.com/jackc/pgx/v5"
)

// engines are what several nodes share: a real PostgreSQL and a real NATS, each in
// processes of their own. Schedules use them one after the other.
type engines struct {
	database *pgtest.Cluster
	crashed  bool

	mu      sync.Mutex
	nats    *exec.Cmd // nil: it does not run
	address string    // of NATS
}

func startEngines() (e *engines, err error) {
	e = &engines{}
	// What a process has written outlives it without being synchronised, and recovery is
	// over at once. A server that goes down waits for connections that say nothing, such
	// as those of a node that is cut off.
	if e.database, err = pgtest.New("fsync=off", "authentication_timeout=2s"); err != nil {
		return nil, err
	}
	if err := e.startNATS(); err != nil {
		e.close()
		return nil, err
	}
	return e, nil
}

// asNATS is the argument with which this program is a nats-server.
const asNATS = "nats-server"

// serveNATS is a nats-server that ends with its input.
func serveNATS(stdout, stderr io.Writer) int {
	s, err := natstest.New()
	if err != nil {
		fmt.Fprintln(stderr, "imchaos:", err)
		return 1
	}
	fmt.Fprintln(stdout, s.URL)
	_, _ = io.Copy(io.Discard, os.Stdin)
	s.Stop()
	return 0
}

// startNATS starts NATS, unless it runs.
func (e *engines) startNATS() error {
	if e.nats != nil {
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self, asNATS)
	if _, err := cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	e.nats = cmd
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return errors.Join(fmt.Errorf("NATS does not start: %w", err), e.killNATS())
	}
	at, err := url.Parse(strings.TrimSpace(line))
	if err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.address = at.Host
	return nil
}

func (e *engines) killNATS() error {
	if e.nats == nil {
		return nil
	}
	err := e.nats.Process.Kill()
	_ = e.nats.Wait()
	e.nats = nil
	return err
}

// pauseNATS stops the process; the returned function lets it go on.
func (e *engines) pauseNATS() (goOn func()) {
	if e.nats == nil {
		return func() {}
	}
	process := e.nats.Process
	_ = process.Signal(stopSignal)
	return func() { _ = process.Signal(continueSignal) }
}

func (e *engines) dialNATS() (net.Conn, error) {
	e.mu.Lock()
	address := e.address
	e.mu.Unlock()
	return net.Dial("tcp", address)
}

func (e *engines) dialPostgres() (net.Conn, error) { return net.Dial("unix", e.database.Socket()) }

// crash ends PostgreSQL at once, without its saying goodbye to anybody. It comes back
// with recover.
func (e *engines) crash() error {
	if e.crashed {
		return nil
	}
	e.crashed = true
	return e.database.Crash()
}

func (e *engines) recover() error {
	if !e.crashed {
		return nil
	}
	e.crashed = false
	return e.database.Recover()
}

// pause stops PostgreSQL where it is; the returned function lets it go on.
func (e *engines) pause() (goOn func(), err error) {
	if e.crashed {
		return func() {}, nil
	}
	return e.database.Pause()
}

// exec runs a statement.
func (e *engines) exec(ctx context.Context, text string) error {
	conn, err := pgx.Connect(ctx, e.database.URL())
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, text)
	return errors.Join(err, conn.Close(ctx))
}

func (e *engines) close() {
	_ = e.killNATS()
	e.database.Stop()
}
