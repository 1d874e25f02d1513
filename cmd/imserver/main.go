// Command imserver is the RTM server.
//
//	imserver serve --config /etc/imserver/imserver.yaml
//
// It prints "imserver listening on http://HOST:PORT" when it is ready, and ends
// cleanly on SIGINT and SIGTERM. Exit status: 0 after a clean end, 1 when
// something failed, 2 for a command line it does not understand, 3 after an import or a
// pull that had to leave something out.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"imclient/cmd/imserver/internal/config"
)

// command is one word after imserver. help is a line of the list.
type command struct {
	name, help string
	run        func(ctx context.Context, args []string, stdout, stderr io.Writer) error
}

var commands []command

func init() {
	commands = []command{
		{"serve", "run the server", serve},
		{"config", "check or show the configuration", configure},
		{"admin", "apps and their keys, who is online, kicking", admin},
		{"backup", "copy the database, while the server runs too", backup},
		{"restore", "put a backup in the place of the database", restore},
		{"migrate", "copy the data directory into a PostgreSQL database", migrate},
		{"pull", "fetch what an app has at LeanCloud", pullData},
		{"import", "bring in an app's data from LeanCloud, or from another server", importData},
		{"export", "write out all that is kept of an app", exportData},
		{"health", "ask the running server how it is", health},
		{"version", "print the version", version},
	}
}

func usage() string {
	var b strings.Builder
	b.WriteString("imserver is a server for instant messaging.\n\nusage: imserver COMMAND [flags]\n\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "  %-9s %s\n", c.name, c.help)
	}
	b.WriteString("\nEach command explains itself with --help. docs/operating.md has the rest.\n")
	return b.String()
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage())
		return 2
	}
	switch args[0] {
	case "help", "--help", "-h":
		fmt.Fprint(stdout, usage())
		return 0
	case "--version", "-v":
		args[0] = "version"
	}
	for _, c := range commands {
		if c.name == args[0] {
			return status(c.run(ctx, args[1:], stdout, stderr), c.name, stderr)
		}
	}
	fmt.Fprintf(stderr, "imserver: unknown command %q\n%s", args[0], usage())
	return 2
}

// status tells what went wrong and returns the exit status for it.
func status(err error, name string, stderr io.Writer) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, config.ErrUsage):
		return 2
	}
	for line := range strings.Lines(explain(err)) {
		fmt.Fprintf(stderr, "imserver %s: %s\n", name, strings.TrimSuffix(line, "\n"))
	}
	if errors.Is(err, errIncomplete) {
		return 3
	}
	return 1
}

// badUsage says what a command line lacks, and how it is meant.
func badUsage(stderr io.Writer, format string, args ...any) error {
	fmt.Fprintf(stderr, format+"\n", args...)
	return config.ErrUsage
}
