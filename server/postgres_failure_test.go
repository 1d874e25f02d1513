package server_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/bus/nats"
	"imclient/server/bus/nats/natstest"
	"imclient/server/servertest"
	"imclient/server/store/postgres"
	"imclient/server/store/postgres/pgtest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// patience is how long nodes wait for the database in these tests.
const patience = 3 * time.Second

// quiet lets clients be silent for as long as the database is.
var quiet = server.Options{Timeouts: server.Timeouts{Ping: time.Hour}}

// insistent is a client that sends one message after the other, and each of them, with
// the same dt, until it is acknowledged.
type insistent struct {
	id     string
	client *servertest.Client
	acks   chan *wire.AckCommand
	acked  []string     // the ids, in order; the sender's until it has ended
	unsure []string     // those of them that were refused before: they may have been stored then
	sent   atomic.Int64 // how many those are
	failed atomic.Int64 // answers that were refusals

	mu     sync.Mutex
	heard  []string // ids
	strays []string // what should not have come
}

// read takes what comes until the text "end" does.
func (p *insistent) read() {
	for {
		m := p.client.Next()
		switch m.GetCmd() {
		case wire.CommandAck:
			p.acks <- m.GetAckMessage()
		case wire.CommandError:
			ack := new(wire.AckCommand)
			ack.SetCode(m.GetErrorMessage().GetCode())
			p.acks <- ack
		case wire.CommandDirect:
			if m.GetDirectMessage().GetMsg() == "end" {
				return
			}
			p.mu.Lock()
			p.heard = append(p.heard, m.GetDirectMessage().GetId())
			p.mu.Unlock()
		default:
			p.mu.Lock()
			p.strays = append(p.strays, servertest.Describe(m))
			p.mu.Unlock()
		}
	}
}

func (p *insistent) hears() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.heard)
}

// send says one thing after the other until stop. Each answer has to come, within the
// deadline of tests.
func (p *insistent) send(t *testing.T, cid string, stop *atomic.Bool) {
	pace := time.NewTicker(10 * time.Millisecond)
	defer pace.Stop()
	for n := 0; !stop.Load(); n++ {
		<-pace.C
		text := fmt.Sprintf("%s/%d", p.id, n)
		for acked, refused := false, false; !acked; {
			cmd := direct(cid, text)
			cmd.GetDirectMessage().SetDt(text)
			p.client.Request(cmd)
			select {
			case ack := <-p.acks:
				if code := server.Code(ack.GetCode()); code != 0 {
					assert.Equal(t, server.InternalError, code)
					p.failed.Add(1)
					refused = true
					continue
				}
				if refused {
					p.unsure = append(p.unsure, ack.GetUid())
				}
				p.acked = append(p.acked, ack.GetUid())
				p.sent.Add(1)
				acked = true
			case <-time.After(servertest.Deadline):
				t.Errorf("%s got no answer", p.id)
				return
			}
		}
	}
}

// assembly is two insistent clients on each node, all in one conversation, and on each
// node a stranger who is not.
type assembly struct {
	t         *testing.T
	cluster   *servertest.Cluster
	clients   []*insistent
	strangers []*servertest.Client
	cid       string
	stop      atomic.Bool
	sending   sync.WaitGroup
	reading   sync.WaitGroup
}

func gather(t *testing.T, c *servertest.Cluster) *assembly {
	t.Helper()
	g := &assembly{t: t, cluster: c}
	var ids []string
	for n := range 2 * len(c.Nodes) {
		id := fmt.Sprint("client", n)
		ids = append(ids, id)
		g.clients = append(g.clients, &insistent{id: id, client: servertest.Login(t, c.Nodes[n%len(c.Nodes)], id), acks: make(chan *wire.AckCommand, 10)})
	}
	for n, node := range c.Nodes {
		g.strangers = append(g.strangers, servertest.Login(t, node, fmt.Sprint("stranger", n)))
	}
	g.cid = create(t, g.clients[0].client, append(ids[1:], "closer")...)
	for _, p := range g.clients[1:] {
		joined(p.client)
	}
	for _, p := range g.clients {
		g.reading.Go(p.read)
		g.sending.Go(func() { p.send(t, g.cid, &g.stop) })
	}
	return g
}

// talksOn waits until each client has had something acknowledged and heard something.
func (g *assembly) talksOn() {
	g.t.Helper()
	for _, p := range g.clients {
		sent, heard := p.sent.Load(), p.hears()
		servertest.Until(g.t, p.id+" goes on", func() bool { return p.sent.Load() > sent+3 && p.hears() > heard+3 })
	}
}

// refusing has something fail, and waits until the clients of these nodes have been
// refused something.
func (g *assembly) refusing(fail func(), nodes ...int) {
	g.t.Helper()
	failed := make([]int64, len(g.clients))
	for n, p := range g.clients {
		failed[n] = p.failed.Load()
	}
	fail()
	for n, p := range g.clients {
		if slices.Contains(nodes, n%len(g.cluster.Nodes)) {
			servertest.Until(g.t, p.id+" is refused something", func() bool { return p.failed.Load() > failed[n] })
		}
	}
}

// end checks, once everything that was said is acknowledged, that each client has heard
// what the others said: all of it, once, in the order of the history. Of its own it may
// hear what was refused and stored all the same, as its other devices do.
func (g *assembly) end() {
	g.t.Helper()
	g.stop.Store(true)
	g.sending.Wait()
	total := 0
	for _, p := range g.clients {
		total += len(p.acked)
	}
	closer := servertest.Login(g.t, g.cluster.Nodes[0], "closer")
	closer.Expect(wire.CommandUnread, 0)
	history := said(g.t, closer, g.cid)
	require.Len(g.t, history, total, "what was acknowledged is there, and nothing twice")
	send(g.t, closer, g.cid, "end") // and nothing comes after it
	g.reading.Wait()
	for _, p := range g.clients {
		var own, others []string
		for _, m := range history {
			if m.GetFrom() == p.id {
				own = append(own, m.GetMsgId())
			} else {
				others = append(others, m.GetMsgId())
			}
		}
		assert.Equal(g.t, own, p.acked, "what %s was acknowledged, in its order", p.id)
		var heard, echoes []string
		for _, id := range p.heard {
			if slices.Contains(p.unsure, id) {
				echoes = append(echoes, id)
			} else {
				heard = append(heard, id)
			}
		}
		assert.Empty(g.t, difference(others, heard), "what %s heard", p.id)
		assert.Len(g.t, slices.Compact(echoes), len(echoes), "what %s heard of its own, once", p.id)
		assert.Empty(g.t, p.strays, p.id)
	}
	for _, s := range g.strangers {
		s.Quiet()
	}
	g.t.Logf("%d messages", total)
}

// statuses are what load balancers are told of the nodes.
func statuses(c *servertest.Cluster) []int {
	list := make([]int, len(c.Nodes))
	var asking sync.WaitGroup
	for n, node := range c.Nodes {
		asking.Go(func() { list[n], _ = readiness(node) })
	}
	asking.Wait()
	return list
}

// untilReady waits until the nodes are in that state. A look at a database that does not
// answer takes as long as it may.
func untilReady(t *testing.T, c *servertest.Cluster, want ...int) {
	t.Helper()
	servertest.Until(t, fmt.Sprint("the nodes say ", want), func() bool { return slices.Equal(want, statuses(c)) })
}

// The database fails in all the ways that it can, and comes back, while clients on three
// nodes talk: what could not be stored is refused within a bounded time, nobody is
// disconnected, and what was acknowledged is heard by everybody, once and in order.
func TestPostgresFailsUnderLoad(t *testing.T) {
	database := pgtest.NewServer(t)
	database.Exec("postgres", "CREATE DATABASE im")
	var relays []*natstest.Relay
	var urls []string
	for range 3 {
		relay := natstest.RelayTo(t, database.Address)
		relays = append(relays, relay)
		urls = append(urls, "postgres://imserver@"+relay.Address+"/im?sslmode=disable")
	}
	c := servertest.StartClusterOn(t, urls, postgres.Options{Timeout: patience}, quiet, nats.Options{})
	g := gather(t, c)
	each := func(do func(*natstest.Relay)) func() {
		return func() {
			for _, r := range relays {
				do(r)
			}
		}
	}
	for _, fault := range []struct {
		name       string
		fail, mend func()
		fails      []int // nodes
	}{
		{"it stops", database.Pause, database.Resume, []int{0, 1, 2}},
		{"the network swallows everything", each((*natstest.Relay).Stall), each((*natstest.Relay).Mend), []int{0, 1, 2}},
		{"it crashes and starts again", database.Crash, database.Start, []int{0, 1, 2}},
		{"one node is cut off from it", relays[0].Cut, relays[0].Mend, []int{0}},
		{"one node gets no answer from it", relays[1].Stall, relays[1].Mend, []int{1}},
	} {
		g.talksOn()
		before := storeErrors(t, c)
		g.refusing(fault.fail, fault.fails...)
		statuses := []int{200, 200, 200}
		for _, n := range fault.fails {
			statuses[n] = 503
		}
		untilReady(t, c, statuses...)
		for n, count := range storeErrors(t, c) {
			assert.Equal(t, slices.Contains(fault.fails, n), count != before[n], "%s: errors of node %d: %s", fault.name, n, count)
		}
		fault.mend()
		g.talksOn()
		server.ForgetFailures(c.Nodes[0].Server(), c.Nodes[1].Server(), c.Nodes[2].Server())
		untilReady(t, c, 200, 200, 200)
		t.Log(fault.name, "and is well again")
	}
	g.end()
}

// storeErrors are what the nodes count of commits that failed.
func storeErrors(t *testing.T, c *servertest.Cluster) (list []string) {
	for _, node := range c.Nodes {
		_, after, found := strings.Cut(metricsText(t, node), "\nimserver_store_errors_total ")
		require.True(t, found)
		count, _, _ := strings.Cut(after, "\n")
		list = append(list, count)
	}
	return list
}

// The database goes to another machine: a standby that has every commit that was
// confirmed takes over. The nodes have both in their URL, and find it.
func TestPostgresFailsOver(t *testing.T) {
	primary := pgtest.NewServer(t)
	primary.Exec("postgres", "CREATE DATABASE im")
	standby := primary.Standby()
	c := servertest.StartClusterOn(t, slices.Repeat([]string{primary.URL("im", standby)}, 3), postgres.Options{Timeout: patience},
		quiet, nats.Options{})
	g := gather(t, c)
	g.talksOn()
	primary.Crash()
	standby.Promote()
	g.talksOn()
	g.end()
	server.ForgetFailures(c.Nodes[0].Server(), c.Nodes[1].Server(), c.Nodes[2].Server())
	untilReady(t, c, 200, 200, 200)
}
