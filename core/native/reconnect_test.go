package native_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/native"
	"imclient/server/servertest"
)

func TestReconnectAfterTheServerRestarts(t *testing.T) {
	s := servertest.Start(t)
	events := make(chan native.Event, 100)
	toJerry := make(chan native.MessageReceived, 10)
	tom := login(t, s, "tom", into(events))
	back := make(chan native.ClientReconnected, 1)
	jerry := login(t, s, "jerry", into(toJerry), into(back))
	conv := unite(t, tom, "jerry")
	before, err := conv.Send(within(t), native.Text("before"))
	require.NoError(t, err)
	assert.Equal(t, before.ID, receive(t, toJerry).Message.ID)

	s.Stop()
	assert.Equal(t, native.Disconnected{Realtime: tom.Realtime()}, next(t, events))
	scheduled, ok := next(t, events).(native.Scheduled)
	require.True(t, ok)
	assert.Equal(t, native.Scheduled{Realtime: tom.Realtime(), Delay: scheduled.Delay}, scheduled)
	assert.LessOrEqual(t, scheduled.Delay, time.Second)
	_, err = conv.Send(within(t), native.Text("while it was down"))
	assert.ErrorIs(t, err, native.ErrNotConnected)
	assert.False(t, tom.Closed())

	s.Restart()
	for {
		if e := next(t, events); e == (native.ClientReconnected{Client: tom}) {
			break
		}
	}
	receive(t, back)
	assert.Equal(t, core.StateConnected, tom.Realtime().State())
	after, err := conv.Send(within(t), native.Text("after"))
	require.NoError(t, err)
	assert.Equal(t, after.ID, receive(t, toJerry).Message.ID)

	theirs, err := jerry.GetConversation(within(t), conv.ID())
	require.NoError(t, err)
	history, err := theirs.History(within(t), native.HistoryQuery{})
	require.NoError(t, err)
	require.Len(t, history, 2)
	assert.Equal(t, []string{before.ID, after.ID}, []string{history[0].ID, history[1].ID})
}

// next is the next event that is not about a conversation.
func next(t *testing.T, events <-chan native.Event) native.Event {
	t.Helper()
	for {
		switch e := receive(t, events).(type) {
		case native.Notice, native.UnreadUpdated, native.MessageReceived, native.ReceiptUpdated:
		default:
			return e
		}
	}
}

func TestUnreadWhileAway(t *testing.T) {
	s := servertest.Start(t)
	back := make(chan native.ClientReconnected, 1)
	unread := make(chan native.UnreadUpdated, 10)
	jerry := login(t, s, "jerry", into(back), into(unread))
	conv := unite(t, login(t, s, "tom"), "jerry")

	jerry.Realtime().Pause()
	assert.Equal(t, core.StateOffline, jerry.Realtime().State())
	for _, text := range []string{"one", "two"} {
		_, err := conv.Send(within(t), native.Text(text))
		require.NoError(t, err)
	}
	jerry.Realtime().Resume()
	receive(t, back)
	got := receive(t, unread).Conversations
	require.Len(t, got, 1)
	assert.Equal(t, conv.ID(), got[0].ID())
	assert.Equal(t, 2, got[0].Unread())
	text, _ := native.TextOf(got[0].LastMessage())
	assert.Equal(t, "two", text)

	require.NoError(t, got[0].Read(within(t)))
	assert.Zero(t, got[0].Unread())
}

func TestRetry(t *testing.T) {
	s := servertest.Start(t)
	scheduled := make(chan native.Scheduled, 10)
	back := make(chan native.ClientReconnected, 1)
	rt, err := native.New(native.Options{AppID: s.AppID, AppKey: s.AppKey, Server: s.URL, RetryDelay: time.Hour, MaxRetryDelay: time.Hour})
	require.NoError(t, err)
	t.Cleanup(func() { _ = rt.Close() })
	tom, err := rt.Login(within(t), "tom", into(scheduled), into(back))
	require.NoError(t, err)
	var state *native.StateError
	assert.ErrorAs(t, tom.Realtime().Retry(), &state)
	s.Stop()
	receive(t, scheduled)
	s.Restart()
	require.NoError(t, tom.Realtime().Retry())
	receive(t, back)
}

func TestClientClosedWhileDisconnected(t *testing.T) {
	s := servertest.Start(t)
	lost := make(chan native.Disconnected, 1)
	tom := login(t, s, "tom", into(lost))
	s.Stop()
	receive(t, lost)
	_ = tom.Close(within(t))
	receive(t, tom.Done())
}

// TestReadElsewhereWhileAway has another device of the client read what this one has
// counted: nothing is unread here either once it is back.
func TestReadElsewhereWhileAway(t *testing.T) {
	s := servertest.Start(t)
	unread := make(chan native.UnreadUpdated, 10)
	received := make(chan native.MessageReceived, 10)
	jerry := login(t, s, "jerry", into(unread), into(received))
	conv := unite(t, login(t, s, "tom"), "jerry")
	_, err := conv.Send(within(t), native.Text("one"))
	require.NoError(t, err)
	here := receive(t, received).Conversation
	require.Len(t, receive(t, unread).Conversations, 1)
	_, err = jerry.Ping(within(t), "tom")
	require.NoError(t, err)
	require.Equal(t, 1, here.Unread())

	jerry.Realtime().Pause()
	marked := make(chan native.UnreadUpdated, 10)
	elsewhere := login(t, s, "jerry", into(marked))
	there := receive(t, marked).Conversations[0]
	require.NoError(t, there.Read(within(t)))
	unite(t, elsewhere, "spike") // by then the mark is stored
	require.Equal(t, 1, here.Unread())

	jerry.Realtime().Resume()
	receive(t, unread)
	assert.Zero(t, here.Unread())
}

// TestAChatRoomOverARestart has a server that knows nothing any more of who was in a
// chat room: its members are in it again by themselves.
func TestAChatRoomOverARestart(t *testing.T) {
	s := servertest.Start(t)
	received := make(chan native.MessageReceived, 10)
	tom := login(t, s, "tom")
	room, err := tom.CreateConversation(within(t), native.ConversationOptions{Transient: true})
	require.NoError(t, err)
	theirs, err := login(t, s, "jerry", into(received)).GetConversation(within(t), room.ID())
	require.NoError(t, err)
	require.NoError(t, theirs.Join(within(t)))
	s.Stop()
	s.Restart()
	require.Eventually(t, func() bool {
		n, err := room.Count(within(t))
		return err == nil && n == 2
	}, deadline, 10*time.Millisecond)
	sent, err := room.Send(within(t), native.Text("still there?"))
	require.NoError(t, err)
	assert.Equal(t, sent.ID, receive(t, received).Message.ID)
}
