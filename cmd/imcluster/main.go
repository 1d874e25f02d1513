// Command imcluster is imserver as several nodes, for tests: it takes imserver's place in
// the command line, starts a PostgreSQL, a NATS and the nodes, and spreads connections
// over them in turn. Nothing of it outlives the process; imserver is looked for next to it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"

	"imclient/server/bus/nats/natstest"
	"imclient/server/store/postgres/pgtest"
)

// nodesVariable names the environment variable that says how many nodes; 3 by default.
const nodesVariable = "IMSERVER_TEST_NODES"

func main() {
	// The nodes end with the thread that has started them: see endsWithParent.
	runtime.LockOSThread()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "imcluster:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) (err error) {
	count := 3
	if text := os.Getenv(nodesVariable); text != "" {
		if count, err = strconv.Atoi(text); err != nil || count < 1 {
			return fmt.Errorf("%s is no number of nodes: %q", nodesVariable, text)
		}
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	program := filepath.Join(filepath.Dir(self), "imserver")
	listen, args := takeListen(args)
	database, err := pgtest.NewFast()
	if err != nil {
		return err
	}
	defer database.Stop()
	bus, err := natstest.New()
	if err != nil {
		return err
	}
	defer bus.Stop()
	args = append(args, "--listen", "127.0.0.1:0", "--store", database.URL(), "--bus", bus.URL)
	var nodes []*node
	var addresses []string
	defer func() {
		for _, n := range nodes {
			n.terminate()
		}
		for _, n := range nodes {
			err = errors.Join(err, n.wait())
		}
	}()
	for range count {
		n, err := startNode(program, args)
		if err != nil {
			return err
		}
		nodes = append(nodes, n)
		addresses = append(addresses, n.address)
	}
	b, err := spread(listen, addresses)
	if err != nil {
		return err
	}
	defer b.close()
	fmt.Fprintf(out, "imserver listening on http://%s\n", b.address())
	ended := make(chan struct{}, count)
	for _, n := range nodes {
		go func() {
			<-n.ended
			ended <- struct{}{}
		}()
	}
	select {
	case <-ctx.Done():
		return nil
	case <-ended:
		return errors.New("a node has ended")
	}
}

// takeListen takes the address of --listen out of imserver's arguments.
func takeListen(args []string) (listen string, rest []string) {
	listen = "127.0.0.1:0"
	for i := 0; i < len(args); i++ {
		if args[i] == "--listen" && i+1 < len(args) {
			i++
			listen = args[i]
			continue
		}
		rest = append(rest, args[i])
	}
	return listen, rest
}
