// Package natstest runs the real nats-server inside a test.
package natstest

import (
	"errors"
	"testing"
	"time"

	natsserver "github.com/nats-io/nats-server/v2/server"
)

// Server is a nats-server that can be stopped and started again on the same port. Its
// methods are for one goroutine.
type Server struct {
	URL     string
	options natsserver.Options
	running *natsserver.Server
}

// startTime is how long it may take to start.
const startTime = 20 * time.Second

// New runs a nats-server until Stop is called.
func New() (*Server, error) {
	s := &Server{options: natsserver.Options{
		Host: "127.0.0.1", Port: natsserver.RANDOM_PORT, NoLog: true, NoSigs: true, MaxPending: 64 << 20,
	}}
	if err := s.start(); err != nil {
		return nil, err
	}
	s.URL = s.running.ClientURL()
	return s, nil
}

// Start runs one until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

func (s *Server) start() error {
	o := s.options
	running, err := natsserver.NewServer(&o)
	if err != nil {
		return err
	}
	go running.Start()
	if !running.ReadyForConnections(startTime) {
		running.Shutdown()
		return errors.New("nats-server does not start")
	}
	s.running, s.options.Port = running, o.Port
	return nil
}

// Stop cuts all connections. Stopping again does nothing.
func (s *Server) Stop() {
	if s.running == nil {
		return
	}
	s.running.Shutdown()
	s.running.WaitForShutdown()
	s.running = nil
}

// Restart starts it again, after stopping it if need be.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.Stop()
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
}
