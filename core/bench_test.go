package core_test

import (
	"strconv"
	"testing"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
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

// BenchmarkSend is one text message, from the call to its ack.
func BenchmarkSend(b *testing.B) {
	h, rt := coretest.New(b, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	c.Send(core.Outgoing{Text: "first"}, func(core.Sent, error) {})
	first := h.One(wire.CommandDirect, 0)
	h.Reply(first, coretest.Ack("m", 1_700_000_000_000))
	h.Discard = true
	ack := coretest.Ack("fptKnuYYQMGdiSt_Zs7", 1_700_000_000_001)
	serial := first.GetI()
	acked := func(_ core.Sent, err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	var frame []byte
	b.ReportAllocs()
	for b.Loop() {
		c.Send(core.Outgoing{Text: `{"_lctype":-1,"_lctext":"hello, how are you"}`, Dt: "6a0f3c52-7b1d-4e8a-9c4f-2d5b8e7a1c30"}, acked)
		serial++
		ack.SetI(serial)
		frame, _ = ack.Append(frame[:0])
		rt.SocketFrame(h.Socket, frame, false)
	}
}

// BenchmarkQuery is the answer to a query, for each of its 1,000 rows.
func BenchmarkQuery(b *testing.B) {
	h, rt := coretest.New(b, core.Options{})
	tom := h.Login("tom")
	rows := make([]string, 1000)
	for i := range rows {
		n := strconv.Itoa(i)
		rows[i] = `{"objectId":"6b00000000000000000` + n + `","name":"Conversation ` + n + `","m":["tom","user-` + n + `","carol"],"c":"tom","mu":[],` +
			`"attr":{"topic":"bench","n":` + n + `},"unique":true,"uniqueId":"6c7b0e5afcae9aa1139a0afa25833dec","createdAt":"2026-01-01T00:00:00.000Z",` +
			`"updatedAt":"2026-01-01T00:00:00.000Z","lm":{"__type":"Date","iso":"2026-01-01T00:00:00.000Z"},"conv_type":1}`
	}
	answer := coretest.Results(rows...)
	b.ReportAllocs()
	for b.Loop() {
		tom.Query(core.Query{}, func(list []*core.Conversation, err error) {
			if len(list) != len(rows) || err != nil {
				b.Fatal(len(list), err)
			}
		})
		answer.SetI(h.One(wire.CommandConv, wire.OpQuery).GetI())
		frame, _ := answer.Append(nil)
		rt.SocketFrame(h.Socket, frame, false)
		h.Events = h.Events[:0]
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(rows)), "ns/row")
}
