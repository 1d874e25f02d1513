package webhook_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"
	"imclient/server/webhook"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFailurePolicy(t *testing.T) {
	app := startApp(t)
	hang := make(chan struct{})
	t.Cleanup(func() { close(hang) })
	names := []string{"_messageReceived", "_messageUpdate", "_conversationStart", "_conversationAdd"}
	good := app.config()
	good.Names = names
	gone := good
	gone.URL = "http://127.0.0.1:1"
	const late = "too late"
	failures := []struct {
		name   string
		config webhook.Config
		answer func(call) (int, string)
	}{
		{"an error", good, func(call) (int, string) { return 500, `{"result":{}}` }},
		{"a redirect", good, func(call) (int, string) { return http.StatusFound, "" }},
		{"no such hook, though it should be there", good, func(call) (int, string) { return 404, "" }},
		{"garbage", good, says("garbage")},
		{late, good, func(call) (int, string) { <-hang; return 200, "{}" }},
		{"nobody there", gone, nil},
	}
	for _, refuse := range []bool{false, true} {
		for _, f := range failures {
			o := server.Options{Apps: []server.App{server.DevelopmentApp}, DataDir: t.TempDir()}
			o.Apps[0].RefuseOnHookFailure = refuse
			// What is there already was made without hooks.
			before := servertest.StartWith(t, server.Options{DataDir: o.DataDir})
			ann := servertest.Login(t, before, "ann")
			cid := create(t, ann, "bob")
			mid := ann.Call(direct(cid, "hello")).GetAckMessage().GetUid()
			require.NoError(t, ann.WS.CloseNow())
			before.Stop()
			if f.name == late {
				o.Timeouts.Hook = 200 * time.Millisecond
			}
			for _, name := range names {
				app.on(name, f.answer)
			}
			i := start(t, f.config, o)
			ann = servertest.Login(t, i, "ann")
			started := ann.Call(conv(wire.OpStart, "", "eve"))
			if refuse {
				e := started.GetErrorMessage()
				assert.EqualValues(t, server.ConversationRejectedByApp, e.GetCode(), f.name)
				assert.False(t, e.HasAppCode(), f.name)
			} else {
				assert.Equal(t, wire.OpStarted, started.GetOp(), f.name)
			}
			ack := ann.Call(direct(cid, "hello")).GetAckMessage()
			edited := ann.Call(patchOf(cid, mid, "hi"))
			added := ann.Call(conv(wire.OpAdd, cid, "dan"))
			if refuse {
				assert.EqualValues(t, server.MessageRejectedByApp, ack.GetCode(), f.name)
				assert.False(t, ack.HasAppCode(), f.name)
				assert.EqualValues(t, server.MessageUpdateRejectedByApp, edited.GetErrorMessage().GetCode(), f.name)
				assert.EqualValues(t, server.ConversationRejectedByApp, added.GetErrorMessage().GetCode(), f.name)
				assert.Equal(t, []string{"hello"}, history(t, ann, cid), f.name)
			} else {
				assert.False(t, ack.HasCode(), f.name)
				assert.Equal(t, wire.OpModified, edited.GetOp(), f.name)
				assert.Equal(t, wire.OpAdded, added.GetOp(), f.name)
				assert.Equal(t, []string{"hi", "hello"}, history(t, ann, cid), f.name)
			}
			assert.EqualValues(t, 1, i.HookCounts("_messageReceived").Failures, f.name)
			assert.EqualValues(t, 1, i.HookCounts("_conversationStart").Failures, f.name)
		}
	}
	assert.Empty(t, app.seen("elsewhere"), "redirects are not followed")
}

// While the back end thinks about some people's messages, everybody else's go on.
func TestSlowBackEndHoldsUpNobodyElse(t *testing.T) {
	app := startApp(t)
	release := make(chan struct{})
	app.on("_messageReceived", func(c call) (int, string) {
		if c.params["fromPeer"] == "slow" {
			<-release
		}
		return 200, `{"result":{}}`
	})
	i := start(t, app.config(), server.Options{Timeouts: server.Timeouts{Hook: servertest.Deadline}})
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob", "slow")
	var slow []*servertest.Client
	const devices, each = 10, 50
	for range devices {
		c := servertest.Login(t, i, "slow")
		c.Request(direct(cid, "slow"))
		c.Request(direct(cid, "after it"))
		slow = append(slow, c)
	}
	app.await("_messageReceived", devices)
	for range each {
		assert.False(t, ann.Call(direct(cid, "quick")).GetAckMessage().HasCode())
		assert.Equal(t, "quick", message(bob).GetMsg())
		assert.False(t, bob.Call(direct(cid, "quick too")).GetAckMessage().HasCode())
	}
	assert.Len(t, history(t, ann, cid), 20, "a page of history, and nothing of slow's in it")
	assert.NotContains(t, history(t, ann, cid), "slow")
	ann.Call(conv(wire.OpAdd, cid, "eve")) // other commands about the same conversation, too
	close(release)
	for _, c := range slow {
		first, second := expect(c, wire.CommandAck), expect(c, wire.CommandAck)
		assert.Equal(t, first.GetI()+1, second.GetI(), "commands of one connection keep their order")
	}
	seen := map[string]int{}
	for range 2 * devices {
		seen[message(bob).GetMsg()]++
	}
	assert.Equal(t, map[string]int{"slow": devices, "after it": devices}, seen)
}

func TestConcurrentCallsAreBounded(t *testing.T) {
	app := startApp(t)
	release := make(chan struct{})
	var waiting atomic.Int32
	app.on("_messageReceived", func(call) (int, string) {
		assert.LessOrEqual(t, waiting.Add(1), int32(3))
		<-release
		waiting.Add(-1)
		return 200, `{}`
	})
	config := app.config()
	config.Concurrent = 3
	config.Names = []string{"_messageReceived"}
	i := start(t, config, server.Options{Timeouts: server.Timeouts{Hook: servertest.Deadline}})
	var clients []*servertest.Client
	cid := create(t, servertest.Login(t, i, "owner"), "ann")
	for range 10 {
		c := servertest.Login(t, i, "ann")
		c.Request(direct(cid, "hello"))
		clients = append(clients, c)
	}
	app.await("_messageReceived", 3)
	for range clients {
		release <- struct{}{}
	}
	app.await("_messageReceived", 10)
	for _, c := range clients {
		expect(c, wire.CommandAck)
	}
}

func TestToldBeforeTheServerIsGone(t *testing.T) {
	app := startApp(t)
	release := make(chan struct{})
	blocked := func(call) (int, string) { <-release; return 200, `{}` }
	app.on("_messageSent", blocked)
	app.on("_clientOffline", blocked)
	i := start(t, app.config(), server.Options{})
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	const n = 40
	for range n {
		ann.Call(direct(cid, "hello"))
	}
	app.await("_messageSent", 1)
	stopped := make(chan struct{})
	go func() {
		ann.Closed()
		close(release)
	}()
	go func() {
		i.Stop()
		close(stopped)
	}()
	<-stopped
	assert.Len(t, app.seen("_messageSent"), n)
	offline := app.seen("_clientOffline")
	require.Len(t, offline, 1)
	assert.Equal(t, map[string]any{"peerId": "ann", "closeCode": 2.0, "closeMsg": "server is shutting down"}, offline[0].params)
}

func TestUndefinedHooks(t *testing.T) {
	app := startApp(t)
	app.on("_messageReceived", func(call) (int, string) { return 404, `{"code":1,"error":"not found"}` })
	now := make(chan time.Time, 1)
	now <- time.Now()
	clock := func() time.Time { at := <-now; now <- at; return at }
	caller, err := webhook.NewAt(map[string]webhook.Config{"dev": app.config()}, clock)
	require.NoError(t, err)
	defer caller.Close()
	hooks := caller.Hooks()
	ask := func() {
		v, err := hooks.MessageReceived(context.Background(), server.Message{App: "dev"})
		require.NoError(t, err)
		assert.Equal(t, server.Verdict{}, v)
	}
	ask()
	ask()
	assert.Len(t, app.seen("_messageReceived"), 1, "it is not there: that is remembered")
	at := <-now
	now <- at.Add(3 * time.Minute)
	ask()
	assert.Len(t, app.seen("_messageReceived"), 2, "for three minutes")
	v, err := hooks.MessageReceived(context.Background(), server.Message{App: "another"})
	require.NoError(t, err)
	assert.Equal(t, server.Verdict{}, v)
}

func TestConfigIsChecked(t *testing.T) {
	for name, c := range map[string]webhook.Config{
		"no URL":          {URL: "example.org", Key: "k"},
		"another scheme":  {URL: "ftp://example.org", Key: "k"},
		"a password":      {URL: "https://u:p@example.org", Key: "k"},
		"no key":          {URL: "https://example.org"},
		"a strange hook":  {URL: "https://example.org", Key: "k", Names: []string{"_messageRecieved"}},
		"no messages URL": {Messages: "/x", Key: "k"},
	} {
		_, err := webhook.New(map[string]webhook.Config{"dev": c})
		assert.Error(t, err, name)
	}
	caller, err := webhook.New(map[string]webhook.Config{"a": {}, "b": {URL: "https://example.org", Key: "k", Names: []string{"_push"}}})
	require.NoError(t, err)
	h := caller.Hooks()
	assert.NotNil(t, h.Push)
	assert.Nil(t, h.MessageReceived)
	assert.Nil(t, h.ServiceMessages)

	app := startApp(t)
	caller, err = webhook.New(map[string]webhook.Config{"": app.config(), "none": {}})
	require.NoError(t, err)
	defer caller.Close()
	for app, by := range map[string]string{"none": "a", "dev": "b"} {
		_, err := caller.Hooks().ConversationStart(t.Context(), server.ConversationStart{App: app, By: by})
		require.NoError(t, err)
	}
	require.Len(t, app.seen("_conversationStart"), 1)
	assert.Equal(t, "b", app.seen("_conversationStart")[0].params["initBy"], "what is for all apps is not for those that have their own")
}
