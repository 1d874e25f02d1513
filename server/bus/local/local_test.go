package local

import (
	"testing"

	"imclient/server/bus"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPublishReachesSubscribersInOrder(t *testing.T) {
	b := New()
	var got []int64
	cancel := b.Subscribe(func(e bus.Event) { got = append(got, e.Seq) })
	for seq := range int64(3) {
		require.NoError(t, b.Publish(bus.Event{Seq: seq}))
	}
	cancel()
	require.NoError(t, b.Publish(bus.Event{Seq: 9}))
	assert.Equal(t, []int64{0, 1, 2}, got)
}

func TestNothingArrivesAfterClose(t *testing.T) {
	b := New()
	b.Subscribe(func(bus.Event) { t.Error("delivered after Close") })
	require.NoError(t, b.Close())
	require.NoError(t, b.Publish(bus.Event{}))
}
