package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// node is one imserver.
type node struct {
	address string
	cmd     *exec.Cmd
	ended   chan struct{}
	err     error // once it has ended
}

// startNode waits until the node listens.
func startNode(program string, args []string) (*node, error) {
	n := &node{cmd: exec.Command(program, args...), ended: make(chan struct{})}
	n.cmd.Stderr = os.Stderr
	endsWithParent(n.cmd)
	out, err := n.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := n.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for n.address == "" && lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "imserver listening on http://"); ok {
			n.address = url
		}
	}
	go func() {
		_, _ = io.Copy(io.Discard, out)
		n.err = n.cmd.Wait()
		close(n.ended)
	}()
	if n.address == "" {
		return nil, fmt.Errorf("a node does not start: %w", n.wait())
	}
	return n, nil
}

// terminate asks the node to end.
func (n *node) terminate() { _ = n.cmd.Process.Signal(syscall.SIGTERM) }

// wait waits until it has, and returns why it failed.
func (n *node) wait() error {
	<-n.ended
	return n.err
}
