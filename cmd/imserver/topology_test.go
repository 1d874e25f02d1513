package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"imclient/core/native"
	"imclient/server/store/postgres/pgtest"

	natsserver "github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// topology is what the compose file describes, as processes on loopback: the settings of
// the nodes, NATS' command line and Caddy's file are those of the files, with other
// addresses.
type topology struct {
	url      string // of the load balancer
	settings map[string]string
	nodes    []*node
}

type node struct {
	process *process
	address string
	admin   string
	data    string
}

func startTopology(t *testing.T) *topology {
	t.Helper()
	all := services(t, map[string]string{"PUBLIC_URL": "http://127.0.0.1:" + freePort(t), "IMSERVER_APPS": "shop,k,m",
		"POSTGRES_PASSWORD": "p4ss", "NATS_PASSWORD": "w0rd"})
	top := &topology{url: all["node1"].Environment["IMSERVER_PUBLIC_URL"], settings: all["node1"].Environment}
	bus := startNATS(t, all["nats"].Command)
	top.settings["IMSERVER_BUS"] = strings.Replace(top.settings["IMSERVER_BUS"], "nats:4222", bus, 1)
	_, parameters, _ := strings.Cut(top.settings["IMSERVER_STORE"], "?")
	top.settings["IMSERVER_STORE"] = pgtest.URL(t) + "&" + parameters
	top.settings["IMSERVER_TRUSTED_PROXIES"] = "127.0.0.1/32"
	var addresses []string
	for range 2 {
		n := &node{address: "127.0.0.1:" + freePort(t), admin: "127.0.0.1:" + freePort(t), data: t.TempDir()}
		top.nodes = append(top.nodes, n)
		addresses = append(addresses, n.address)
		top.start(t, n)
	}
	startCaddy(t, top.url, strings.Join(addresses, " "))
	return top
}

func (top *topology) start(t *testing.T, n *node) {
	t.Helper()
	settings := []string{"IMSERVER_DATA=" + n.data}
	for name, value := range top.settings {
		switch name {
		case "IMSERVER_LISTEN":
			value = n.address
		case "IMSERVER_ADMIN_LISTEN":
			value = n.admin
		}
		settings = append(settings, name+"="+value)
	}
	n.process = startProcessWith(t, settings)
	n.process.killed.Reset(time.Minute)
}

// connections is how many clients a node has, by its metrics.
func (n *node) connections(t *testing.T) int {
	t.Helper()
	status, metrics, _ := get(t, http.DefaultClient, "http://"+n.admin+"/metrics")
	require.Equal(t, http.StatusOK, status)
	found := regexp.MustCompile(`(?m)^imserver_connections (\d+)$`).FindStringSubmatch(metrics)
	require.NotNil(t, found)
	count, err := strconv.Atoi(found[1])
	require.NoError(t, err)
	return count
}

// startNATS runs the real nats-server with that command line, on another address, which
// it returns.
func startNATS(t *testing.T, command []string) string {
	t.Helper()
	o, err := natsserver.ConfigureOptions(flag.NewFlagSet("nats-server", flag.ContinueOnError), command, nil, nil, nil)
	require.NoError(t, err)
	assert.Equal(t, 4222, o.Port)
	o.Host, o.Port, o.NoLog, o.NoSigs = "127.0.0.1", natsserver.RANDOM_PORT, true, true
	s, err := natsserver.NewServer(o)
	require.NoError(t, err)
	go s.Start()
	require.True(t, s.ReadyForConnections(deadline))
	t.Cleanup(func() {
		s.Shutdown()
		s.WaitForShutdown()
	})
	return s.Addr().String()
}

// startCaddy runs the load balancer with the file of the compose file.
func startCaddy(t *testing.T, url, nodes string) {
	t.Helper()
	file, err := filepath.Abs("../../deploy/compose/Caddyfile")
	require.NoError(t, err)
	dir := t.TempDir()
	command := exec.Command("caddy", "run", "--adapter", "caddyfile", "--config", file)
	command.Env = []string{"PUBLIC_URL=" + url, "NODES=" + nodes, "HOME=" + dir, "XDG_DATA_HOME=" + dir, "XDG_CONFIG_HOME=" + dir}
	var output bytes.Buffer
	command.Stderr = &output
	require.NoError(t, command.Start(), "the load balancer is Caddy (Debian: apt-get install caddy)")
	ended := make(chan struct{})
	go func() {
		_ = command.Wait()
		close(ended)
	}()
	t.Cleanup(func() {
		_ = command.Process.Kill()
		<-ended
	})
	require.Eventually(t, func() bool {
		select {
		case <-ended:
			return true
		default:
		}
		answer, err := http.Get(url + "/readyz")
		if err == nil {
			answer.Body.Close()
		}
		return err == nil && answer.StatusCode == http.StatusOK
	}, deadline, 20*time.Millisecond)
	select {
	case <-ended:
		t.Fatal(output.String())
	default:
	}
}

// talker is a client that comes through the load balancer.
type talker struct {
	client *native.Client
	chat   *native.Conversation

	mu    sync.Mutex
	sent  []string // the ids of what was acknowledged
	heard []string
}

func (top *topology) talker(t *testing.T, id string) *talker {
	t.Helper()
	rt, err := native.New(native.Options{AppID: "shop", AppKey: "k", Server: top.url})
	require.NoError(t, err)
	t.Cleanup(func() { _ = rt.Close() })
	k := new(talker)
	k.client, err = rt.Login(t.Context(), id, native.WithCatchUp(native.CatchUp{On: true}), native.WithHandler(func(e native.MessageReceived) {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.heard = append(k.heard, e.Message.ID)
	}))
	require.NoError(t, err)
	return k
}

func (k *talker) counts() (sent, heard int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.sent), len(k.heard)
}

// talk sends until ctx ends. The only thing that an application notices of a restart is
// that there is a moment without a connection.
func (k *talker) talk(t *testing.T, ctx context.Context) {
	pace := time.NewTicker(10 * time.Millisecond)
	defer pace.Stop()
	for n := 0; ctx.Err() == nil; n++ {
		<-pace.C
		m, err := k.chat.Send(context.WithoutCancel(ctx), native.Text(fmt.Sprint(n)))
		if errors.Is(err, native.ErrNotConnected) {
			continue // nothing was sent
		}
		if !assert.NoError(t, err) {
			return
		}
		k.mu.Lock()
		k.sent = append(k.sent, m.ID)
		k.mu.Unlock()
	}
}

// Two clients on different nodes talk through the load balancer while one node after the
// other is started anew: no message is lost, doubled or out of order.
func TestTopology(t *testing.T) {
	top := startTopology(t)
	ann, bob := top.talker(t, "ann"), top.talker(t, "bob")
	for _, n := range top.nodes {
		assert.Equal(t, 1, n.connections(t), "the load is balanced")
	}
	var err error
	ann.chat, err = ann.client.CreateConversation(t.Context(), native.ConversationOptions{Members: []string{"bob"}})
	require.NoError(t, err)
	bob.chat, err = bob.client.GetConversation(t.Context(), ann.chat.ID())
	require.NoError(t, err)

	ctx, stop := context.WithCancel(t.Context())
	var talking sync.WaitGroup
	talkers := []*talker{ann, bob}
	for _, k := range talkers {
		talking.Go(func() { k.talk(t, ctx) })
	}
	talksOn := func() {
		t.Helper()
		for _, k := range talkers {
			sent, heard := k.counts()
			require.Eventually(t, func() bool {
				s, h := k.counts()
				return s > sent+5 && h > heard+5
			}, deadline, 10*time.Millisecond, "%s goes on", k.client.ID())
		}
	}
	for i, n := range top.nodes {
		talksOn()
		require.NoError(t, n.process.end(t, syscall.SIGTERM))
		talksOn()
		assert.Equal(t, 2, top.nodes[1-i].connections(t), "both have gone to the other node")
		top.start(t, n)
		require.Eventually(t, func() bool {
			answer, err := http.Get("http://" + n.address + "/readyz")
			if err == nil {
				answer.Body.Close()
			}
			return err == nil && answer.StatusCode == http.StatusOK
		}, deadline, 20*time.Millisecond)
	}
	talksOn()
	stop()
	talking.Wait()

	var history []*native.Message
	for page, err := range ann.chat.HistoryPages(t.Context(), native.HistoryQuery{Limit: 100, OldToNew: true}) {
		require.NoError(t, err)
		history = slices.Concat(history, page)
	}
	for _, k := range talkers {
		var own, others []string
		for _, m := range history {
			if m.From == k.client.ID() {
				own = append(own, m.ID)
			} else {
				others = append(others, m.ID)
			}
		}
		assert.Equal(t, own, k.sent, "what %s was acknowledged is there once, in order", k.client.ID())
		assert.Eventually(t, func() bool { _, heard := k.counts(); return heard >= len(others) }, deadline, 10*time.Millisecond)
		k.mu.Lock()
		assert.Equal(t, others, k.heard, "what %s heard", k.client.ID())
		k.mu.Unlock()
	}
	t.Logf("%d messages", len(history))
}
