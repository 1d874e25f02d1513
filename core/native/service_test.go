package native_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/native"
	"imclient/server"
	"imclient/server/servertest"
)

func TestServiceConversation(t *testing.T) {
	s := servertest.Start(t)
	id, err := s.Any().CreateServiceConversation(within(t), s.AppID, `{"name":"News"}`)
	require.NoError(t, err)
	send := func(text string, to ...string) {
		t.Helper()
		_, _, err := s.Any().SendServiceMessage(within(t), s.AppID, id, server.ServiceMessage{From: "editor", To: to, Data: []byte(text)})
		require.NoError(t, err)
	}
	received := make(chan native.MessageReceived, 10)
	tom := login(t, s, "tom", into(received))
	var news *native.Conversation
	for conv, err := range tom.Conversations(within(t), native.Query{Where: `{"sys":true}`}) {
		require.NoError(t, err)
		news = conv
	}
	require.NotNil(t, news)
	assert.Equal(t, id, news.ID())
	assert.Equal(t, native.Service, news.Kind())
	assert.Equal(t, "News", news.Name())
	assert.Empty(t, news.Members())

	send("to nobody")
	require.NoError(t, news.Subscribe(within(t)))
	count, err := news.Count(within(t))
	require.NoError(t, err)
	assert.Equal(t, 1, count)
	send("to subscribers")
	got := receive(t, received)
	assert.Equal(t, "to subscribers", got.Message.Text)
	assert.Equal(t, "editor", got.Message.From)
	assert.Same(t, news, got.Conversation)
	assert.Equal(t, 1, news.Unread())

	require.NoError(t, news.Unsubscribe(within(t)))
	send("to nobody again")
	send("to tom alone", "tom")
	assert.Equal(t, "to tom alone", receive(t, received).Message.Text)
	_, err = news.Send(within(t), native.Text("a question"))
	require.NoError(t, err)
}
