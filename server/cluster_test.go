package server_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/bus/nats"
	"imclient/server/servertest"

	natsgo "github.com/nats-io/nats.go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// members logs one client in on each node, all of them in one conversation.
func members(t *testing.T, c *servertest.Cluster) (clients []*servertest.Client, cid string) {
	t.Helper()
	var ids []string
	for n, node := range c.Nodes {
		ids = append(ids, fmt.Sprint("client", n))
		clients = append(clients, servertest.Login(t, node, ids[n]))
	}
	cid = create(t, clients[0], ids[1:]...)
	for _, client := range clients[1:] {
		joined(client)
	}
	return clients, cid
}

// said is the whole history, in order, with who said it.
func said(t *testing.T, c *servertest.Client, cid string) (list []*wire.LogItem) {
	t.Helper()
	at, mid := int64(0), ""
	for {
		m := new(wire.LogsCommand)
		m.SetCid(cid)
		m.SetLimit(500)
		m.SetDirection(wire.DirectionNew)
		if mid != "" {
			m.SetT(at)
			m.SetMid(mid)
		}
		cmd := servertest.Command(wire.CommandLogs, 0)
		cmd.SetLogsMessage(m)
		page := c.Call(cmd).GetLogsMessage().GetLogs()
		list = append(list, page...)
		if len(page) < 500 {
			return list
		}
		at, mid = page[len(page)-1].GetTimestamp(), page[len(page)-1].GetMsgId()
	}
}

// talk has each client say count things, while it hears what the others say. It returns
// what each was pushed once all of it is acknowledged and heard.
func talk(t *testing.T, clients []*servertest.Client, cid string, count int, meanwhile func(said func() int)) (heard [][]string) {
	t.Helper()
	heard = make([][]string, len(clients))
	var mu sync.Mutex
	all := 0
	var wg sync.WaitGroup
	for n, client := range clients {
		wg.Go(func() {
			acks, sent := 0, 0
			for acks < count || len(heard[n]) < count*(len(clients)-1) {
				for sent < count && sent < acks+4 {
					client.Request(direct(cid, fmt.Sprintf("%d/%d", n, sent)))
					sent++
				}
				switch m := client.Next(); m.GetCmd() {
				case wire.CommandAck:
					acks++
					mu.Lock()
					all++
					mu.Unlock()
				case wire.CommandDirect:
					heard[n] = append(heard[n], m.GetDirectMessage().GetMsg())
				}
			}
		})
	}
	if meanwhile != nil {
		meanwhile(func() int { mu.Lock(); defer mu.Unlock(); return all })
	}
	wg.Wait()
	return heard
}

// assertHeard checks that each heard what the others said: all of it, once, in the
// order of the history.
func assertHeard(t *testing.T, clients []*servertest.Client, cid string, heard [][]string) {
	t.Helper()
	history := said(t, clients[0], cid)
	for n, client := range clients {
		var want []string
		for _, m := range history {
			if m.GetFrom() != fmt.Sprint("client", n) {
				want = append(want, m.GetData())
			}
		}
		assert.Equal(t, want, heard[n], "client %d", n)
		client.Quiet()
	}
}

// Everybody sees one order, whatever nodes the messages go through.
func TestOneOrderOnAllNodes(t *testing.T) {
	c := servertest.StartCluster(t, 3, server.Options{}, nats.Options{})
	clients, cid := members(t, c)
	assertHeard(t, clients, cid, talk(t, clients, cid, 100, nil))
}

// Nodes that miss what others publish find it in the store.
func TestNATSFailsUnderLoad(t *testing.T) {
	for name, keep := range map[string]int{"what was missed is sent again": 0, "and read from the store": 2000} {
		t.Run(name, func(t *testing.T) {
			c := servertest.StartCluster(t, 3, server.Options{}, nats.Options{Keep: keep, Poll: servertest.Lease / 5})
			clients, cid := members(t, c)
			heard := talk(t, clients, cid, 300, func(said func() int) {
				for round := range 4 {
					was := said()
					servertest.Until(t, "some is said", func() bool { return said() > was+60 })
					if round%2 == 0 {
						c.NATS.Restart(t)
						continue
					}
					c.Relays[round%3].Cut()
					was = said()
					servertest.Until(t, "some is said", func() bool { return said() > was+60 })
					c.Relays[round%3].Mend()
				}
			})
			assertHeard(t, clients, cid, heard)
		})
	}
}

// Without NATS the nodes still see what the others store, a little later.
func TestNATSIsGone(t *testing.T) {
	c := servertest.StartCluster(t, 2, server.Options{}, nats.Options{Poll: servertest.Lease / 5})
	clients, cid := members(t, c)
	room := start()
	room.SetTransient(true)
	rid := clients[0].Call(conv(wire.OpStart, room)).GetConvMessage().GetCid()
	clients[1].Call(conv(wire.OpAdd, in(rid, "client1")))
	old := sent(t, clients[0], direct(cid, "before"))
	assert.Equal(t, []string{"before"}, messages(clients[1], 1))
	system, err := c.Nodes[0].Server().CreateServiceConversation(t.Context(), c.Nodes[0].AppID, "")
	require.NoError(t, err)
	c.NATS.Stop()
	for _, node := range c.Nodes {
		servertest.Until(t, "the nodes notice", func() bool { return node.Server().BusState().Err != nil })
	}
	send(t, clients[0], cid, "one")
	send(t, clients[0], cid, "two")
	assert.Equal(t, []string{"one", "two"}, messages(clients[1], 2))
	send(t, clients[1], cid, "three")
	assert.Equal(t, []string{"three"}, messages(clients[0], 1))
	send(t, clients[0], rid, "in the room")
	assert.Equal(t, []string{"in the room"}, messages(clients[1], 1))
	edit := servertest.Command(wire.CommandPatch, wire.OpModify)
	item := new(wire.PatchItem)
	item.SetCid(cid)
	item.SetMid(old.GetUid())
	item.SetTimestamp(old.GetT())
	item.SetRecall(true)
	p := new(wire.PatchCommand)
	p.AddPatches(item)
	edit.SetPatchMessage(p)
	require.Equal(t, wire.OpModified, clients[0].Call(edit).GetOp())
	assert.True(t, clients[1].Expect(wire.CommandPatch, wire.OpModify).GetPatchMessage().GetPatches()[0].GetRecall())
	backend(t, c.Nodes[0], "POST", toEverybody, `{"from_client":"app","conv_id":"`+system+`","message":"to all"}`)
	for _, client := range clients {
		assert.Equal(t, []string{"to all"}, messages(client, 1))
	}
	late := servertest.Login(t, c.Nodes[1], "client0") // nothing is told again to who comes later
	c.NATS.Restart(t)
	c.Await(2)
	send(t, clients[0], cid, "after")
	assert.Equal(t, []string{"after"}, messages(clients[1], 1))
	assert.Equal(t, "after", nextMessage(late))
	for _, client := range append(clients, late) {
		client.Quiet()
	}
}

// nextMessage passes over what else a login tells, such as what is unread and the
// broadcasts that were not confirmed.
func nextMessage(c *servertest.Client) string {
	for {
		m := c.Next()
		if d := m.GetDirectMessage(); m.GetCmd() == wire.CommandDirect && !d.GetOffline() {
			return d.GetMsg()
		}
	}
}

// What a node has stored and acknowledged reaches the others, though it dies before it
// can tell them.
func TestANodeDies(t *testing.T) {
	c := servertest.StartCluster(t, 3, server.Options{}, nats.Options{})
	clients, cid := members(t, c)
	c.Relays[0].Stall()
	send(t, clients[0], cid, "last words")
	c.Kill(0)
	for _, client := range clients[1:] {
		assert.Equal(t, []string{"last words"}, messages(client, 1))
	}
	c.Await(2)
	query := servertest.Command(wire.CommandSession, wire.OpQuery)
	m := new(wire.SessionCommand)
	m.SetSessionPeerIds([]string{"client0", "client1", "client2"})
	query.SetSessionMessage(m)
	assert.Equal(t, []string{"client1", "client2"}, clients[1].Call(query).GetSessionMessage().GetOnlineSessionPeerIds())
	send(t, clients[1], cid, "goes on")
	assert.Equal(t, []string{"goes on"}, messages(clients[2], 1))
	c.Nodes[0].Restart()
	c.Await(3)
	back := servertest.Login(t, c.Nodes[0], "client0")
	send(t, clients[1], cid, "welcome")
	assert.Equal(t, "welcome", nextMessage(back))
}

// What ends sessions elsewhere arrives, though late.
func TestConflictWhileANodeIsCutOff(t *testing.T) {
	c := servertest.StartCluster(t, 2, server.Options{}, nats.Options{})
	old := servertest.Dial(t, c.Nodes[0])
	old.Call(tagged(c.Nodes[0].AppID, "ann", "phone", "d1"))
	kicked := servertest.Login(t, c.Nodes[0], "bob")
	c.Relays[0].Cut()
	servertest.Until(t, "the node notices", func() bool { return c.Nodes[0].Server().BusState().Err != nil })
	fresh := servertest.Dial(t, c.Nodes[1])
	assert.Equal(t, wire.OpOpened, fresh.Call(tagged(c.Nodes[1].AppID, "ann", "phone", "d2")).GetOp())
	backend(t, c.Nodes[1], "POST", "/1.2/rtm/clients/bob/kick", `{"reason":"enough"}`)
	old.Quiet()
	c.Relays[0].Mend()
	closed := old.Expect(wire.CommandSession, wire.OpClosed)
	assert.EqualValues(t, server.SessionConflict, closed.GetSessionMessage().GetCode())
	assert.EqualValues(t, server.KickedByApp, kicked.Expect(wire.CommandSession, wire.OpClosed).GetSessionMessage().GetCode())
	fresh.Quiet()
}

// A message in a chat room crosses once, however many are in it.
func TestARoomMessageCrossesOnce(t *testing.T) {
	c := servertest.StartCluster(t, 2, server.Options{}, nats.Options{})
	ann := servertest.Login(t, c.Nodes[0], "ann")
	room := start()
	room.SetTransient(true)
	rid := ann.Call(conv(wire.OpStart, room)).GetConvMessage().GetCid()
	var guests []*servertest.Client
	for n := range 20 {
		id := fmt.Sprint("guest", n)
		guest := servertest.Login(t, c.Nodes[1], id)
		require.Equal(t, wire.OpAdded, guest.Call(conv(wire.OpAdd, in(rid, id))).GetOp())
		guests = append(guests, guest)
	}
	count := conv(wire.OpCount, in(rid))
	assert.EqualValues(t, 21, ann.Call(count).GetConvMessage().GetCount())
	conn, err := natsgo.Connect(c.NATS.URL)
	require.NoError(t, err)
	defer conn.Close()
	var crossed []string
	var mu sync.Mutex
	_, err = conn.Subscribe("imserver.>", func(m *natsgo.Msg) {
		mu.Lock()
		defer mu.Unlock()
		for _, word := range []string{"first", "second"} {
			if strings.Contains(string(m.Data), word) {
				crossed = append(crossed, word)
			}
		}
	})
	require.NoError(t, err)
	require.NoError(t, conn.Flush())
	send(t, ann, rid, "first")
	send(t, ann, rid, "second")
	for _, guest := range guests {
		assert.Equal(t, []string{"first", "second"}, messages(guest, 2))
	}
	servertest.Until(t, "both have crossed", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return slices.Equal(crossed, []string{"first", "second"})
	})
}

// readiness is what load balancers are told.
func readiness(i *servertest.Instance) (status int, body string) {
	w := httptest.NewRecorder()
	i.Server().AdminHandler().ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
	return w.Code, strings.TrimSpace(w.Body.String())
}

const (
	isReady  = `{"status":"ok"}`
	degraded = `{"degraded":"cut off from the bus","status":"ok"}`
	cutOff   = `{"status":"cut off"}`
)

// Without NATS no node is better than another: all of them take new clients, and say
// what is missing.
func TestReadinessWithoutNATS(t *testing.T) {
	server.SetCutOffTime(t, time.Second)
	c := servertest.StartCluster(t, 3, server.Options{}, nats.Options{})
	all := func(want string) func() bool {
		return func() bool {
			is := true
			for n, node := range c.Nodes {
				status, body := readiness(node)
				require.Equal(t, 200, status, "node %d: %s", n, body)
				is = is && body == want
			}
			return is
		}
	}
	servertest.Until(t, "all are ready", all(isReady))
	c.NATS.Stop()
	servertest.Until(t, "all say that they are cut off", all(degraded))
	servertest.Until(t, "they stay so for long enough to be not ready, if another were connected", func() bool {
		since := c.Nodes[0].Server().BusState().Since
		return all(degraded)() && time.Since(since) > 2*time.Second
	})
	for n, node := range c.Nodes {
		assert.Contains(t, metricsText(t, node), "imserver_bus_connected 0")
		servertest.Login(t, node, fmt.Sprint("late", n)).Quiet()
	}
	c.NATS.Restart(t)
	servertest.Until(t, "all are well", all(isReady))
	for _, node := range c.Nodes {
		assert.Contains(t, metricsText(t, node), "imserver_bus_connected 1")
	}
}

// A node that has lost NATS, and no other has, wants no new clients.
func TestReadinessOfOneNode(t *testing.T) {
	server.SetCutOffTime(t, time.Second)
	c := servertest.StartCluster(t, 3, server.Options{}, nats.Options{})
	others := func() {
		t.Helper()
		for _, node := range c.Nodes[1:] {
			status, body := readiness(node)
			assert.Equal(t, 200, status)
			assert.Equal(t, isReady, body)
		}
	}
	c.Relays[0].Cut()
	servertest.Until(t, "it is not ready", func() bool {
		others()
		status, body := readiness(c.Nodes[0])
		if status == 200 {
			assert.Contains(t, []string{isReady, degraded}, body)
			return false
		}
		assert.Equal(t, cutOff, body)
		return true
	})
	assert.Contains(t, metricsText(t, c.Nodes[0]), "imserver_bus_connected 0")
	assert.Contains(t, metricsText(t, c.Nodes[1]), "imserver_bus_connected 1")
	servertest.Login(t, c.Nodes[0], "ann").Quiet() // who comes all the same is served

	// When the others go, there is nobody better.
	drain, cancel := context.WithTimeout(t.Context(), servertest.Deadline)
	defer cancel()
	for _, node := range c.Nodes[1:] {
		node.Server().Drain(drain, server.Drain{})
	}
	servertest.Until(t, "it is ready again", func() bool { _, body := readiness(c.Nodes[0]); return body == degraded })
	c.Relays[0].Mend()
	servertest.Until(t, "it is well", func() bool { _, body := readiness(c.Nodes[0]); return body == isReady })
}

func metricsText(t *testing.T, i *servertest.Instance) string {
	w := httptest.NewRecorder()
	i.Server().AdminHandler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	require.Equal(t, 200, w.Code)
	return w.Body.String()
}
