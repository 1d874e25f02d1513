//go:build unix

package main

import "syscall"

// Signals that stop a process where it is, and let it go on.
const (
	stopSignal     = syscall.SIGSTOP
	continueSignal = syscall.SIGCONT
)
