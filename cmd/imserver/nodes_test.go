package main

import (
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"

	"imclient/core/native"
	"imclient/server"
	"imclient/server/bus/nats/natstest"
	"imclient/server/store/postgres/pgtest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Two processes are one service; one of them is killed, and comes back.
func TestTwoNodes(t *testing.T) {
	bus, database := natstest.Start(t), pgtest.URL(t)
	start := func() *process {
		return startProcess(t, "--listen", "127.0.0.1:0", "--data", t.TempDir(), "--store", database, "--bus", bus.URL, "--nats-lease", "1s")
	}
	one, two := start(), start()
	told := make(chan string, 100)
	login := func(p *process, id string) *native.Client {
		rt, err := native.New(native.Options{AppID: server.DevelopmentApp.ID, AppKey: server.DevelopmentApp.Key, Server: p.url})
		require.NoError(t, err)
		t.Cleanup(func() { _ = rt.Close() })
		c, err := rt.Login(t.Context(), id, native.WithHandler(func(e native.MessageReceived) { told <- id + ": " + e.Message.Text }))
		require.NoError(t, err)
		return c
	}
	next := func() string {
		select {
		case text := <-told:
			return text
		case <-time.After(20 * time.Second):
			require.FailNow(t, "nobody was told")
			return ""
		}
	}
	ann, bob := login(one, "ann"), login(two, "bob")
	chat, err := ann.CreateConversation(t.Context(), native.ConversationOptions{Members: []string{"bob"}})
	require.NoError(t, err)
	for n := range 3 {
		_, err = chat.Send(t.Context(), native.Text(fmt.Sprint(n)))
		require.NoError(t, err)
		assert.Contains(t, next(), fmt.Sprintf(`"_lctext":"%d"`, n))
	}
	require.Error(t, one.end(t, os.Kill))
	again := start()
	login(again, "ann")
	other, err := bob.GetConversation(t.Context(), chat.ID())
	require.NoError(t, err)
	_, err = other.Send(t.Context(), native.Text("welcome back"))
	require.NoError(t, err)
	assert.Contains(t, next(), "welcome back")
	for _, p := range []*process{again, two} {
		require.NoError(t, p.end(t, syscall.SIGTERM))
	}
}
