package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// stat are the fields of /proc/PID/stat after the name, which may hold anything.
func stat(pid int) ([]string, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil, err
	}
	text := string(content)
	return strings.Fields(text[strings.LastIndex(text, ")")+1:]), nil
}

// processorTime is what a process has used since its start.
func processorTime(pid int) (time.Duration, error) {
	fields, err := stat(pid)
	if err != nil {
		return 0, err
	}
	var sum int64
	for _, text := range fields[11:13] { // user and system
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("/proc: %w", err)
		}
		sum += n
	}
	const tick = 10 * time.Millisecond
	return time.Duration(sum) * tick, nil
}

// children are the processes that a process has started.
func children(parent int) (list []int, err error) {
	names, err := filepath.Glob("/proc/[0-9]*")
	for _, name := range names {
		pid, _ := strconv.Atoi(filepath.Base(name))
		if fields, err := stat(pid); err == nil && fields[1] == strconv.Itoa(parent) {
			list = append(list, pid)
		}
	}
	return list, err
}

// memory is what a process has in memory, in bytes; what it shares with others is
// counted in parts, so that a sum over processes is right.
func memory(pid int) (float64, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(content)) {
		var kilobytes float64
		if n, _ := fmt.Sscanf(line, "Pss: %f kB", &kilobytes); n == 1 {
			return kilobytes * 1024, nil
		}
	}
	return 0, fmt.Errorf("no Pss in /proc/%d/smaps_rollup", pid)
}
