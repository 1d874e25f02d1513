package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sample is what is held in memory at a time, garbage collected before.
type sample struct {
	at     time.Duration
	client memory
	server memory
}

// memory is of one process. resident is in bytes, with what is no Go memory, such as
// the database's cache; 0 where the system does not say.
type memory struct{ heap, goroutines, resident float64 }

func (s *soak) sample(ctx context.Context, at time.Duration) (sample, error) {
	runtime.GC()
	runtime.GC() // what the first has finalised
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	one := sample{at: at, client: memory{float64(stats.HeapAlloc), float64(runtime.NumGoroutine()), resident(os.Getpid())}}
	heap, err := s.process.figure(ctx, "heap?gc=1&debug=1", "# HeapAlloc = ")
	if err != nil {
		return one, err
	}
	goroutines, err := s.process.figure(ctx, "goroutine?debug=1", "goroutine profile: total ")
	one.server = memory{heap, goroutines, resident(s.process.cmd.Process.Pid)}
	return one, err
}

// figure finds a number in one of the server's profiles.
func (p *process) figure(ctx context.Context, profile, before string) (float64, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.admin+"/debug/pprof/"+profile, nil)
	if err != nil {
		return 0, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if number, ok := strings.CutPrefix(line, before); ok {
			return strconv.ParseFloat(strings.TrimSpace(number), 64)
		}
	}
	return 0, fmt.Errorf("the profile %s has no %q", profile, before)
}

func resident(pid int) float64 {
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if text, ok := strings.CutPrefix(lines.Text(), "VmRSS:"); ok {
			kilobytes, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(text), " kB"), 64)
			return kilobytes * 1024
		}
	}
	return 0
}

// The last third of a soak may hold so much more than the second: the first is for
// warming up. A leak of 100 bytes for each of the messages of ten minutes is more.
const (
	growth         = 1.05
	heapSlack      = 2 << 20
	goroutineSlack = 10
)

// flat compares the thirds, prints them, and says what has grown.
func flat(samples []sample, out io.Writer) (problems []string) {
	for _, series := range []struct {
		name  string
		of    func(sample) float64
		slack float64
		unit  float64
		judge bool
	}{
		{"client heap, MB", func(s sample) float64 { return s.client.heap }, heapSlack, 1 << 20, true},
		{"server heap, MB", func(s sample) float64 { return s.server.heap }, heapSlack, 1 << 20, true},
		{"client goroutines", func(s sample) float64 { return s.client.goroutines }, goroutineSlack, 1, true},
		{"server goroutines", func(s sample) float64 { return s.server.goroutines }, goroutineSlack, 1, true},
		{"client resident, MB", func(s sample) float64 { return s.client.resident }, 0, 1 << 20, false},
		{"server resident, MB", func(s sample) float64 { return s.server.resident }, 0, 1 << 20, false},
	} {
		var medians [3]float64
		for n := range medians {
			third := samples[n*len(samples)/3 : (n+1)*len(samples)/3]
			if len(third) == 0 {
				return []string{fmt.Sprintf("%d samples are too few to tell", len(samples))}
			}
			medians[n] = median(third, series.of)
		}
		verdict := "not judged"
		if series.judge {
			verdict = "flat"
			if medians[2] > medians[1]*growth+series.slack {
				verdict = "GROWS"
				problems = append(problems, series.name+" grows")
			}
		}
		fmt.Fprintf(out, "%-20s %8.1f %8.1f %8.1f in the thirds, %s\n", series.name,
			medians[0]/series.unit, medians[1]/series.unit, medians[2]/series.unit, verdict)
	}
	return problems
}

func median(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for n, s := range samples {
		values[n] = of(s)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
