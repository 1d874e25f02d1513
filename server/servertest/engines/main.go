// Engines runs what several nodes share, for tests that are not written in Go: a real
// PostgreSQL and a real NATS. It writes one line of JSON with their URLs, {"store", "bus"},
// and ends with its input.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"imclient/server/bus/nats/natstest"
	"imclient/server/store/postgres/pgtest"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "engines:", err)
		os.Exit(1)
	}
}

func run(stdin io.Reader, stdout io.Writer) error {
	database, err := pgtest.New()
	if err != nil {
		return err
	}
	defer database.Stop()
	bus, err := natstest.New()
	if err != nil {
		return err
	}
	defer bus.Stop()
	if err := json.NewEncoder(stdout).Encode(map[string]string{"store": database.URL(), "bus": bus.URL}); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, stdin)
	return err
}
