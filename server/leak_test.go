package server_test

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestMain fails when a goroutine of the server is left after the tests.
func TestMain(m *testing.M) {
	status := m.Run()
	if left := leftGoroutines(); status == 0 && left != "" {
		fmt.Fprintf(os.Stderr, "goroutines of the server are left:\n%s\n", left)
		status = 1
	}
	os.Exit(status)
}

// leftGoroutines waits until none is left, at most 5 seconds.
func leftGoroutines() string {
	for deadline := time.Now().Add(5 * time.Second); ; runtime.Gosched() {
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		var left []string
		for stack := range strings.SplitSeq(string(stacks), "\n\n") {
			if strings.Contains(stack, "/pgtest.") || strings.Contains(stack, "/natstest.") {
				continue // they live as long as the tests do
			}
			if strings.Contains(stack, "imclient/server.") || strings.Contains(stack, "imclient/server/store") || strings.Contains(stack, "imclient/server/bus") {
				left = append(left, stack)
			}
		}
		if len(left) == 0 {
			return ""
		}
		if time.Now().After(deadline) {
			return strings.Join(left, "\n\n")
		}
	}
}
