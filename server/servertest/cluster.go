package servertest

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"imclient/server"
	"imclient/server/bus/nats"
	"imclient/server/bus/nats/natstest"
	"imclient/server/store"
	"imclient/server/store/postgres"
	"imclient/server/store/postgres/pgtest"
)

// Cluster is several nodes on one PostgreSQL, connected by a real NATS.
type Cluster struct {
	Nodes []*Instance
	NATS  *natstest.Server
	// Relays stand between each node and NATS.
	Relays []*natstest.Relay
	// Database is the URL of the database.
	Database string

	t testing.TB
}

// Lease is how long a node of a cluster that is not heard counts as there, unless the
// options say otherwise: short, for tests that wait for its end.
const Lease = time.Second

// StartCluster runs nodes until the test ends. Of bus the URL is replaced; o has no
// store and no bus.
func StartCluster(t testing.TB, nodes int, o server.Options, bus nats.Options) *Cluster {
	t.Helper()
	return StartClusterOn(t, slices.Repeat([]string{pgtest.URL(t)}, nodes), postgres.Options{}, o, bus)
}

// StartClusterOn runs a node for each URL of a database, which lead to one and the same.
func StartClusterOn(t testing.TB, databases []string, database postgres.Options, o server.Options, bus nats.Options) *Cluster {
	t.Helper()
	if o.Logger == nil {
		o.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	o.DataDir = t.TempDir() // of the files
	if bus.Lease == 0 {
		bus.Lease = Lease
	}
	c := &Cluster{NATS: natstest.Start(t), Database: databases[0], t: t}
	for n, url := range databases {
		relay := natstest.StartRelay(t, c.NATS)
		c.Relays = append(c.Relays, relay)
		bus := bus
		bus.URL, bus.Logger = relay.URL, o.Logger.With("node", n)
		i, err := start(o, func(o *server.Options) error { return join(url, database, o, bus) }, 1)
		if err != nil {
			t.Fatal(err)
		}
		i.failed = func(err error) {
			t.Helper()
			t.Fatal(err)
		}
		t.Cleanup(i.Close)
		c.Nodes = append(c.Nodes, i)
	}
	c.Await(len(databases))
	return c
}

// join gives a node its own connections to the database and the bus. The time is the
// database's.
func join(url string, database postgres.Options, o *server.Options, bus nats.Options) (err error) {
	o.OpenStore = func(_ func() time.Time, observe func(store.Commit)) (store.Store, error) {
		database.Observe = observe
		return postgres.Open(url, database)
	}
	o.Bus, err = nats.Open(bus)
	return err
}

// Await waits until each node that runs knows of so many, itself included.
func (c *Cluster) Await(nodes int) {
	c.t.Helper()
	Until(c.t, "the nodes know each other", func() bool {
		for _, i := range c.Nodes {
			if len(i.Servers()) == 0 {
				continue
			}
			if state := i.Server().BusState(); state.Nodes != nodes || state.Err != nil {
				return false
			}
		}
		return true
	})
}

// Kill ends a node as a crash does: the others hear nothing of it, nor of what it has
// not sent yet.
func (c *Cluster) Kill(node int) {
	c.Relays[node].Cut()
	c.Nodes[node].Stop()
	c.Relays[node].Mend()
}

// Until waits until is holds.
func Until(t testing.TB, what string, is func() bool) {
	t.Helper()
	end := time.After(2 * Deadline)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("in vain: %s", what)
		}
	}
}
