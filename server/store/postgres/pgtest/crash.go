package pgtest

import (
	"fmt"
	"path/filepath"
)

// Socket is the path of the socket that the server listens on, for those who stand
// between it and its clients.
func (c *Cluster) Socket() string { return filepath.Join(c.dir, ".s.PGSQL.5432") }

// Pause stops all processes of the server where they are; the returned function lets them
// go on.
func (c *Cluster) Pause() (goOn func(), err error) {
	pid, err := c.PID()
	if err != nil {
		return nil, err
	}
	return func() { _ = resume(pid) }, pause(pid) // it may have been ended meanwhile
}

// Crash ends the server at once, without a word to anybody.
func (c *Cluster) Crash() error {
	pid, err := c.PID()
	if err != nil {
		return err
	}
	_ = resume(pid) // it may be paused
	return quit(pid)
}

// Recover starts the server again after Crash, and blocks until it takes connections.
func (c *Cluster) Recover() error {
	exited := c.exited
	if _, err := fmt.Fprintln(c.stdin, "again"); err != nil {
		return err
	}
	return c.await(exited)
}
