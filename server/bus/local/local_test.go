package local

import (
	"testing"

	"imclient/server/bus"
	"imclient/server/bus/bustest"
)

func TestBus(t *testing.T) {
	bustest.Run(t, func(*testing.T) bustest.Connector {
		b := New()
		return func() bus.Bus { return b }
	})
}
