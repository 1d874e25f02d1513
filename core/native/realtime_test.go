package native_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/native"
	"imclient/server/servertest"
)

// deadline is how long a test waits for something that should come at once.
const deadline = 30 * time.Second

// within gives a call of a test its deadline.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	t.Cleanup(cancel)
	return ctx
}

// connect makes a Realtime of the server's app and sees to it that nothing of
// it is left after the test.
func connect(t *testing.T, s *servertest.Instance) *native.Realtime {
	t.Helper()
	rt, err := native.New(native.Options{AppID: s.AppID, AppKey: s.AppKey, Server: s.URL})
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, rt.Close())
		receive(t, rt.Done())
	})
	return rt
}

// login logs a client in through a connection of its own.
func login(t *testing.T, s *servertest.Instance, id string, opts ...native.LoginOption) *native.Client {
	t.Helper()
	s.Settle() // what the others did comes before it
	client, err := connect(t, s).Login(within(t), id, opts...)
	require.NoError(t, err)
	require.Equal(t, id, client.ID())
	return client
}

// receive takes the next value of a channel, or its end.
func receive[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(deadline):
		require.FailNow(t, "nothing came")
	}
	panic("unreachable")
}

// into returns a login option that passes events of one type to a channel.
func into[E native.Event](c chan<- E) native.LoginOption {
	return native.WithHandler(func(e E) { c <- e })
}

// unite creates a conversation of a client with others.
func unite(t *testing.T, client *native.Client, others ...string) *native.Conversation {
	t.Helper()
	conv, err := client.CreateConversation(within(t), native.ConversationOptions{Members: others})
	require.NoError(t, err)
	return conv
}

func TestNewRefusesBadOptions(t *testing.T) {
	for name, o := range map[string]native.Options{
		"no app id":        {AppKey: "k", Server: "http://localhost"},
		"no app key":       {AppID: "a", Server: "http://localhost"},
		"no server":        {AppID: "a", AppKey: "k"},
		"server no URL":    {AppID: "a", AppKey: "k", Server: "localhost:8080"},
		"RTM server":       {AppID: "a", AppKey: "k", Server: "http://localhost", RTMServers: []string{"http://localhost"}},
		"negative timeout": {AppID: "a", AppKey: "k", Server: "http://localhost", CommandTimeout: -1},
	} {
		t.Run(name, func(t *testing.T) {
			rt, err := native.New(o)
			assert.Nil(t, rt)
			var bad *native.ArgumentError
			assert.ErrorAs(t, err, &bad)
		})
	}
}

func TestCloseWithoutEverConnecting(t *testing.T) {
	rt, err := native.New(native.Options{AppID: "a", AppKey: "k", Server: "http://127.0.0.1:1"})
	require.NoError(t, err)
	require.NoError(t, rt.Close())
	require.NoError(t, rt.Close())
	receive(t, rt.Done())

	_, err = rt.Login(within(t), "tom")
	assert.ErrorIs(t, err, native.ErrClosed)
	assert.Error(t, rt.Retry())
	rt.Pause()
	rt.Resume()
}

func TestLoginToNoServer(t *testing.T) {
	rt, err := native.New(native.Options{AppID: "a", AppKey: "k", Server: "http://127.0.0.1:1"})
	require.NoError(t, err)
	defer func() { receive(t, rt.Done()) }()
	defer func() { _ = rt.Close() }()
	_, err = rt.Login(within(t), "tom")
	require.Error(t, err)
	assert.Contains(t, err.Error(), "imclient: login: ")
	assert.NotErrorIs(t, err, context.DeadlineExceeded)
}

func TestCloseFailsALoginThatWaits(t *testing.T) {
	silent := listen(t)
	s := servertest.Start(t)
	relay := startRelay(t, s.URL)
	relay.hold()
	for name, c := range map[string]struct {
		options native.Options
		waiting <-chan struct{}
	}{
		"for the router":     {native.Options{Server: "http://" + silent.addr}, silent.accepted},
		"for the connection": {native.Options{Server: s.URL, RTMServers: []string{"ws://" + silent.addr}}, silent.accepted},
		"for the session":    {native.Options{Server: s.URL, RTMServers: []string{relay.url}}, relay.sent},
	} {
		t.Run(name, func(t *testing.T) {
			c.options.AppID, c.options.AppKey = s.AppID, s.AppKey
			rt, err := native.New(c.options)
			require.NoError(t, err)
			failed := make(chan error, 1)
			go func() {
				_, err := rt.Login(context.Background(), "tom")
				failed <- err
			}()
			receive(t, c.waiting)
			require.NoError(t, rt.Close())
			assert.ErrorIs(t, receive(t, failed), native.ErrClosed)
			receive(t, rt.Done())
			assert.Equal(t, core.StateClosed, rt.State())
		})
	}
}

func TestCloseInAHandler(t *testing.T) {
	s := servertest.Start(t)
	rt := connect(t, s)
	closed := make(chan error, 1)
	conv := unite(t, must(rt.Login(within(t), "tom", native.WithHandler(func(native.UnreadUpdated) {
		closed <- rt.Close()
	}))), "jerry")
	jerry := login(t, s, "jerry")
	theirs, err := jerry.GetConversation(within(t), conv.ID())
	require.NoError(t, err)
	_, err = theirs.Send(within(t), native.Text("hello"))
	require.NoError(t, err)
	assert.NoError(t, receive(t, closed))
	receive(t, rt.Done())
	assert.True(t, conv.Client().Closed())
}

// must is the value of a call that a test cannot do without.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
