package main

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"strings"
)

// process is the server: it is killed and started again on its port and data.
type process struct {
	imserver string
	data     string
	address  string
	admin    string // address of its profiles, if any
	args     []string
	cmd      *exec.Cmd
}

func startProcess(imserver string, args ...string) (*process, error) {
	data, err := os.MkdirTemp("", "imchaos-")
	if err != nil {
		return nil, err
	}
	p := &process{imserver: imserver, data: data, address: "127.0.0.1:0", args: args}
	if err := p.start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(data))
	}
	return p, nil
}

func (p *process) start() error {
	p.cmd = exec.Command(p.imserver, append([]string{"serve", "--listen", p.address, "--data", p.data, "--log", "error"}, p.args...)...)
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "imserver listening on http://"); ok {
			p.address = url
			go func() {
				for lines.Scan() { // it must not block on a full pipe
				}
			}()
			return nil
		}
	}
	_ = p.cmd.Wait()
	return errors.New("the server did not start")
}

// kill ends the server as a crash does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

func (p *process) close() error {
	p.kill()
	return os.RemoveAll(p.data)
}
