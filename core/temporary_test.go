package core_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"imclient/core"
	"imclient/core/coretest"
)

func TestExpiredConversationRefusesEverything(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := temporaryConversation(t, h, h.Login("tom"))
	assert.False(t, c.Expired())
	h.Advance(time.Minute + time.Millisecond)
	assert.True(t, c.Expired())
	for name, call := range map[string]func(done func(error)){
		"send": func(done func(error)) {
			c.Send(core.Outgoing{Text: "hi"}, func(_ core.Sent, err error) { done(err) })
		},
		"history": func(done func(error)) {
			c.History(core.HistoryQuery{}, func(_ []*core.Message, err error) { done(err) })
		},
		"update": func(done func(error)) {
			c.Update(core.Patch{MessageID: "m", Timestamp: 1, Text: "t"}, func(_ int64, err error) { done(err) })
		},
		"recall": func(done func(error)) {
			c.Update(core.Patch{MessageID: "m", Timestamp: 1, Recall: true}, func(_ int64, err error) { done(err) })
		},
		"count":          func(done func(error)) { c.Count(func(_ int, err error) { done(err) }) },
		"fetch receipts": c.FetchReceipts,
		"fetch all receipts": func(done func(error)) {
			c.FetchAllReceipts(func(_ []core.MemberReceipt, err error) { done(err) })
		},
	} {
		var got error
		call(func(err error) { got = err })
		assert.ErrorIs(t, got, &core.Error{Code: core.TemporaryConversationExpired}, name)
		assert.EqualError(t, got, "TEMPORARY_CONVERSATION_EXPIRED", name)
	}
	assert.Empty(t, h.Sent())
}
