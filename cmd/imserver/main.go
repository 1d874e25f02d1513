// Command imserver is the RTM server.
//
//	imserver serve --listen 127.0.0.1:8080 --data DIR [--app ID,KEY,MASTER]...
//
// It prints "imserver listening on http://HOST:PORT" when it is ready, and ends
// cleanly on SIGINT and SIGTERM. Exit status: 0 after a clean end, 1 when
// something failed, 2 for a command line it does not understand.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

const usage = `usage: imserver serve [flags]

Run "imserver serve --help" for the flags.
`

// errUsage is a command line that is not understood; its message is out already.
var errUsage = errors.New("usage")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage)
		return 2
	}
	var err error
	switch args[0] {
	case "serve":
		err = serve(ctx, args[1:], stdout, stderr)
	case "help", "--help", "-h":
		fmt.Fprint(stdout, usage)
	default:
		fmt.Fprintf(stderr, "imserver: unknown command %q\n%s", args[0], usage)
		return 2
	}
	switch {
	case errors.Is(err, errUsage):
		return 2
	case err != nil:
		fmt.Fprintf(stderr, "imserver: %v\n", err)
		return 1
	}
	return 0
}
