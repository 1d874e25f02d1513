package servertest

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"

	"imclient/server"
	"imclient/server/bus/nats"
	"imclient/server/bus/nats/natstest"
	"imclient/server/store/postgres/pgtest"
)

// busVariable names the environment variable that says what connects the servers of
// tests: local, which is the default, or nats.
const busVariable = "IMSERVER_TEST_BUS"

// OnNATS says whether servers are connected by NATS.
func OnNATS() bool {
	switch kind := os.Getenv(busVariable); kind {
	case "", "local":
		return false
	case "nats":
		return true
	default:
		panic(fmt.Sprintf("%s is neither local nor nats: %q", busVariable, kind))
	}
}

// sharedNATS is one for all tests of the process.
var sharedNATS = sync.OnceValues(func() (*natstest.Server, error) {
	s, err := natstest.New()
	if err == nil {
		runningNATS.Store(s)
	}
	return s, err
})

var runningNATS atomic.Pointer[natstest.Server]

// StopShared ends the PostgreSQL and the NATS that all tests of the process share, so far
// as they were started: for those who look for goroutines after the tests.
func StopShared() {
	pgtest.StopShared()
	if s := runningNATS.Swap(nil); s != nil {
		s.Stop()
	}
}

// onBus has a server join a bus of its own each time it starts, where tests run on one.
func onBus(o *server.Options) (prepare func(*server.Options) error) {
	if o.Bus != nil || !OnNATS() {
		return nil
	}
	prefix := "test." + rand.Text()
	return func(o *server.Options) error { return joinNATS(o, prefix) }
}

// joinNATS connects a server with those of the same prefix.
func joinNATS(o *server.Options, prefix string) error {
	s, err := sharedNATS()
	if err != nil {
		return err
	}
	b, err := nats.Open(nats.Options{URL: s.URL, Prefix: prefix, Logger: slog.New(slog.DiscardHandler)})
	o.Bus = b
	return err
}
