package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"imclient/server/bus/nats/natstest"
	"imclient/server/store/postgres/pgtest"
)

// topology is what the server consists of.
type topology struct {
	name  string
	nodes int // on PostgreSQL and NATS; 0: one on SQLite, without either
}

func parseTopologies(list string) (all []topology, err error) {
	for name := range strings.SplitSeq(list, ",") {
		t := topology{name: name}
		if n, _ := fmt.Sscanf(name, "pg%d", &t.nodes); name != "sqlite" && (n != 1 || t.nodes < 1 || name != fmt.Sprintf("pg%d", t.nodes)) {
			return nil, fmt.Errorf("no topology is called %q: sqlite, pg1, pg3", name)
		}
		all = append(all, t)
	}
	return all, nil
}

// engines are what several nodes share; none for the zero value.
type engines struct {
	database *pgtest.Cluster
	bus      *exec.Cmd
	busIn    io.Closer
}

// start starts the server of the topology on an empty database, and what it needs, and
// waits until all of it is ready.
func start(ctx context.Context, o options, args ...string) (p *process, err error) {
	if o.topology.nodes == 0 {
		return startNode(ctx, o, args...)
	}
	var e engines
	defer func() {
		if err == nil {
			return
		}
		if p == nil {
			e.stop()
			return
		}
		err = errors.Join(err, p.stop())
	}()
	if e.database, err = pgtest.New(); err != nil {
		return nil, err
	}
	bus, err := e.startNATS()
	if err != nil {
		return nil, err
	}
	args = append(args, "--store", e.database.URL(), "--bus", bus)
	if p, err = startNode(ctx, o, args...); err != nil {
		p = nil
		return nil, err
	}
	p.engines = e
	for range o.topology.nodes - 1 {
		other, err := startNode(ctx, o, args...)
		if err != nil {
			return p, err
		}
		p.others = append(p.others, other)
	}
	return p, nil
}

// asNATS is the argument with which this program is a nats-server.
const asNATS = "nats-server"

// startNATS starts the real nats-server as a process of its own, and returns its URL.
func (e *engines) startNATS() (url string, err error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	e.bus = exec.Command(self, asNATS)
	e.bus.Stderr = os.Stderr
	if e.busIn, err = e.bus.StdinPipe(); err != nil {
		return "", err
	}
	out, err := e.bus.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err = e.bus.Start(); err != nil {
		e.bus = nil
		return "", err
	}
	url, err = bufio.NewReader(out).ReadString('\n')
	return strings.TrimSpace(url), err
}

// serveNATS is the other side of startNATS: it ends with its input, not with an interrupt,
// which is for the one who started it.
func serveNATS() {
	s, err := natstest.New()
	if err != nil {
		fmt.Fprintln(os.Stderr, "imbench:", err)
		os.Exit(1)
	}
	fmt.Println(s.URL)
	_, _ = io.Copy(io.Discard, os.Stdin)
	s.Stop()
}

func (e *engines) stop() {
	if e.bus != nil {
		_ = e.busIn.Close()
		_ = e.bus.Wait()
	}
	if e.database != nil {
		e.database.Stop()
	}
}

func (e *engines) databaseTime() (sum time.Duration, err error) {
	if e.database == nil {
		return 0, nil
	}
	pids, err := e.databaseProcesses()
	for _, pid := range pids {
		d, timeErr := processorTime(pid)
		if timeErr != nil {
			continue // a connection that is gone
		}
		sum += d
	}
	return sum, err
}

func (e *engines) busTime() (time.Duration, error) {
	if e.bus == nil {
		return 0, nil
	}
	return processorTime(e.bus.Process.Pid)
}

func (e *engines) databaseProcesses() ([]int, error) {
	parent, err := e.database.PID()
	if err != nil {
		return nil, err
	}
	children, err := children(parent)
	return append(children, parent), err
}

// memories are what each process has in memory.
func (p *process) memories() (list []figure, err error) {
	add := func(name string, pids ...int) {
		sum := 0.0
		for _, pid := range pids {
			b, memoryErr := memory(pid)
			if len(pids) == 1 {
				err = errors.Join(err, memoryErr)
			}
			sum += b
		}
		list = append(list, figure{Name: "memory of " + name, Unit: "MB", Value: sum / (1 << 20)})
	}
	for i, n := range p.nodes() {
		add(fmt.Sprintf("node %d", i+1), n.cmd.Process.Pid)
	}
	if p.engines.database != nil {
		pids, pidsErr := p.engines.databaseProcesses()
		err = errors.Join(err, pidsErr)
		add("PostgreSQL", pids...)
		add("NATS", p.engines.bus.Process.Pid)
	}
	return list, err
}
