package main

import (
	"log/slog"

	"imclient/server/bus"
	"imclient/server/bus/nats"
)

// openBus returns what connects the nodes, nil for one node.
func openBus(o nats.Options, log *slog.Logger) (bus.Bus, error) {
	if o.URL == "" {
		return nil, nil
	}
	o.Logger = log
	b, err := nats.Open(o)
	if err != nil {
		return nil, err // not b: a nil *nats.Bus would be a bus.Bus
	}
	return b, nil
}

// closeBus closes what no server was made for.
func closeBus(b bus.Bus) error {
	if b == nil {
		return nil
	}
	return b.Close()
}
