package servertest

import (
	"crypto/rand"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"imclient/server"
	"imclient/server/bus/local"
	"imclient/server/store"
	"imclient/server/store/postgres"
	"imclient/server/store/postgres/pgtest"
	"imclient/server/store/sqlite"
)

// storeVariable names the environment variable that says on what the tests run:
// sqlite, which is the default, or postgres.
const storeVariable = "IMSERVER_TEST_STORE"

// OnPostgres says whether the tests run on PostgreSQL.
func OnPostgres() bool {
	switch kind := os.Getenv(storeVariable); kind {
	case "", "sqlite":
		return false
	case "postgres":
		return true
	default:
		panic(fmt.Sprintf("%s is neither sqlite nor postgres: %q", storeVariable, kind))
	}
}

// Database is one set of data, which is there until the test ends.
type Database struct {
	dir string // of an SQLite database
	url string // of a PostgreSQL database
}

// NewDatabase makes an empty database of the kind that the tests run on.
func NewDatabase(t testing.TB) *Database {
	t.Helper()
	if OnPostgres() {
		return &Database{url: pgtest.URL(t)}
	}
	return &Database{dir: t.TempDir()}
}

// Open opens the database. now and observe may be nil.
func (d *Database) Open(now func() time.Time, observe func(store.Commit)) (store.Store, error) {
	if d.url != "" {
		return postgres.Open(d.url, postgres.Options{Now: now, Observe: observe, Timeout: Deadline})
	}
	return sqlite.Open(d.dir, sqlite.Options{Now: now, Observe: observe})
}

// OpenStore opens a database that is there until the test ends. The caller closes the
// store.
func OpenStore(t testing.TB) store.Store {
	t.Helper()
	s, err := NewDatabase(t).Open(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// byDirectory are the databases of servers that were given a data directory: those
// with the same one share the data.
var byDirectory sync.Map

// onDatabase has a server keep its state where the tests run.
func onDatabase(t testing.TB, o *server.Options) {
	if o.Store != nil || o.OpenStore != nil || !OnPostgres() {
		return
	}
	d, ok := byDirectory.Load(o.DataDir)
	if !ok {
		d = NewDatabase(t)
		byDirectory.Store(o.DataDir, d)
	}
	o.OpenStore = d.(*Database).Open
}

// Nodes are the options of several servers on the same data and the same bus. On
// PostgreSQL each has a store of its own; an SQLite database is open once, for all of
// them. On NATS each has a bus of its own.
func Nodes(t testing.TB, o server.Options, n int) []server.Options {
	t.Helper()
	d := NewDatabase(t)
	list := make([]server.Options, n)
	if d.url == "" {
		shared, err := d.Open(nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		o.Store = shared
	} else {
		o.OpenStore = d.Open
	}
	prefix, shared := "test."+rand.Text(), local.New()
	for i := range list {
		list[i] = o
		if list[i].Bus = shared; OnNATS() {
			if err := joinNATS(&list[i], prefix); err != nil {
				t.Fatal(err)
			}
		}
	}
	return list
}
