// Package servertest runs the real server, on a real database and a real
// socket, inside a test.
package servertest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"imclient/server"
)

// stopTimeout is how long connections have to end when a server stops; those of
// clients that do not answer are cut then.
const stopTimeout = time.Second

// Instance is a running server: one node, or several behind one address where the
// tests run on several (nodes.go). It can be stopped and started again on the
// same address and data, as a server is that is updated. Its methods are for
// one goroutine, apart from Any and Settle.
type Instance struct {
	URL       string // base URL, without a slash at the end
	AppID     string
	AppKey    string
	MasterKey string

	address string
	remove  func() error // of the data directory
	failed  func(error)

	nodes  []*node
	marks  marks
	turn   atomic.Uint64 // of Any
	http   *http.Server
	served chan error
}

// Start runs a server with the development app until the test ends. What the
// server logs is part of the test's output.
func Start(t testing.TB) *Instance {
	t.Helper()
	return StartWith(t, server.Options{})
}

// StartWith is Start with options. Without a data directory and a store the
// server gets a directory of the test's, or a database of its own when the tests run
// on PostgreSQL; without a logger it logs to the test. With a bus it is one node.
func StartWith(t testing.TB, o server.Options) *Instance {
	t.Helper()
	count := NodeCount()
	if o.Bus != nil {
		count = 1
	}
	return startNodes(t, o, count)
}

// StartOne is StartWith for what is by its nature about one process, also where the
// tests run on several nodes; why says what that is.
func StartOne(t testing.TB, why string, o server.Options) *Instance {
	t.Helper()
	if NodeCount() > 1 {
		t.Log("on one node:", why)
	}
	return startNodes(t, o, 1)
}

func startNodes(t testing.TB, o server.Options, count int) *Instance {
	t.Helper()
	if o.DataDir == "" {
		o.DataDir = t.TempDir()
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	onDatabase(t, &o)
	i, err := start(o, onBus(&o), count)
	if err != nil {
		t.Fatal(err)
	}
	i.failed = func(err error) {
		t.Helper()
		t.Fatal(err)
	}
	t.Cleanup(i.Close)
	return i
}

// New runs a server with the development app and a data directory of its own,
// for examples and benchmarks that have no test. Close must be called.
func New() (*Instance, error) {
	dir, err := os.MkdirTemp("", "servertest-")
	if err != nil {
		return nil, err
	}
	i, err := start(server.Options{DataDir: dir, Logger: slog.New(slog.DiscardHandler)}, nil, 1)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	i.remove = func() error { return os.RemoveAll(dir) }
	i.failed = func(err error) { panic(err) }
	return i, nil
}

// start runs so many nodes. prepare changes the options of each before it starts; nil
// for nothing.
func start(o server.Options, prepare func(*server.Options) error, count int) (*Instance, error) {
	app := server.DevelopmentApp
	if len(o.Apps) > 0 {
		app = o.Apps[0]
	}
	i := &Instance{
		AppID:     app.ID,
		AppKey:    app.Key,
		MasterKey: app.MasterKey,
		address:   "127.0.0.1:0",
	}
	if o.Store != nil {
		o.Store = &sharedStore{Store: o.Store, users: count}
	}
	for range count {
		i.nodes = append(i.nodes, &node{options: o, prepare: prepare})
	}
	return i, i.serve()
}

func (i *Instance) serve() (err error) {
	for _, n := range i.nodes {
		if err := n.start(&i.marks); err != nil {
			return errors.Join(err, i.shutdown(context.Background()))
		}
	}
	listener, err := net.Listen("tcp", i.address)
	if err != nil {
		return errors.Join(err, i.shutdown(context.Background()))
	}
	i.address = listener.Addr().String()
	i.URL = "http://" + i.address
	i.http = &http.Server{Handler: spread(i.Servers()), ReadHeaderTimeout: stopTimeout}
	i.served = make(chan error, 1)
	go func() { i.served <- i.http.Serve(listener) }()
	return nil
}

// shutdown ends the nodes that run, all at the same time.
func (i *Instance) shutdown(ctx context.Context) error {
	errs := make([]error, len(i.nodes))
	var wg sync.WaitGroup
	for k, n := range i.nodes {
		if stopping := n.server; stopping != nil {
			n.server = nil
			wg.Go(func() { errs[k] = stopping.Shutdown(ctx) })
		}
	}
	wg.Wait()
	return errors.Join(errs...)
}

// Stop ends the server as its operator would: connections are told, the store
// is closed. A stopped server refuses connections. Stopping again does
// nothing.
func (i *Instance) Stop() {
	if i.nodes[0].server == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	err := i.shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = nil
	}
	err = errors.Join(err, i.http.Close())
	if served := <-i.served; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	if err != nil {
		i.failed(fmt.Errorf("stop the server: %w", err))
	}
}

// Restart starts the server again on the same address and data, after stopping
// it if need be.
func (i *Instance) Restart() {
	i.Stop()
	if err := i.serve(); err != nil {
		i.failed(fmt.Errorf("restart the server: %w", err))
	}
}

// Close stops the server for good. Start has the test call it.
func (i *Instance) Close() {
	i.Stop()
	if i.remove != nil {
		if err := i.remove(); err != nil {
			i.failed(err)
		}
		i.remove = nil
	}
}

// WebSocketURL is where the server speaks the protocol.
func (i *Instance) WebSocketURL() string { return "ws://" + i.address + "/ws" }
