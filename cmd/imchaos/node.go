package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// node is one of several servers. It is started again whenever it ends, as by systemd,
// unless it is to stay down.
type node struct {
	imserver string
	args     []string
	stderr   io.Writer
	nats     *relay // between it and NATS
	postgres *relay
	data     string
	ended    chan struct{} // closed when it does not run any more, and is not to

	mu      sync.Mutex
	change  *sync.Cond
	down    bool // it is to stay down
	ending  bool // it runs, but not for long
	closed  bool
	cmd     *exec.Cmd // that runs; nil: none
	address string    // where it listens; empty: nowhere yet
}

// restartPause is between the end of a node and its start.
const restartPause = 50 * time.Millisecond

// stopTime is how long a node may take to stop before it is killed.
const stopTime = 3 * time.Second

func (n *node) supervise() {
	defer close(n.ended)
	for n.awaitUp() {
		if err := n.run(); err != nil {
			fmt.Fprintln(n.stderr, "imchaos:", err)
		}
		time.Sleep(restartPause)
	}
}

// awaitUp waits while the node is to stay down. It says whether it is ever to run again.
func (n *node) awaitUp() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	for n.down && !n.closed {
		n.change.Wait()
	}
	return !n.closed
}

// run runs the node until it ends.
func (n *node) run() error {
	cmd := exec.Command(n.imserver, n.args...)
	cmd.Stderr = n.stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	n.mu.Lock()
	if n.down || n.closed {
		n.mu.Unlock()
		return nil
	}
	if err := cmd.Start(); err != nil {
		n.mu.Unlock()
		return err
	}
	n.cmd = cmd
	n.mu.Unlock()
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "imserver listening on http://"); ok {
			n.listens(url)
		}
	}
	_ = cmd.Wait()
	n.mu.Lock()
	n.cmd, n.ending = nil, false
	n.mu.Unlock()
	n.listens("")
	return nil
}

func (n *node) listens(address string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.address = address
	n.change.Broadcast()
}

// dial connects to the node.
func (n *node) dial() (net.Conn, error) {
	n.mu.Lock()
	address := n.address
	n.mu.Unlock()
	if address == "" {
		return nil, errors.New("the node is down")
	}
	return net.Dial("tcp", address)
}

// signal sends a signal to the process that runs, and returns how to send it another one.
func (n *node) signal(s os.Signal) (again func(os.Signal)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cmd == nil {
		return func(os.Signal) {}
	}
	process := n.cmd.Process
	_ = process.Signal(s)
	return func(s os.Signal) { _ = process.Signal(s) }
}

func (n *node) setDown(down bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down = down
	n.ending = n.ending || down && n.cmd != nil
	n.change.Broadcast()
}

// kill ends the node as a crash does; up has it start again.
func (n *node) kill() {
	n.setDown(true)
	n.signal(os.Kill)
}

// stop ends it as a rolling restart does.
func (n *node) stop() {
	n.setDown(true)
	again := n.signal(syscall.SIGTERM)
	time.AfterFunc(stopTime, func() { again(os.Kill) })
}

func (n *node) up() { n.setDown(false) }

// await waits until the node serves.
func (n *node) await(ctx context.Context) error {
	defer context.AfterFunc(ctx, n.change.Broadcast)()
	n.mu.Lock()
	defer n.mu.Unlock()
	for n.address == "" || n.ending {
		if ctx.Err() != nil {
			return fmt.Errorf("a node does not start: %w", ctx.Err())
		}
		n.change.Wait()
	}
	return nil
}

func (n *node) close() {
	n.mu.Lock()
	n.closed = true
	n.change.Broadcast()
	n.mu.Unlock()
	n.signal(os.Kill)
	<-n.ended
	n.nats.close()
	n.postgres.close()
	_ = os.RemoveAll(n.data)
}
