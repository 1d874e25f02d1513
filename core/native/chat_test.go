package native_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/native"
	"imclient/server/servertest"
)

func TestTwoClientsChat(t *testing.T) {
	s := servertest.Start(t)
	toTom, toJerry := make(chan native.MessageReceived, 10), make(chan native.MessageReceived, 10)
	tom := login(t, s, "tom", into(toTom))
	jerry := login(t, s, "jerry", into(toJerry))
	ours := unite(t, tom, "jerry")

	sent, err := ours.Send(within(t), native.Text("hello, Jerry ✓"))
	require.NoError(t, err)
	got := receive(t, toJerry)
	assert.Same(t, jerry, got.Client)
	assert.Equal(t, ours.ID(), got.Conversation.ID())
	assert.Equal(t, []string{"jerry", "tom"}, got.Conversation.Members())
	assert.Equal(t, *sent, *got.Message)
	text, ok := native.TextOf(got.Message)
	assert.True(t, ok)
	assert.Equal(t, "hello, Jerry ✓", text)

	reply, err := got.Conversation.Send(within(t), native.Plain("hi"))
	require.NoError(t, err)
	answer := receive(t, toTom)
	assert.Same(t, ours, answer.Conversation)
	assert.Equal(t, *reply, *answer.Message)
	assert.Equal(t, "hi", answer.Message.Text)
	assert.Equal(t, *reply, *ours.LastMessage())
	assert.Equal(t, reply.SentAt, ours.LastMessageAt())
}

func TestBinaryMessage(t *testing.T) {
	s := servertest.Start(t)
	toJerry := make(chan native.MessageReceived, 10)
	conv := unite(t, login(t, s, "tom"), "jerry")
	login(t, s, "jerry", into(toJerry))
	for _, content := range [][]byte{{0, 1, 0xff, 0xfe}, bytes.Repeat([]byte{7}, 4000), {}} {
		_, err := conv.Send(within(t), native.Binary(content))
		require.NoError(t, err)
		got := receive(t, toJerry).Message
		assert.True(t, got.IsBinary)
		assert.True(t, bytes.Equal(content, got.Binary), "%d bytes", len(content))
	}
	page, err := conv.History(within(t), native.HistoryQuery{})
	require.NoError(t, err)
	require.Len(t, page, 3)
	assert.Equal(t, []byte{0, 1, 0xff, 0xfe}, page[0].Binary)
	assert.True(t, page[0].IsBinary)
}

func TestTransientMessage(t *testing.T) {
	s := servertest.Start(t)
	toJerry := make(chan native.MessageReceived, 10)
	conv := unite(t, login(t, s, "tom"), "jerry")
	login(t, s, "jerry", into(toJerry))
	fleeting := native.Text("typing...")
	fleeting.Transient = true
	_, err := conv.Send(within(t), fleeting)
	require.NoError(t, err)
	assert.True(t, receive(t, toJerry).Message.Transient)
	history, err := conv.History(within(t), native.HistoryQuery{})
	require.NoError(t, err)
	assert.Empty(t, history, "a transient message is not kept")
}

func TestMentionAndMarkRead(t *testing.T) {
	s := servertest.Start(t)
	toJerry := make(chan native.MessageReceived, 10)
	unread := make(chan native.UnreadUpdated, 10)
	conv := unite(t, login(t, s, "tom"), "jerry")
	jerry := login(t, s, "jerry", into(toJerry), into(unread))
	urgent := native.Text("look, Jerry!")
	urgent.MentionList = []string{"jerry"}
	_, err := conv.Send(within(t), urgent)
	require.NoError(t, err)
	got := receive(t, toJerry)
	assert.Equal(t, []string{"jerry"}, got.Message.MentionList)
	// The number of unread messages is told before the message.
	require.Len(t, unread, 1)
	assert.Equal(t, native.UnreadUpdated{Client: jerry, Conversations: []*native.Conversation{got.Conversation}}, <-unread)
	assert.True(t, got.Conversation.Mentioned())
	assert.Equal(t, 1, got.Conversation.Unread())

	require.NoError(t, jerry.MarkRead(within(t), got.Conversation))
	assert.Zero(t, receive(t, unread).Conversations[0].Unread())
	assert.False(t, got.Conversation.Mentioned())
	var bad *native.ArgumentError
	assert.ErrorAs(t, jerry.MarkRead(within(t), conv), &bad, "somebody else's conversation")
	assert.ErrorAs(t, jerry.MarkRead(within(t), nil), &bad)
}

func TestWaysToTheServer(t *testing.T) {
	s := servertest.Start(t)
	for name, o := range map[string]native.Options{
		"text frames": {NoBinary: true},
		"RTM servers": {RTMServers: []string{rtmServer(t, s.URL)}},
		"own client":  {HTTPClient: &http.Client{Transport: ownTransport(t)}, UserAgent: "test/1", DeviceID: "device"},
		"logged":      {Logger: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug}))},
	} {
		t.Run(name, func(t *testing.T) {
			o.AppID, o.AppKey, o.Server = s.AppID, s.AppKey, s.URL
			rt, err := native.New(o)
			require.NoError(t, err)
			defer func() { receive(t, rt.Done()) }()
			defer func() { _ = rt.Close() }()
			received := make(chan native.MessageReceived, 1)
			tom, err := rt.Login(within(t), "tom")
			require.NoError(t, err)
			_, err = rt.Login(within(t), "jerry", into(received))
			require.NoError(t, err)
			_, err = unite(t, tom, "jerry").Send(within(t), native.Binary([]byte{0, 255}))
			require.NoError(t, err)
			got := receive(t, received)
			assert.Equal(t, "jerry", got.Client.ID(), "two clients share a connection")
			assert.Equal(t, []byte{0, 255}, got.Message.Binary)
		})
	}
}

func ownTransport(t *testing.T) *http.Transport {
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

func TestMessageIsRefused(t *testing.T) {
	s := servertest.Start(t)
	tom, jerry := login(t, s, "tom"), login(t, s, "jerry")
	conv := unite(t, tom, "jerry")
	_, err := conv.Send(within(t), native.Text(strings.Repeat("x", 6000)))
	var refused *native.Error
	require.ErrorAs(t, err, &refused)
	assert.EqualValues(t, 4109, refused.Code)

	theirs, err := jerry.GetConversation(within(t), conv.ID())
	require.NoError(t, err)
	require.NoError(t, theirs.Quit(within(t)))
	_, err = theirs.Send(within(t), native.Text("from outside"))
	require.ErrorAs(t, err, &refused)
	assert.EqualValues(t, 4401, refused.Code)
	assert.Equal(t, "INVALID_MESSAGING_TARGET", refused.Name())
}

// TestOrder sends 1,000 messages, from ten goroutines of two clients, and
// compares what either sees with the history.
func TestOrder(t *testing.T) {
	const senders, each = 10, 100
	s := servertest.Start(t)
	names := []string{"tom", "jerry"}
	received := map[string]chan native.MessageReceived{}
	var convs []*native.Conversation
	for _, name := range names {
		received[name] = make(chan native.MessageReceived, senders*each)
		client := login(t, s, name, into(received[name]))
		convs = append(convs, unite(t, client, "jerry", "tom"))
	}
	require.Equal(t, convs[0].ID(), convs[1].ID())

	ctx := within(t)
	var sending sync.WaitGroup
	for sender := range senders {
		sending.Go(func() {
			for n := range each {
				_, err := convs[sender%2].Send(ctx, native.Plain(fmt.Sprintf("%d:%d", sender, n)))
				if !assert.NoError(t, err) {
					return
				}
			}
		})
	}
	sending.Wait()
	require.False(t, t.Failed())

	var history []*native.Message
	for page, err := range convs[0].HistoryPages(ctx, native.HistoryQuery{OldToNew: true}) {
		require.NoError(t, err)
		history = append(history, page...)
	}
	require.Len(t, history, senders*each)
	next := make([]int, senders)
	for _, m := range history {
		var sender, n int
		_, err := fmt.Sscanf(m.Text, "%d:%d", &sender, &n)
		require.NoError(t, err)
		require.Equal(t, next[sender], n, "messages of one sender are in order")
		next[sender]++
	}
	for i, name := range names {
		var others []string
		for _, m := range history {
			if m.From != name {
				others = append(others, m.ID)
			}
		}
		var seen []string
		for range others {
			seen = append(seen, receive(t, received[name]).Message.ID)
		}
		assert.Equal(t, others, seen, "what %s saw", name)
		assert.Equal(t, len(others), convs[i].Unread())
	}

	var backwards []*native.Message
	for page, err := range convs[1].HistoryPages(ctx, native.HistoryQuery{Limit: 300}) {
		require.NoError(t, err)
		backwards = append(page, backwards...)
	}
	assert.Equal(t, ids(history), ids(backwards))
}

func TestMessagesOfAnotherDevice(t *testing.T) {
	s := servertest.Start(t)
	elsewhere := make(chan native.MessageReceived, 1)
	conv := unite(t, login(t, s, "tom"), "jerry")
	login(t, s, "tom", into(elsewhere))
	sent, err := conv.Send(within(t), native.Text("from my phone"))
	require.NoError(t, err)
	got := receive(t, elsewhere)
	assert.Equal(t, sent.ID, got.Message.ID)
	assert.Equal(t, "tom", got.Message.From)
	assert.Zero(t, got.Conversation.Unread())
}

func TestMessagesLoop(t *testing.T) {
	s := servertest.Start(t)
	jerry := login(t, s, "jerry")
	conv := unite(t, login(t, s, "tom"), "jerry")
	invited := make(chan native.Notice, 10)
	native.On(jerry, func(e native.Notice) { invited <- e })
	ctx := within(t)
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		for e := range jerry.Messages(ctx) {
			_, err := e.Conversation.Send(ctx, native.Plain("re: "+e.Message.Text))
			assert.NoError(t, err)
			return
		}
	}()
	toTom := make(chan native.MessageReceived, 1)
	conv.Client().OnMessage(func(e native.MessageReceived) { toTom <- e })
	// The loop has begun at the latest when it has answered; messages before
	// its start are not its own.
	for n := 0; ; n++ {
		_, err := conv.Send(ctx, native.Plain(fmt.Sprint(n)))
		require.NoError(t, err)
		select {
		case <-answered:
		default:
			continue
		}
		break
	}
	assert.Contains(t, receive(t, toTom).Message.Text, "re: ")
}
