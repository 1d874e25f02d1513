package native_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/native"
	"imclient/server/servertest"
)

// TestCatchUp has a member miss messages while it is away, lose the connection
// again and again while it catches up, and go on with live ones: all come once
// and in order.
func TestCatchUp(t *testing.T) {
	s := servertest.Start(t)
	r := startRelay(t, s.URL)
	received := make(chan native.MessageReceived, 1000)
	lost := make(chan native.Disconnected, 100)
	back := make(chan native.ClientReconnected, 100)
	jerry := through(t, s, r, "jerry", native.Options{
		CatchUp: native.CatchUp{On: true}, RetryDelay: 5 * time.Millisecond, MaxRetryDelay: 5 * time.Millisecond,
	}, into(received), into(lost), into(back))
	tom := login(t, s, "tom")
	conv := unite(t, tom, "jerry")
	var sent []string
	say := func(n int) {
		for range n {
			m, err := conv.Send(within(t), native.Text(fmt.Sprint(len(sent))))
			require.NoError(t, err)
			sent = append(sent, m.ID)
		}
	}
	say(1)
	theirs := receive(t, received)
	require.Equal(t, sent[0], theirs.Message.ID)

	jerry.Realtime().Pause()
	receive(t, lost)
	say(250)
	jerry.Realtime().Resume()
	receive(t, back)
	for range 3 {
		r.cut()
		receive(t, lost)
		say(3)
		receive(t, back)
		say(3)
	}
	got := []string{theirs.Message.ID}
	filled := 0
	for len(got) < len(sent) {
		m := receive(t, received).Message
		got = append(got, m.ID)
		if m.Filled {
			filled++
		}
	}
	assert.Equal(t, sent, got)
	assert.GreaterOrEqual(t, filled, 250)
	assert.Eventually(t, func() bool { return theirs.Conversation.Unread() == len(sent) }, deadline, time.Millisecond,
		"as many as the server counts")
	require.NoError(t, theirs.Conversation.Read(within(t)))
	assert.Zero(t, theirs.Conversation.Unread())
}

func TestAGapIsTold(t *testing.T) {
	s := servertest.Start(t)
	gaps := make(chan native.HistoryGap, 10)
	received := make(chan native.MessageReceived, 1000)
	back := make(chan native.ClientReconnected, 100)
	jerry, err := connect(t, s).Login(within(t), "jerry", into(gaps), into(received), into(back),
		native.WithCatchUp(native.CatchUp{On: true, Messages: 2}))
	require.NoError(t, err)
	conv := unite(t, login(t, s, "tom"), "jerry")
	_, err = conv.Send(within(t), native.Text("before"))
	require.NoError(t, err)
	first := receive(t, received)
	jerry.Realtime().Pause()
	var sent []*native.Message
	for range 5 {
		m, err := conv.Send(within(t), native.Text("missed"))
		require.NoError(t, err)
		sent = append(sent, m)
	}
	jerry.Realtime().Resume()
	receive(t, back)
	for _, m := range sent[:2] {
		got := receive(t, received).Message
		assert.Equal(t, m.ID, got.ID)
		assert.True(t, got.Filled)
	}
	gap := receive(t, gaps)
	assert.Equal(t, first.Conversation, gap.Conversation)
	assert.Equal(t, sent[1].SentAt, gap.From)
	assert.False(t, gap.To.Before(sent[4].SentAt))
	live, err := conv.Send(within(t), native.Text("live"))
	require.NoError(t, err)
	assert.Equal(t, live.ID, receive(t, received).Message.ID)
	assert.Equal(t, 7, first.Conversation.Unread())
}
