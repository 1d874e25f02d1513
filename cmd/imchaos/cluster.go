package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"imclient/core/native"
	"imclient/server"
)

// Settings of the nodes: short, so that a schedule is over in seconds and outlasts them.
const (
	lease        = 600 * time.Millisecond
	storeTimeout = 2 * time.Second
)

// cluster is several nodes on a database of their own.
type cluster struct {
	engines  *engines
	database string
	nodes    []*node
	mends    []mend
	watchers []*native.Realtime // one at each node
}

// mend ends a fault.
type mend struct {
	at time.Time
	do func() error
}

var databases atomic.Int64

func startCluster(ctx context.Context, l lane, nodes int, stderr io.Writer) (c *cluster, err error) {
	c = &cluster{engines: l.engines, database: fmt.Sprintf("chaos%d", databases.Add(1))}
	defer func() {
		if err != nil {
			c.close()
		}
	}()
	if err := c.engines.exec(ctx, `CREATE DATABASE `+c.database); err != nil {
		return nil, err
	}
	for n := range nodes {
		if err := c.start(l.imserver, prefixed(stderr, fmt.Sprintf("node %d: ", n))); err != nil {
			return nil, err
		}
	}
	return c, c.await(ctx)
}

func (c *cluster) start(imserver string, stderr io.Writer) (err error) {
	n := &node{imserver: imserver, stderr: stderr, ended: make(chan struct{})}
	n.change = sync.NewCond(&n.mu)
	if n.nats, err = newRelayTo(c.engines.dialNATS); err != nil {
		return err
	}
	if n.postgres, err = newRelayTo(c.engines.dialPostgres); err != nil {
		return err
	}
	if n.data, err = os.MkdirTemp("", "imchaos-"); err != nil {
		return err
	}
	store := url.URL{Scheme: "postgres", User: url.User("imserver"), Host: n.postgres.address(), Path: c.database, RawQuery: "sslmode=disable"}
	n.args = []string{"serve", "--listen", "127.0.0.1:0", "--data", n.data, "--log", "info", "--store", store.String(),
		"--bus", "nats://" + n.nats.address(), "--nats-prefix", c.database, "--nats-lease", lease.String(),
		"--timeouts-store", storeTimeout.String(), "--drain-window", "200ms", "--drain-grace", "300ms"}
	c.nodes = append(c.nodes, n)
	go n.supervise()
	return nil
}

// await waits until all nodes serve.
func (c *cluster) await(ctx context.Context) error {
	for _, n := range c.nodes {
		if err := n.await(ctx); err != nil {
			return err
		}
	}
	return nil
}

// balancer spreads connections over the nodes that are up, as a load balancer that does
// not look whether they serve.
func (c *cluster) balancer(seed uint64, log io.Writer) (*relay, error) {
	r := rand.New(rand.NewPCG(seed, 0x6e6f6465))
	return newRelayTo(func() (conn net.Conn, err error) {
		for _, n := range r.Perm(len(c.nodes)) {
			if conn, err = c.nodes[n].dial(); err == nil {
				fmt.Fprintf(log, "connects to node %d\n", n)
				return conn, nil
			}
		}
		return nil, err
	})
}

// do has a fault happen, which is mended later.
func (c *cluster) do(s step) error {
	var over func() error
	switch n := c.nodes[s.node]; s.action {
	case killNode:
		n.kill()
		over = quiet(n.up)
	case stopNode:
		n.stop()
		over = quiet(n.up)
	case pauseNode:
		again := n.signal(stopSignal)
		over = quiet(func() { again(continueSignal) })
	case killNATS:
		if err := c.engines.killNATS(); err != nil {
			return err
		}
		over = c.engines.startNATS
	case pauseNATS:
		over = quiet(c.engines.pauseNATS())
	case cutNATS:
		over = cutOff(n.nats, s.held)
	case crashPostgres:
		if err := c.engines.crash(); err != nil {
			return err
		}
		over = c.engines.recover
	case pausePostgres:
		goOn, err := c.engines.pause()
		if err != nil {
			return err
		}
		over = quiet(goOn)
	case cutPostgres:
		over = cutOff(n.postgres, s.held)
	default:
		return fmt.Errorf("%s is for one server", actionNames[s.action])
	}
	c.mends = append(c.mends, mend{time.Now().Add(s.length), over})
	return nil
}

func quiet(do func()) func() error {
	return func() error {
		do()
		return nil
	}
}

func cutOff(r *relay, held bool) func() error {
	if held {
		r.add(upstream, fault{Hold: true})
		r.add(downstream, fault{Hold: true})
	} else {
		r.sever()
	}
	return quiet(r.heal)
}

// wait waits, and mends meanwhile what is due.
func (c *cluster) wait(ctx context.Context, d time.Duration) error {
	end := time.Now().Add(d)
	for {
		first := -1
		for n, m := range c.mends {
			if !m.at.After(end) && (first < 0 || m.at.Before(c.mends[first].at)) {
				first = n
			}
		}
		if first < 0 {
			return sleepUntil(ctx, end)
		}
		m := c.mends[first]
		c.mends = append(c.mends[:first:first], c.mends[first+1:]...)
		if err := errors.Join(sleepUntil(ctx, m.at), m.do()); err != nil {
			return err
		}
	}
}

func sleepUntil(ctx context.Context, t time.Time) error {
	select {
	case <-time.After(time.Until(t)):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// settle ends all faults, and waits until all nodes serve.
func (c *cluster) settle(ctx context.Context) error {
	var errs []error
	for _, m := range c.mends {
		errs = append(errs, m.do())
	}
	c.mends = nil
	return errors.Join(append(errs, c.await(ctx))...)
}

// watch logs in to each node.
func (c *cluster) watch(ctx context.Context, id string) (clients []*native.Client, err error) {
	for _, n := range c.nodes {
		n.mu.Lock()
		address := n.address
		n.mu.Unlock()
		rt, err := native.New(native.Options{AppID: server.DevelopmentApp.ID, AppKey: server.DevelopmentApp.Key,
			Server: "http://" + address, RTMServers: []string{"ws://" + address}, ConnectTimeout: connectTimeout})
		if err != nil {
			return nil, err
		}
		c.watchers = append(c.watchers, rt)
		client, err := rt.Login(ctx, id)
		if err != nil {
			return nil, err
		}
		clients = append(clients, client)
	}
	return clients, nil
}

func (c *cluster) close() {
	for _, rt := range c.watchers {
		_ = rt.Close()
	}
	for _, m := range c.mends {
		_ = m.do()
	}
	for _, n := range c.nodes {
		n.close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = c.engines.exec(ctx, `DROP DATABASE `+c.database+` WITH (FORCE)`)
}

// prefixed writes lines with something in front of each.
func prefixed(out io.Writer, prefix string) io.Writer {
	return prefixWriter{out, prefix}
}

type prefixWriter struct {
	out    io.Writer
	prefix string
}

func (w prefixWriter) Write(b []byte) (int, error) {
	_, err := fmt.Fprintf(w.out, "%s %s%s", time.Now().Format("05.000"), w.prefix, b)
	return len(b), err
}
