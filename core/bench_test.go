package core_test

import (
	"strconv"
	"testing"

	"imclient/core"
	"imclient/core/coretest"
)

// BenchmarkReceive is one text message, from frame to event.
func BenchmarkReceive(b *testing.B) {
	h, rt := coretest.New(b, core.Options{})
	h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	frames := make([][]byte, 1024)
	for i := range frames {
		id := strconv.Itoa(i)
		push := coretest.Direct("tom", "c1", "jerry", "fptKnuYYQMGdiSt_Zs7"+id, `{"_lctype":-1,"_lctext":"hello, how are you `+id+`"}`, 1_700_000_000_000)
		frames[i], _ = push.Append(nil)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		rt.SocketFrame(h.Socket, frames[i%len(frames)], false)
		h.Events = h.Events[:0]
	}
}
