package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"imclient/cmd/imserver/internal/config"
	"imclient/cmd/imserver/internal/site"
	"imclient/server"
	"imclient/server/store"
	"imclient/server/store/postgres"
	"imclient/server/webhook"
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
	if o.Bus, err = openBus(c.NATS, log); err != nil {
		return err
	}
	s, err := server.New(o)
	if err != nil {
		return errors.Join(err, closeBus(o.Bus))
	}
	l, err := listen(c, s, log)
	if err != nil {
		l.close()
		return errors.Join(err, s.Shutdown(ctx))
	}
	greet(c, s, l, stdout, log)
	notifySystemd("READY=1")
	return serveUntil(ctx, c, s, l, log)
}

// options are what the server is told.
func options(c *config.Config, log *slog.Logger) server.Options {
	o := c.Options
	o.Logger = log
	o.Web = webFiles(c)
	if c.Store != "" {
		o.OpenStore = func(_ func() time.Time, observe func(store.Commit)) (store.Store, error) {
			return postgres.Open(c.Store, postgres.Options{Observe: observe, Timeout: c.StoreTimeout})
		}
	}
	if len(c.Words) > 0 {
		o.Hooks = server.WordFilter(c.Words)
	}
	return o
}

// greet says on stdout what scripts wait for, and in the log what operators look for.
func greet(c *config.Config, s *server.Server, l *listeners, stdout io.Writer, log *slog.Logger) {
	if s.ServesDevelopmentApp() {
		dev := server.DevelopmentApp
		fmt.Fprintf(stdout, "imserver: no --app given: using the development app, id %s, key %s, master key %s\n", dev.ID, dev.Key, dev.MasterKey)
		if !l.isLoopback() {
			log.Warn("everybody knows the keys of the development app: configure apps before others can reach the server")
		}
	}
	log.Info("started", "version", versionText(), "data", c.Options.DataDir, "address", l.publicURL(), "admin", l.adminAddress(), "socket", l.socketPath)
	fmt.Fprintf(stdout, "imserver listening on %s\n", l.publicURL())
}

// webFiles is the web build that is served, nil for none.
func webFiles(c *config.Config) fs.FS {
	switch {
	case c.NoWeb:
		return nil
	case c.Web != "":
		return os.DirFS(c.Web)
	}
	if carried := site.Files(); carried != nil {
		return carried
	}
	if info, err := os.Stat("web"); err == nil && info.IsDir() {
		return os.DirFS("web")
	}
	return nil
}

// serveUntil serves until ctx ends, then goes away in an orderly manner: clients are
// sent away one after the other, requests come to their end, and everything is on
// disk.
func serveUntil(ctx context.Context, c *config.Config, s *server.Server, l *listeners, log *slog.Logger) error {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	failed := l.serve()
	var err error
	for running := true; running; {
		select {
		case err = <-failed:
			running = false
		case <-hangup:
			l.reload()
		case <-ctx.Done():
			log.Info("shutting down; another signal ends at once")
			running = false
		}
	}
	notifySystemd("STOPPING=1")
	d := c.Drain
	if err == nil {
		drain, cancel := context.WithTimeout(context.Background(), d.Delay+d.Window+d.Grace+closeTime)
		s.Drain(drain, server.Drain{Delay: d.Delay, Rate: d.Rate, Window: d.Window, Grace: d.Grace})
		cancel()
	}
	// This leaves WebSockets alone: they are the server's to close.
	if closeErr := l.closeRequests(d.Grace); err == nil {
		err = closeErr
	}
	end, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	if shutdownErr := s.Shutdown(end); err == nil && !errors.Is(shutdownErr, context.DeadlineExceeded) {
		err = shutdownErr
	}
	l.close()
	log.Info("stopped")
	return err
}

// closeTime is how long connections may take for the handshake of the close.
const closeTime = 5 * time.Second
