package native_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/native"
	"imclient/server/servertest"
)

func TestQueryPages(t *testing.T) {
	tom := login(t, servertest.Start(t), "tom")
	var made []*native.Conversation
	for i := range 7 {
		conv, err := tom.CreateConversation(within(t), native.ConversationOptions{Name: fmt.Sprint(i), NotUnique: true})
		require.NoError(t, err)
		made = append(made, conv)
	}
	q := native.Query{Sort: "name", Limit: 3}
	var sizes []int
	for page, err := range tom.QueryPages(within(t), q) {
		require.NoError(t, err)
		sizes = append(sizes, len(page))
	}
	assert.Equal(t, []int{3, 3, 1}, sizes)
	var all []*native.Conversation
	for conv, err := range tom.Conversations(within(t), q) {
		require.NoError(t, err)
		all = append(all, conv)
	}
	assert.Equal(t, made, all)
	for conv, err := range tom.Conversations(within(t), native.Query{Sort: "name", Skip: 5}) {
		require.NoError(t, err)
		assert.Same(t, made[5], conv)
		break
	}
	for _, err := range tom.Conversations(within(t), native.Query{Where: "nonsense"}) {
		var bad *native.ArgumentError
		assert.ErrorAs(t, err, &bad)
	}
}

func TestSubscribeTakesAService(t *testing.T) {
	ours := unite(t, login(t, servertest.Start(t), "tom"), "jerry")
	var bad *native.ArgumentError
	assert.ErrorAs(t, ours.Subscribe(within(t)), &bad)
	assert.ErrorAs(t, ours.Unsubscribe(within(t)), &bad)
}

func TestFetchAllReceipts(t *testing.T) {
	s := servertest.Start(t)
	tom := login(t, s, "tom")
	toJerry := make(chan native.MessageReceived, 1)
	receipts := make(chan native.ReceiptUpdated, 10)
	remove := native.On(tom, func(e native.ReceiptUpdated) { receipts <- e })
	defer remove()
	login(t, s, "jerry", into(toJerry))
	ours := unite(t, tom, "jerry")
	wanted := native.Text("did you read this?")
	wanted.Receipt = true
	_, err := ours.Send(within(t), wanted)
	require.NoError(t, err)
	got := receive(t, toJerry)
	delivered := receive(t, receipts)
	assert.False(t, delivered.Read)
	assert.Equal(t, "jerry", delivered.From)
	require.NoError(t, got.Conversation.Read(within(t)))
	assert.True(t, receive(t, receipts).Read)
	all, err := ours.FetchAllReceipts(within(t))
	require.NoError(t, err)
	require.Len(t, all, 1)
	assert.Equal(t, "jerry", all[0].ClientID)
	assert.False(t, all[0].DeliveredAt.IsZero())
	assert.False(t, all[0].ReadAt.IsZero())
}
