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

// through logs a client in over a relay.
func through(t *testing.T, s *servertest.Instance, r *relay, id string, o native.Options, opts ...native.LoginOption) *native.Client {
	t.Helper()
	o.AppID, o.AppKey, o.Server, o.RTMServers = s.AppID, s.AppKey, s.URL, []string{r.url}
	rt, err := native.New(o)
	require.NoError(t, err)
	t.Cleanup(func() {
		_ = rt.Close()
		receive(t, rt.Done())
	})
	client, err := rt.Login(within(t), id, opts...)
	require.NoError(t, err)
	return client
}

// TestALostAckIsAnsweredAgain cuts the connection between the server's taking a
// message and the ack: the call succeeds, and the message is there once.
func TestALostAckIsAnsweredAgain(t *testing.T) {
	s := servertest.Start(t)
	toJerry := make(chan native.MessageReceived, 10)
	login(t, s, "jerry", into(toJerry))
	r := startRelay(t, s.URL)
	tom := through(t, s, r, "tom", native.Options{RetryDelay: 10 * time.Millisecond})
	conv := unite(t, tom, "jerry")

	for i := range 3 {
		r.hold()
		type result struct {
			sent *native.Message
			err  error
		}
		results := make(chan result, 1)
		go func() {
			sent, err := conv.Send(within(t), native.Text("only once"))
			results <- result{sent, err}
		}()
		got := receive(t, toJerry).Message // the server has it
		r.cut()
		r.release()
		acked := receive(t, results)
		require.NoError(t, acked.err)
		assert.Equal(t, got.ID, acked.sent.ID, "the first ack")

		history, err := conv.History(within(t), native.HistoryQuery{})
		require.NoError(t, err)
		assert.Len(t, history, i+1)
	}
	last, err := conv.Send(within(t), native.Text("last"))
	require.NoError(t, err)
	assert.Equal(t, last.ID, receive(t, toJerry).Message.ID, "nothing came twice")
}

// TestABlackHoleIsNoticed lets the server fall silent without a word: nothing
// waits for a time-out.
func TestABlackHoleIsNoticed(t *testing.T) {
	s := servertest.Start(t)
	r := startRelay(t, s.URL)
	lost := make(chan native.Disconnected, 10)
	back := make(chan native.ClientReconnected, 10)
	tom := through(t, s, r, "tom", native.Options{
		CommandTimeout: time.Hour, ProbeAfter: time.Second, ProbeTimeout: time.Second,
	}, into(lost), into(back))
	r.hold()
	online := make(chan []string, 1)
	go func() {
		ids, err := tom.Ping(within(t), "tom")
		if assert.NoError(t, err) {
			online <- ids
		}
	}()
	receive(t, lost)
	r.release()
	receive(t, back)
	assert.Equal(t, []string{"tom"}, receive(t, online), "the question is asked again")
}

func TestNothingIsSentAgainUnlessWanted(t *testing.T) {
	s := servertest.Start(t)
	r := startRelay(t, s.URL)
	tom := through(t, s, r, "tom", native.Options{NoResend: true})
	r.hold()
	failed := make(chan error, 1)
	go func() {
		_, err := tom.Ping(within(t), "tom")
		failed <- err
	}()
	receive(t, r.sent)
	r.cut()
	assert.ErrorIs(t, receive(t, failed), &core.Error{Code: core.CloseAbnormal})
	r.release()
}

// TestEverythingTwice makes the calls that are sent again twice: the server
// takes the second for the first.
func TestEverythingTwice(t *testing.T) {
	s := servertest.Start(t)
	tom := login(t, s, "tom")
	login(t, s, "jerry")
	conv := unite(t, tom, "jerry")
	message, err := conv.Send(within(t), native.Text("hello"))
	require.NoError(t, err)
	for name, call := range map[string]func() error{
		"add":     func() error { _, err := conv.Add(within(t), "spike"); return err },
		"block":   func() error { _, err := conv.Block(within(t), "butch"); return err },
		"unblock": func() error { _, err := conv.Unblock(within(t), "butch"); return err },
		"silence": func() error { _, err := conv.Silence(within(t), "jerry"); return err },
		"speak":   func() error { _, err := conv.Unsilence(within(t), "jerry"); return err },
		"mute":    func() error { return conv.Mute(within(t)) },
		"unmute":  func() error { return conv.Unmute(within(t)) },
		"name":    func() error { return conv.SetAttributes(within(t), map[string]any{"name": "x"}) },
		"edit":    func() error { _, err := conv.Update(within(t), message, native.Text("hello!")); return err },
		"existing": func() error {
			_, err := tom.CreateConversation(within(t), native.ConversationOptions{Members: []string{"jerry"}})
			return err
		},
	} {
		assert.NoError(t, call(), name)
		assert.NoError(t, call(), name+" again")
	}
	for range 2 {
		_, err := conv.Remove(within(t), "spike")
		assert.NoError(t, err, "remove")
	}
	for range 2 {
		assert.NoError(t, conv.Recall(within(t), message), "recall")
	}
}
