package main

import (
	"io"
	"net"
	"sync"
)

// balancer passes connections on to the nodes in turn.
type balancer struct {
	listener net.Listener
	nodes    []string
	running  sync.WaitGroup

	mu    sync.Mutex
	conns map[net.Conn]bool // nil once it is closed
}

func spread(listen string, nodes []string) (*balancer, error) {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return nil, err
	}
	b := &balancer{listener: listener, nodes: nodes, conns: make(map[net.Conn]bool)}
	b.running.Go(b.accept)
	return b, nil
}

func (b *balancer) address() string { return b.listener.Addr().String() }

func (b *balancer) accept() {
	for turn := 0; ; turn++ {
		near, err := b.listener.Accept()
		if err != nil {
			return
		}
		b.running.Go(func() { b.pass(near, b.nodes[turn%len(b.nodes)]) })
	}
}

// pass carries both directions; the end of one is passed on, as the end of the
// connection is.
func (b *balancer) pass(near net.Conn, node string) {
	defer b.forget(near)
	far, err := net.Dial("tcp", node)
	if err != nil {
		return
	}
	defer b.forget(far)
	if !b.remember(near) || !b.remember(far) {
		return
	}
	var both sync.WaitGroup
	both.Go(func() { carry(near, far) })
	both.Go(func() { carry(far, near) })
	both.Wait()
}

func carry(from, to net.Conn) {
	if _, err := io.Copy(to, from); err != nil {
		_, _ = from.Close(), to.Close()
		return
	}
	_ = to.(*net.TCPConn).CloseWrite()
}

func (b *balancer) remember(c net.Conn) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.conns == nil {
		return false
	}
	b.conns[c] = true
	return true
}

func (b *balancer) forget(c net.Conn) {
	_ = c.Close()
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.conns, c)
}

// close cuts all connections.
func (b *balancer) close() {
	_ = b.listener.Close()
	b.mu.Lock()
	for c := range b.conns {
		_ = c.Close()
	}
	b.conns = nil
	b.mu.Unlock()
	b.running.Wait()
}
