package native_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/native"
	"imclient/server/servertest"
)

// TestContextEndsEveryCall gives up every call that waits for the server, once
// before it starts and once while it waits.
func TestContextEndsEveryCall(t *testing.T) {
	s := servertest.Start(t)
	relay := startRelay(t, s.URL)
	rt, err := native.New(native.Options{
		AppID: s.AppID, AppKey: s.AppKey, Server: s.URL, RTMServers: []string{relay.url},
	})
	require.NoError(t, err)
	defer func() { receive(t, rt.Done()) }()
	defer func() { _ = rt.Close() }()
	client, err := rt.Login(within(t), "tom")
	require.NoError(t, err)
	conv := unite(t, client, "jerry")
	message, err := conv.Send(within(t), native.Text("hello"))
	require.NoError(t, err)

	calls := []struct {
		name string
		call func(context.Context) error
	}{
		{"login", func(ctx context.Context) error { _, err := rt.Login(ctx, "anne"); return err }},
		{"ping", func(ctx context.Context) error { _, err := client.Ping(ctx, "jerry"); return err }},
		{"create", func(ctx context.Context) error {
			_, err := client.CreateConversation(ctx, native.ConversationOptions{Members: []string{"anne"}})
			return err
		}},
		{"fetch conversation", func(ctx context.Context) error {
			_, err := client.FetchConversation(ctx, conv.ID())
			return err
		}},
		{"get conversation", func(ctx context.Context) error {
			_, err := client.GetConversation(ctx, "5f0000000000000000000000")
			return err
		}},
		{"get conversations", func(ctx context.Context) error {
			_, err := client.GetConversations(ctx, "5f0000000000000000000001")
			return err
		}},
		{"query", func(ctx context.Context) error { _, err := client.Query(ctx, native.Query{}); return err }},
		{"send", func(ctx context.Context) error { _, err := conv.Send(ctx, native.Text("hi")); return err }},
		{"history", func(ctx context.Context) error { _, err := conv.History(ctx, native.HistoryQuery{}); return err }},
		{"history pages", func(ctx context.Context) error {
			for _, err := range conv.HistoryPages(ctx, native.HistoryQuery{}) {
				return err
			}
			return nil
		}},
		{"update", func(ctx context.Context) error {
			_, err := conv.Update(ctx, message, native.Text("changed"))
			return err
		}},
		{"recall", func(ctx context.Context) error { return conv.Recall(ctx, message) }},
		{"add", func(ctx context.Context) error { _, err := conv.Add(ctx, "anne"); return err }},
		{"remove", func(ctx context.Context) error { _, err := conv.Remove(ctx, "jerry"); return err }},
		{"count", func(ctx context.Context) error { _, err := conv.Count(ctx); return err }},
		{"mute", conv.Mute},
		{"unmute", conv.Unmute},
		{"set attributes", func(ctx context.Context) error { return conv.SetAttributes(ctx, map[string]any{"name": "n"}) }},
		{"fetch receipts", conv.FetchReceipts},
		{"fetch all receipts", func(ctx context.Context) error { _, err := conv.FetchAllReceipts(ctx); return err }},
		{"silence", func(ctx context.Context) error { _, err := conv.Silence(ctx, "jerry"); return err }},
		{"unsilence", func(ctx context.Context) error { _, err := conv.Unsilence(ctx, "jerry"); return err }},
		{"block", func(ctx context.Context) error { _, err := conv.Block(ctx, "anne"); return err }},
		{"unblock", func(ctx context.Context) error { _, err := conv.Unblock(ctx, "anne"); return err }},
		{"silenced", func(ctx context.Context) error {
			for _, err := range conv.Silenced(ctx) {
				return err
			}
			return nil
		}},
		{"blocked", func(ctx context.Context) error {
			for _, err := range conv.Blocked(ctx) {
				return err
			}
			return nil
		}},
		{"set role", func(ctx context.Context) error { return conv.SetRole(ctx, "jerry", native.RoleManager) }},
		{"query pages", func(ctx context.Context) error {
			for _, err := range client.QueryPages(ctx, native.Query{Skip: 1}) {
				return err
			}
			return nil
		}},
		{"quit", conv.Quit},
		{"join", conv.Join},
	}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range calls {
		err := c.call(over)
		assert.ErrorIs(t, err, context.Canceled, c.name)
		assert.ErrorContains(t, err, "imclient: ", c.name)
	}

	relay.hold() // what is sent from now on is not answered
	for _, c := range calls {
		ctx, cancel := context.WithCancel(context.Background())
		failed := make(chan error, 1)
		go func() { failed <- c.call(ctx) }()
		receive(t, relay.sent)
		cancel()
		assert.ErrorIs(t, receive(t, failed), context.Canceled, c.name)
	}
	relay.release() // the answers come to calls that are no more
	_, err = conv.Send(within(t), native.Text("still alive"))
	assert.NoError(t, err)

	relay.hold()
	ctx, cancel := context.WithCancel(context.Background())
	failed := make(chan error, 1)
	go func() { failed <- client.Close(ctx) }()
	receive(t, relay.sent)
	cancel()
	assert.ErrorIs(t, receive(t, failed), context.Canceled)
}
