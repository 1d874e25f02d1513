package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime/pprof"
	"syscall"
	"time"
)

// cost is what a stretch of work takes: of the clock, and of the processors in the
// server (all nodes together) and in this process, which is the load. Processor time is what can be
// compared on a machine that does other things besides.
type cost struct {
	took, server, client time.Duration
	database, bus        time.Duration // of PostgreSQL and NATS, where they are
}

// meter measures from its beginning.
type meter struct {
	process *process
	begun   time.Time
	at      cost
}

func (p *process) meter() (*meter, error) {
	at, err := p.used()
	return &meter{process: p, begun: time.Now(), at: at}, err
}

// cost is what went by since the meter's beginning; took is given because what is
// measured may have ended before.
func (m *meter) cost(took time.Duration) (cost, error) {
	at, err := m.process.used()
	return cost{took: took, server: at.server - m.at.server, client: at.client - m.at.client,
		database: at.database - m.at.database, bus: at.bus - m.at.bus}, err
}

// figures are the processor time for each of count things called unit.
func (c cost) figures(count int, unit string) []figure {
	each := func(d time.Duration) float64 { return float64(d) / float64(count) / float64(time.Microsecond) }
	list := []figure{
		{Name: "server's CPU", Unit: "µs/" + unit, Value: each(c.server)},
		{Name: "load's CPU", Unit: "µs/" + unit, Value: each(c.client)},
	}
	if c.database > 0 {
		list = append(list, figure{Name: "PostgreSQL's CPU", Unit: "µs/" + unit, Value: each(c.database)},
			figure{Name: "NATS' CPU", Unit: "µs/" + unit, Value: each(c.bus)})
	}
	return list
}

// used is the processor time since the start of each process.
func (p *process) used() (c cost, err error) {
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		return cost{}, err
	}
	c.client = time.Duration(own.Utime.Nano() + own.Stime.Nano())
	for _, n := range p.nodes() {
		d, err := processorTime(n.cmd.Process.Pid)
		if err != nil {
			return cost{}, err
		}
		c.server += d
	}
	if c.database, err = p.engines.databaseTime(); err != nil {
		return cost{}, err
	}
	c.bus, err = p.engines.busTime()
	return c, err
}

// profileTime is how long the server's processor time is profiled.
const profileTime = 4 * time.Second

// profile writes one of the server's profiles, or its metrics, into the folder for
// them, if there is one. It returns at once; stop waits for it.
func (p *process) profile(scenario, kind string) {
	if p.profiles == "" {
		return
	}
	if kind == "profile" {
		p.profiling.Go(func() { p.profileLoad(scenario) })
	}
	p.profiling.Go(func() {
		if err := p.fetchProfile(scenario, kind); err != nil {
			fmt.Fprintln(os.Stderr, "imbench: profile:", err)
		}
	})
}

// profileLoad profiles this process for as long.
func (p *process) profileLoad(scenario string) {
	file, err := os.Create(filepath.Join(p.profiles, scenario+".load.pprof"))
	if err == nil {
		err = pprof.StartCPUProfile(file)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "imbench: profile:", err)
		return
	}
	time.Sleep(profileTime)
	pprof.StopCPUProfile()
	_ = file.Close()
}

func (p *process) fetchProfile(scenario, kind string) error {
	path, name := "/debug/pprof/"+kind, scenario+"."+kind+".pprof"
	switch kind {
	case "metrics":
		path, name = "/metrics", scenario+".metrics.txt"
	case "profile":
		path += fmt.Sprintf("?seconds=%d", profileTime/time.Second)
	}
	answer, err := http.Get("http://" + p.admin + path)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return errors.New(answer.Status)
	}
	file, err := os.Create(filepath.Join(p.profiles, name))
	if err != nil {
		return err
	}
	_, err = io.Copy(file, answer.Body)
	return errors.Join(err, file.Close())
}
