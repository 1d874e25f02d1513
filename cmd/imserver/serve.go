package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"imclient/cmd/imserver/internal/config"
	"imclient/server"
	"imclient/server/webhook"
)

// How long requests and, after them, connections may take to end after a signal.
const (
	requestTime = time.Second
	drainTime   = 5 * time.Second
)

// serve runs the server until ctx ends.
func serve(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	c, err := load("imserver serve", args, stderr)
	if err != nil {
		return err
	}
	log := newLogger(stderr, c.Log)
	o := options(c, log)
	if o.Files, err = openFiles(ctx, c.Files); err != nil {
		return err
	}
	hooks, err := webhook.New(c.Backends())
	if err != nil {
		return err
	}
	defer hooks.Close()
	o.Hooks = server.JoinHooks(o.Hooks, hooks.Hooks())
	s, err := server.New(o)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return errors.Join(err, s.Shutdown(ctx))
	}
	if len(c.Options.Apps) == 0 {
		dev := server.DevelopmentApp
		fmt.Fprintf(stdout, "imserver: no --app given: using the development app, id %s, key %s, master key %s\n", dev.ID, dev.Key, dev.MasterKey)
	}
	fmt.Fprintf(stdout, "imserver listening on http://%s\n", listener.Addr())
	return serveUntil(ctx, s, listener, log)
}

// options are what the server is told.
func options(c *config.Config, log *slog.Logger) server.Options {
	o := c.Options
	o.Logger = log
	if c.Web != "" {
		o.Web = os.DirFS(c.Web)
	}
	if len(c.Words) > 0 {
		o.Hooks = server.WordFilter(c.Words)
	}
	return o
}

// serveUntil serves until ctx ends, then closes: no new connections, the open
// ones told to come back later, everything on disk.
func serveUntil(ctx context.Context, s *server.Server, listener net.Listener, log *slog.Logger) error {
	web := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		log.Info("shutting down")
	}
	// This leaves WebSockets alone: they are the server's to close.
	if shutdownErr := closeRequests(web); err == nil {
		err = shutdownErr
	}
	drain, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	if shutdownErr := s.Shutdown(drain); err == nil && !errors.Is(shutdownErr, context.DeadlineExceeded) {
		err = shutdownErr
	}
	return err
}

// closeRequests lets no new requests in, and cuts those off that do not come to
// their end: others wait for the server to close.
func closeRequests(web *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), requestTime)
	defer cancel()
	err := web.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = web.Close()
	}
	return err
}
