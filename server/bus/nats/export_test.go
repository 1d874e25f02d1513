package nats

import "testing"

// SetIncoming bounds what nodes opened by the test have read and not handled.
func SetIncoming(t testing.TB, frames int) {
	was := incomingFrames
	incomingFrames = frames
	t.Cleanup(func() { incomingFrames = was })
}
