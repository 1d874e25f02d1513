package nats_test

import (
	"log/slog"
	"testing"

	"imclient/server/bus"
	"imclient/server/bus/bustest"
	"imclient/server/bus/nats"
	"imclient/server/bus/nats/natstest"

	"github.com/stretchr/testify/require"
)

func TestBus(t *testing.T) {
	server := natstest.Start(t)
	bustest.Run(t, func(t *testing.T) bustest.Connector {
		prefix := "test." + t.Name()
		return func() bus.Bus { return open(t, nats.Options{URL: server.URL, Prefix: bustestPrefix(prefix)}) }
	})
}

func bustestPrefix(name string) string {
	b := []byte(name)
	for i, c := range b {
		if c == ' ' || c == '\'' || c == '/' || c == ',' {
			b[i] = '_'
		}
	}
	return string(b)
}

// open joins with what the options do not say set for tests. Its log is the test's.
func open(t *testing.T, o nats.Options) *nats.Bus {
	t.Helper()
	if o.Logger == nil {
		o.Logger = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	b, err := nats.Open(o)
	require.NoError(t, err)
	return b
}
