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

	"imclient/core/native"
	"imclient/server"
)

// process is the server under load.
type process struct {
	url  string
	cmd  *exec.Cmd
	data string

	admin     string // address of its profiles
	profiles  string // folder for them; empty for none
	profiling sync.WaitGroup
}

// start starts the server on an empty database and waits until it is ready.
func start(ctx context.Context, o options, args ...string) (*process, error) {
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
	_ = p.cmd.Process.Signal(os.Interrupt)
	_ = p.cmd.Wait()
	return os.RemoveAll(p.data)
}

// resident is the server's memory in bytes, as the system counts it.
func (p *process) resident() (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		var kilobytes float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kilobytes); n == 1 {
			return kilobytes * 1024, nil
		}
	}
	return 0, errors.New("no VmRSS in /proc")
}

// shared is used by all clients, so that each does not bring a transport of its own.
var shared = &http.Client{Transport: &http.Transport{}}

// login opens a connection of its own for one client.
func (p *process) login(ctx context.Context, id string) (*native.Client, error) {
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
