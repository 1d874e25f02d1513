//go:build unix

package pgtest

import (
	"errors"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// quit is what PostgreSQL calls an immediate shutdown.
func quit(postmaster int) error { return syscall.Kill(postmaster, syscall.SIGQUIT) }

// pause stops the postmaster first, so that it has no more children.
func pause(postmaster int) error {
	if err := syscall.Kill(postmaster, syscall.SIGSTOP); err != nil {
		return err
	}
	return signalChildren(postmaster, syscall.SIGSTOP)
}

func resume(postmaster int) error {
	return errors.Join(signalChildren(postmaster, syscall.SIGCONT), syscall.Kill(postmaster, syscall.SIGCONT))
}

func signalChildren(parent int, signal syscall.Signal) error {
	list, err := exec.Command("ps", "-A", "-o", "pid=,ppid=").Output()
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(list)) {
		fields := strings.Fields(line)
		if len(fields) != 2 || fields[1] != strconv.Itoa(parent) {
			continue
		}
		pid, err := strconv.Atoi(fields[0])
		if err != nil {
			return err
		}
		_ = syscall.Kill(pid, signal) // one that has ended meanwhile does not matter
	}
	return nil
}
