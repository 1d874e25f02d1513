// Command imchaos runs random schedules of faults against a real imserver and
// counts what is lost (docs/reliability.md).
//
//	imchaos [--imserver bin/imserver] [--seeds "1 2 3" | --schedules 1000 --first 1] [--parallel 4] [--pages]
//
// Each seed makes one schedule: clients of core/native that send to each other
// through a proxy which delays, throttles, truncates, black-holes and cuts,
// while the server is killed and started again and clients are replaced by new
// ones. When it is over and everything works again, what each client was told is
// held against the server's history. The last line is
//
//	N schedules, M acked, L lost, D doubled, O out of order
//
// and the exit status is 1 when anything is lost, doubled or out of order, or a
// schedule could not be brought to its end. With --pages two of the four clients are
// pages in Chromium with the npm package (in a Worker or not, with an outbox in
// IndexedDB or not), which are loaded again in the middle, and one has the official
// SDK, of which a line before the last says what it lost. A seed gives the same schedule again,
// though not the same interleaving.
//
//	imchaos --nodes 3 [--seeds "1 2 3" | --schedules 100 --first 1] [--parallel 2]
//
// has that many nodes on a real PostgreSQL and a real NATS, which it starts (docs/cluster.md),
// instead of one server. Clients are spread over the nodes and come back to any. Besides
// what happens to clients, nodes are killed, stopped and paused, NATS is killed and paused,
// PostgreSQL crashes and is paused, and single nodes are cut off from either. Everybody is
// in some of the conversations only, and must be told nothing of the others; the histories
// are asked for at every node; and what was acknowledged has to reach everybody once all
// works again, though nothing is said any more. -v prints what each node logs.
//
//	imchaos --soak 30m [--clients 200]
//
// is a soak: the same load for a long time, over connections that are cut and clients
// that are replaced, while the memory of the clients and of the server is looked at.
// The last line is
//
//	N rounds, M acked, L lost, D doubled; R connections lost, C clients replaced
//
// and the exit status is 1 also when memory or goroutines have grown.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == asNATS {
		signal.Ignore(os.Interrupt) // which is for the one who started it
		os.Exit(serveNATS(os.Stdout, os.Stderr))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	set := flag.NewFlagSet("imchaos", flag.ContinueOnError)
	set.SetOutput(stderr)
	imserver := set.String("imserver", "bin/imserver", "`path` of the server")
	list := set.String("seeds", "", "the `seeds` to run, with spaces between them")
	schedules := set.Int("schedules", 20, "how many seeds to run when none are named")
	first := set.Uint64("first", 1, "the first of them")
	parallel := set.Int("parallel", 0, "how many schedules run at once; 4 by default, 2 with several nodes")
	nodes := set.Int("nodes", 0, "how `many` nodes there are, on a PostgreSQL and a NATS that are started too; 0: one, without")
	pages := set.Bool("pages", false, "let pages in Chromium take part")
	script := set.String("driver", "web/test/chaos/driver.mjs", "`path` of what drives Chromium")
	soaking := set.Duration("soak", 0, "run a soak for that `long` instead")
	clients := set.Int("clients", 200, "how many clients a soak has")
	verbose := set.Bool("v", false, "print each schedule's steps")
	if err := set.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if *soaking > 0 {
		s := &soak{imserver: *imserver, clients: *clients, duration: *soaking, pace: time.Second, every: max(*soaking/180, time.Second), out: stdout}
		return s.main(ctx, stdout, stderr)
	}
	seeds, err := parseSeeds(*list, *first, *schedules)
	if err != nil {
		fmt.Fprintln(stderr, "imchaos:", err)
		return 2
	}
	var log io.Writer = io.Discard
	if *verbose {
		log = stderr
	}
	if *parallel <= 0 {
		*parallel = 4
		if *nodes > 0 {
			*parallel = 2
		}
	}
	l := lane{imserver: *imserver, log: log}
	planOf := newPlan
	if *nodes > 0 {
		planOf = func(seed uint64) plan { return newNodesPlan(seed, *nodes) }
	}
	if !*pages {
		sum, err := runAll(ctx, seeds, planOf, *parallel, l, *nodes > 0, stdout)
		if err != nil {
			fmt.Fprintln(stderr, "imchaos:", err)
			return 1
		}
		return report(sum, stdout)
	}
	browser, err := startDriver(*script, stderr)
	if err != nil {
		fmt.Fprintln(stderr, "imchaos:", err)
		return 1
	}
	l.browser = browser
	sum, _ := runAll(ctx, seeds, newPagesPlan, *parallel, l, false, stdout)
	if err := browser.close(); err != nil {
		fmt.Fprintln(stderr, "imchaos: the browser:", err)
	}
	fmt.Fprintln(stdout, sum.official)
	return report(sum, stdout)
}

// report prints the last line and returns the exit status.
func report(sum verdict, stdout io.Writer) int {
	fmt.Fprintln(stdout, sum)
	if sum.bad() {
		return 1
	}
	return 0
}

func parseSeeds(list string, first uint64, count int) ([]uint64, error) {
	var seeds []uint64
	for _, field := range strings.Fields(list) {
		seed, err := strconv.ParseUint(field, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is not a seed", field)
		}
		seeds = append(seeds, seed)
	}
	if list == "" {
		for n := range count {
			seeds = append(seeds, first+uint64(n))
		}
	}
	if len(seeds) == 0 {
		return nil, errors.New("there is no seed to run")
	}
	return seeds, nil
}
