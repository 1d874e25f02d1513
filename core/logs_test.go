package core_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

func TestHistory(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	h.TakeEvents()
	var got []*core.Message
	c.History(core.HistoryQuery{}, func(m []*core.Message, err error) {
		require.NoError(t, err)
		got = m
	})
	cmd := h.One(wire.CommandLogs, 0)
	logs := cmd.GetLogsMessage()
	assert.Equal(t, "c1", logs.GetCid())
	for name, has := range map[string]bool{
		"t": logs.HasT(), "tt": logs.HasTt(), "l": logs.HasL(), "direction": logs.HasDirection(), "lctype": logs.HasLctype(),
	} {
		assert.False(t, has, name)
	}
	text := new(wire.LogItem)
	text.SetMsgId("m1")
	text.SetFrom("tom")
	text.SetTimestamp(10)
	text.SetData("hi")
	text.SetAckAt(20)
	text.SetReadAt(30)
	binary := new(wire.LogItem)
	binary.SetMsgId("m2")
	binary.SetTimestamp(11)
	binary.SetData("AQI=")
	binary.SetBin(true)
	broken := new(wire.LogItem)
	broken.SetMsgId("m3")
	broken.SetData("!")
	broken.SetBin(true)
	body := new(wire.LogsCommand)
	body.SetLogs([]*wire.LogItem{text, binary, broken})
	reply := coretest.Command(wire.CommandLogs, 0, "")
	reply.SetLogsMessage(body)
	h.Reply(cmd, reply)
	require.Len(t, got, 3)
	assert.Equal(t, &core.Message{ID: "m1", ConversationID: "c1", From: "tom", Timestamp: 10, Text: "hi", DeliveredAt: 20, ReadAt: 30}, got[0])
	assert.Equal(t, []byte{1, 2}, got[1].Binary)
	assert.True(t, got[2].IsBinary)
	assert.EqualValues(t, 20, c.LastDeliveredAt())
	assert.EqualValues(t, 30, c.LastReadAt())
	assert.Equal(t, []core.Event{
		&core.ReceiptUpdated{Conversation: c, At: 20},
		&core.ReceiptUpdated{Conversation: c, Read: true, At: 30},
	}, h.TakeEvents())
	assert.Nil(t, c.LastMessage(), "history moves nothing")
}

func TestHistoryQueries(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	number := func(n int32) *int32 { return &n }
	for name, q := range map[string]struct {
		query     core.HistoryQuery
		direction wire.QueryDirection
	}{
		"upwards":     {core.HistoryQuery{StartTime: 5, EndTime: 9}, wire.DirectionNew},
		"downwards":   {core.HistoryQuery{StartTime: 9, EndTime: 5}, 0},
		"asked new":   {core.HistoryQuery{Direction: core.OldToNew}, wire.DirectionNew},
		"asked old":   {core.HistoryQuery{StartTime: 5, EndTime: 9, Direction: core.NewToOld}, wire.DirectionOld},
		"no start":    {core.HistoryQuery{EndTime: 9}, 0},
		"zero limits": {core.HistoryQuery{Limit: number(0), Type: number(-1)}, 0},
		"everything": {core.HistoryQuery{
			StartTime: 9, StartMessageID: "a", StartClosed: true, EndTime: 5, EndMessageID: "b", EndClosed: true,
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c.History(q.query, func([]*core.Message, error) {})
			logs := h.One(wire.CommandLogs, 0).GetLogsMessage()
			assert.Equal(t, q.query.StartTime, logs.GetT())
			assert.Equal(t, q.query.EndTime, logs.GetTt())
			assert.Equal(t, q.query.StartMessageID, logs.GetMid())
			assert.Equal(t, q.query.EndMessageID, logs.GetTmid())
			assert.Equal(t, q.query.StartClosed, logs.GetTIncluded())
			assert.Equal(t, q.query.EndClosed, logs.GetTtIncluded())
			assert.Equal(t, q.query.Limit != nil, logs.HasL(), "a limit of 0 is real")
			assert.Equal(t, q.query.Type != nil, logs.HasLctype())
			assert.Equal(t, q.direction != 0, logs.HasDirection())
			if q.direction != 0 {
				assert.Equal(t, q.direction, logs.GetDirection())
			}
		})
	}
	for _, q := range []core.HistoryQuery{{StartMessageID: "a"}, {EndMessageID: "a"}, {Direction: 9}} {
		var got error
		c.History(q, func(_ []*core.Message, err error) { got = err })
		var argument *core.ArgumentError
		assert.ErrorAs(t, got, &argument)
	}
}
