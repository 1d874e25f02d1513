package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
)

// driver is the Node program that has Chromium (web/test/chaos/driver.mjs).
type driver struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	done  chan struct{} // closed when it says nothing any more

	mu      sync.Mutex
	last    int
	waiting map[int]chan answer
}

type answer struct {
	N     int             `json:"n"`
	Value json.RawMessage `json:"value"`
	Error string          `json:"error"`
}

func startDriver(script string, stderr io.Writer) (*driver, error) {
	d := &driver{cmd: exec.Command("node", script), waiting: map[int]chan answer{}, done: make(chan struct{})}
	d.cmd.Stderr = stderr
	var err error
	if d.stdin, err = d.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	stdout, err := d.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := d.cmd.Start(); err != nil {
		return nil, err
	}
	go d.read(stdout)
	return d, nil
}

func (d *driver) read(stdout io.Reader) {
	defer close(d.done)
	lines := bufio.NewScanner(stdout)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var a answer
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			continue
		}
		d.mu.Lock()
		waiting := d.waiting[a.N]
		delete(d.waiting, a.N)
		d.mu.Unlock()
		if waiting != nil {
			waiting <- a
		}
	}
}

var errDriver = errors.New("the browser's driver has ended")

// call sends a command and decodes what is answered into into, unless that is nil.
func (d *driver) call(ctx context.Context, command map[string]any, into any) error {
	waiting := make(chan answer, 1)
	d.mu.Lock()
	d.last++
	command["n"] = d.last
	d.waiting[d.last] = waiting
	line, err := json.Marshal(command)
	if err == nil {
		_, err = d.stdin.Write(append(line, '\n'))
	}
	d.mu.Unlock()
	if err != nil {
		return err
	}
	select {
	case a := <-waiting:
		if a.Error != "" {
			return errors.New(a.Error)
		}
		if into == nil {
			return nil
		}
		return json.Unmarshal(a.Value, into)
	case <-d.done:
		return errDriver
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close lets Chromium end.
func (d *driver) close() error {
	if err := d.stdin.Close(); err != nil {
		return err
	}
	<-d.done
	if err := d.cmd.Wait(); err != nil {
		return fmt.Errorf("the driver: %w", err)
	}
	return nil
}
