//go:build !unix

package main

import "os"

// There is no way to stop a process where it is: this does nothing to it.
var stopSignal, continueSignal os.Signal = os.Interrupt, os.Interrupt
