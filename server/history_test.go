package server_test

import (
	"fmt"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

func TestHistoryCursors(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	acks := make([]*wire.AckCommand, 7)
	for n := 1; n <= 6; n++ {
		text := fmt.Sprint(n)
		if n%2 == 0 {
			text = fmt.Sprintf(`{"_lctype":%d,"n":%d}`, n, n)
		}
		acks[n] = send(t, ann, cid, text)
	}
	two, four, six := `{"_lctype":2,"n":2}`, `{"_lctype":4,"n":4}`, `{"_lctype":6,"n":6}`
	all := []string{"1", two, "3", four, "5", six}
	type change func(*wire.LogsCommand)
	limit := func(n int32) change { return func(m *wire.LogsCommand) { m.SetL(n) } }
	from := func(n int, included bool) change {
		return func(m *wire.LogsCommand) {
			m.SetMid(acks[n].GetUid())
			m.SetT(acks[n].GetT())
			m.SetTIncluded(included)
		}
	}
	to := func(n int, included bool) change {
		return func(m *wire.LogsCommand) {
			m.SetTmid(acks[n].GetUid())
			m.SetTt(acks[n].GetT())
			m.SetTtIncluded(included)
		}
	}
	newer := func(m *wire.LogsCommand) { m.SetDirection(wire.DirectionNew) }
	older := func(m *wire.LogsCommand) { m.SetDirection(wire.DirectionOld) }
	at := func(ms int64) change { return func(m *wire.LogsCommand) { m.SetT(ms) } }
	until := func(ms int64) change { return func(m *wire.LogsCommand) { m.SetTt(ms) } }
	kind := func(n int32) change { return func(m *wire.LogsCommand) { m.SetLctype(n) } }
	later := acks[6].GetT() + 1000
	negative := logs(cid)
	negative.SetL(-1)
	refused(t, ann, server.ConversationAPIFailed, logsCommand(negative))
	cases := []struct {
		name    string
		changes []change
		want    []string
	}{
		{"everything", nil, all},
		{"the latest", []change{limit(2)}, []string{"5", six}},
		{"none", []change{limit(0)}, []string{}},
		{"before a message", []change{from(4, false)}, []string{"1", two, "3"}},
		{"before a message, that included", []change{from(4, true)}, []string{"1", two, "3", four}},
		{"a page before a message", []change{from(4, false), limit(2)}, []string{two, "3"}},
		{"the first ones", []change{newer, limit(2)}, []string{"1", two}},
		{"after a message", []change{newer, from(4, false)}, []string{"5", six}},
		{"after a message, that included", []change{newer, from(4, true), limit(2)}, []string{four, "5"}},
		{"between, old-wards", []change{older, from(5, false), to(2, false)}, []string{"3", four}},
		{"between, old-wards, ends included", []change{older, from(5, true), to(2, true)}, []string{two, "3", four, "5"}},
		{"between, from the start's side", []change{older, from(5, true), to(2, true), limit(2)}, []string{four, "5"}},
		{"between, new-wards", []change{newer, from(2, false), to(5, false)}, []string{"3", four}},
		{"between, new-wards, start included", []change{newer, from(2, true), to(5, false), limit(2)}, []string{two, "3"}},
		{"only an end, old-wards", []change{to(4, false)}, []string{"5", six}},
		{"only an end, new-wards", []change{newer, to(3, true)}, []string{"1", two, "3"}},
		{"nothing between", []change{from(3, false), to(3, false)}, []string{}},
		{"the wrong way round", []change{from(2, true), to(5, true)}, []string{}},
		{"before the first", []change{from(1, false)}, []string{}},
		{"after the last", []change{newer, from(6, false)}, []string{}},
		{"before a time", []change{at(later)}, all},
		{"before the beginning of time", []change{at(1)}, []string{}},
		{"after a time", []change{newer, at(1)}, all},
		{"after the end of time", []change{newer, at(later)}, []string{}},
		{"until a time, new-wards", []change{newer, until(1)}, []string{}},
		{"until a time, old-wards", []change{until(1)}, all},
		{"a message that is not there counts by its time", []change{at(later), func(m *wire.LogsCommand) { m.SetMid("gone") }}, all},
		{"of a type", []change{kind(4)}, []string{four}},
		{"of a type that is not there", []change{kind(-1)}, []string{}},
		{"of a type, before a message", []change{kind(2), from(3, false)}, []string{two}},
	}
	for _, c := range cases {
		m := logs(cid)
		for _, change := range c.changes {
			change(m)
		}
		assert.Equal(t, c.want, history(t, ann, m), c.name)
	}
}

func TestHistoryLimits(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Limits: server.Limits{History: 30}})
	ann, stranger := servertest.Login(t, i, "ann"), servertest.Login(t, i, "cid")
	cid := create(t, ann, "bob")
	for n := range 40 {
		ann.Request(direct(cid, fmt.Sprint(n)))
	}
	for range 40 {
		ann.Expect(wire.CommandAck, 0)
	}
	assert.Len(t, history(t, ann, logs(cid)), 20, "the default")
	m := logs(cid)
	m.SetL(1000)
	assert.Len(t, history(t, ann, m), 30, "the most")
	refused(t, stranger, server.ConversationLogRejected, logsCommand(logs(cid)))
	refused(t, ann, server.ConversationNotFound, logsCommand(logs("none")))
}

func TestHistoryItem(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	ack := send(t, ann, cid, "hello")
	item := ann.Call(logsCommand(logs(cid))).GetLogsMessage().GetLogs()[0]
	assert.Equal(t, ack.GetUid(), item.GetMsgId())
	assert.Equal(t, ack.GetT(), item.GetTimestamp())
	assert.Equal(t, "ann", item.GetFrom())
	assert.EqualValues(t, 1, item.GetConvType())
	assert.False(t, item.HasAckAt(), "an optional zero counts as set")
	assert.False(t, item.HasReadAt())
	assert.False(t, item.HasPatchTimestamp())
	assert.False(t, item.HasBin())
}
