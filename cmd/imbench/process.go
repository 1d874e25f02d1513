package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"

	"imclient/core/native"
	"imclient/server"
)

// process is the server under load; its first node, where there are several.
type process struct {
	url  string
	cmd  *exec.Cmd
	data string

	others  []*process
	engines engines
	turn    atomic.Int64 // of the nodes, at logins

	admin     string // address of its profiles
	profiles  string // folder for them; empty for none
	profiling sync.WaitGroup
}

// startNode starts one node and waits until it is ready.
func startNode(ctx context.Context, o options, args ...string) (*process, error) {
	data, err := os.MkdirTemp("", "imbench-")
	if err != nil {
		return nil, err
	}
	p := &process{data: data, profiles: o.profiles}
	if p.profiles != "" {
		if p.admin, err = freeAddress(); err != nil {
			return nil, errors.Join(err, os.RemoveAll(data))
		}
		args = append(args, "--admin-listen", p.admin)
	}
	p.cmd = exec.CommandContext(ctx, o.imserver, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", data, "--log", "warn"}, args...)...)
	p.cmd.Stderr = os.Stderr
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(data))
	}
	if err := p.cmd.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(data))
	}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "imserver listening on "); ok {
			p.url = url
			go func() {
				for lines.Scan() { // it must not block on a full pipe
				}
			}()
			return p, nil
		}
	}
	return nil, errors.Join(errors.New("the server did not start"), p.stop())
}

// freeAddress is one that nobody listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func (p *process) stop() error {
	p.profiling.Wait()
	for _, other := range p.others {
		_ = other.stop()
	}
	_ = p.cmd.Process.Signal(os.Interrupt)
	_ = p.cmd.Wait()
	p.engines.stop()
	return os.RemoveAll(p.data)
}

// nodes are all nodes.
func (p *process) nodes() []*process { return append([]*process{p}, p.others...) }

// node is the one whose turn it is.
func (p *process) node() *process {
	all := p.nodes()
	return all[int(p.turn.Add(1))%len(all)]
}

// resident is the memory of all nodes in bytes, as the system counts it.
func (p *process) resident() (sum float64, err error) {
	for _, n := range p.nodes() {
		b, err := memory(n.cmd.Process.Pid)
		if err != nil {
			return 0, err
		}
		sum += b
	}
	return sum, nil
}

// shared is used by all clients, so that each does not bring a transport of its own.
var shared = &http.Client{Transport: &http.Transport{}}

// login opens a connection of its own for one client, at the node whose turn it is.
func (p *process) login(ctx context.Context, id string) (*native.Client, error) {
	p = p.node()
	rt, err := native.New(native.Options{
		AppID: server.DevelopmentApp.ID, AppKey: server.DevelopmentApp.Key, Server: p.url,
		RTMServers: []string{strings.Replace(p.url, "http", "ws", 1)}, HTTPClient: shared,
	})
	if err != nil {
		return nil, err
	}
	client, err := rt.Login(ctx, id)
	if err != nil {
		return nil, errors.Join(err, rt.Close())
	}
	return client, nil
}

// logins opens many, some at a time.
func (p *process) logins(ctx context.Context, prefix string, count int) ([]*native.Client, error) {
	clients := make([]*native.Client, count)
	err := inParallel(count, 64, func(n int) (err error) {
		clients[n], err = p.login(ctx, fmt.Sprintf("%s-%d", prefix, n))
		return err
	})
	return clients, err
}
