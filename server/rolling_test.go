package server_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	client "imclient/core/native"
	"imclient/server"
	"imclient/server/bus/nats"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// traveller is a user with a client of ours, who talks all the time.
type traveller struct {
	id     string
	rt     *client.Realtime
	client *client.Client
	chat   *client.Conversation

	mu         sync.Mutex
	heard      []string // message ids
	acked      []string
	reconnects int
}

func (v *traveller) count() (acked, heard int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.acked), len(v.heard)
}

func travel(t *testing.T, c *servertest.Cluster, id string) *traveller {
	t.Helper()
	var servers []string
	for _, node := range c.Nodes {
		servers = append(servers, node.WebSocketURL())
	}
	v := &traveller{id: id}
	rt, err := client.New(client.Options{
		AppID: c.Nodes[0].AppID, AppKey: c.Nodes[0].AppKey, Server: c.Nodes[0].URL, RTMServers: servers,
	})
	require.NoError(t, err)
	t.Cleanup(func() { _ = rt.Close() })
	v.rt = rt
	v.client, err = rt.Login(t.Context(), id, client.WithCatchUp(client.CatchUp{On: true}),
		client.WithHandler(func(e client.MessageReceived) {
			v.mu.Lock()
			defer v.mu.Unlock()
			v.heard = append(v.heard, e.Message.ID)
		}),
		client.WithHandler(func(client.ClientReconnected) {
			v.mu.Lock()
			defer v.mu.Unlock()
			v.reconnects++
		}))
	require.NoError(t, err)
	return v
}

// talk sends a message every millisecond, or as fast as they are acknowledged, until ctx
// ends.
func (v *traveller) talk(t *testing.T, ctx context.Context) {
	pace := time.NewTicker(time.Millisecond) // more than a client remembers comes while it catches up
	defer pace.Stop()
	for n := 0; ctx.Err() == nil; n++ {
		<-pace.C
		m, err := v.chat.Send(context.WithoutCancel(ctx), client.Text(fmt.Sprintf("%s/%d", v.id, n)))
		if errors.Is(err, client.ErrNotConnected) {
			continue // it has sent nothing: applications wait for the reconnect
		}
		if !assert.NoError(t, err, "nobody notices anything but a reconnect") {
			return
		}
		v.mu.Lock()
		v.acked = append(v.acked, m.ID)
		v.mu.Unlock()
	}
}

// Nodes are updated one after the other while clients of ours talk: each of them
// reconnects, and hears everything once, in one order.
func TestRollingRestart(t *testing.T) {
	c := servertest.StartCluster(t, 3, server.Options{}, nats.Options{})
	var all []*traveller
	var ids []string
	for n := range 6 {
		ids = append(ids, fmt.Sprint("traveller", n))
		all = append(all, travel(t, c, ids[n]))
	}
	first, err := all[0].client.CreateConversation(t.Context(), client.ConversationOptions{Members: ids})
	require.NoError(t, err)
	for _, v := range all {
		v.chat, err = v.client.GetConversation(t.Context(), first.ID())
		require.NoError(t, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var talking sync.WaitGroup
	for _, v := range all {
		talking.Go(func() { v.talk(t, ctx) })
	}
	talksOn := func() {
		t.Helper()
		for _, v := range all {
			acked, heard := v.count()
			servertest.Until(t, v.id+" goes on", func() bool {
				a, h := v.count()
				return a > acked+5 && h > heard+5
			})
		}
	}
	for n, node := range c.Nodes {
		talksOn()
		drain, cancel := context.WithTimeout(t.Context(), servertest.Deadline)
		node.Server().Drain(drain, server.Drain{Window: 100 * time.Millisecond, Grace: time.Second})
		cancel()
		node.Stop()
		c.Await(2)
		talksOn()
		node.Restart()
		c.Await(3)
		t.Log("node", n, "is up again")
	}
	talksOn()
	stop()
	talking.Wait()
	history, err := everything(t, all[0].chat)
	require.NoError(t, err)
	moved := 0
	for _, v := range all {
		var want, own []string
		for _, m := range history {
			if m.From == v.id {
				own = append(own, m.ID)
			} else {
				want = append(want, m.ID)
			}
		}
		assert.Equal(t, own, v.acked, "what %s was acknowledged is there once, in its order", v.id)
		servertest.Until(t, v.id+" hears everything", func() bool { _, heard := v.count(); return heard >= len(want) })
		v.mu.Lock()
		assert.Empty(t, difference(want, v.heard), "what %s heard", v.id)
		moved += v.reconnects
		v.mu.Unlock()
	}
	assert.GreaterOrEqual(t, moved, 6, "each was sent away at least once")
}

// difference says what is wrong with what was heard; long lists are no help.
func difference(want, heard []string) (wrong []string) {
	at := make(map[string]int, len(want))
	for i, id := range want {
		at[id] = i
	}
	times, last := make(map[string]int), -1
	for i, id := range heard {
		place, known := at[id]
		times[id]++
		switch {
		case !known:
			wrong = append(wrong, fmt.Sprintf("%d: not in the history", i))
		case times[id] > 1:
			wrong = append(wrong, fmt.Sprintf("%d: again number %d of the history", i, place))
		case place < last:
			wrong = append(wrong, fmt.Sprintf("%d: number %d of the history after number %d", i, place, last))
		}
		last = max(last, place)
	}
	for i, id := range want {
		if times[id] == 0 {
			wrong = append(wrong, fmt.Sprintf("number %d of the history is missing", i))
		}
	}
	return wrong[:min(len(wrong), 20)]
}

func everything(t *testing.T, chat *client.Conversation) (all []*client.Message, err error) {
	for page, err := range chat.HistoryPages(t.Context(), client.HistoryQuery{Limit: 100, OldToNew: true}) {
		if err != nil {
			return nil, err
		}
		all = slices.Concat(all, page)
	}
	return all, nil
}
