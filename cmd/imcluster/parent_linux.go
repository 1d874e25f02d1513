package main

import (
	"os/exec"
	"syscall"
)

// endsWithParent has a process killed when this one is.
func endsWithParent(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
