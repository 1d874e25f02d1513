// Command imbench puts load on an imserver with the Go client and says what the
// server made of it (docs/server-performance.md).
//
//	imbench [--imserver bin/imserver] [--rounds 3] [--json FILE] [--profiles DIR] [--topology LIST] [scenario...]
//
// It starts the server on an empty database for each scenario, so that one
// figure does not depend on another. Without names it runs all of them:
//
//	direct     acknowledged, durable messages of one-to-one conversations
//	idle       connections held, and the server's memory for each
//	room       messages fanned out to a chat room of 1,000 clients of the Go SDK
//	room-bare  the same, to connections that only count frames
//
// --topology says what the server is, several side by side: sqlite (the default) is one
// node, pg1 and pg3 are one and three nodes on PostgreSQL and NATS, which it starts too
// (any number of nodes: pgN). The clients are spread over the nodes.
//
// Exit status: 0 when every scenario ran, 1 otherwise; a goal that is missed is
// no failure.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
)

type options struct {
	imserver    string
	rounds      int
	connections int
	members     int
	messages    int
	profiles    string
	topology    topology
}

// figure is one measured number of one round.
type figure struct {
	Name  string  `json:"name"`
	Unit  string  `json:"unit"`
	Value float64 `json:"value"`
	// Goal is what is aimed at; AtMost says in which direction. 0: none.
	Goal   float64 `json:"goal,omitempty"`
	AtMost bool    `json:"atMost,omitempty"`
}

var scenarios = []struct {
	name string
	run  func(context.Context, options) ([]figure, error)
}{
	{"direct", direct},
	{"idle", idle},
	{"room", room},
	{"room-bare", roomBare},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) == 2 && os.Args[1] == asNATS {
		serveNATS()
		return
	}
	if err := run(ctx, os.Args[1:]); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "imbench:", err)
		}
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var o options
	set := flag.NewFlagSet("imbench", flag.ContinueOnError)
	set.StringVar(&o.imserver, "imserver", "bin/imserver", "`path` of the server")
	set.IntVar(&o.rounds, "rounds", 3, "how often each scenario runs")
	set.IntVar(&o.connections, "connections", 10000, "of the scenario idle")
	set.IntVar(&o.members, "members", 1000, "of the chat room")
	set.IntVar(&o.messages, "messages", 50000, "of the scenario direct")
	set.StringVar(&o.profiles, "profiles", "", "`folder` for the server's profiles of each scenario's last round, for go tool pprof")
	list := set.String("topology", "sqlite", "`names` of what the server is, apart by commas: sqlite, pg1, pg3")
	out := set.String("json", "", "`file` for the figures of all rounds")
	if err := set.Parse(args); err != nil {
		return err
	}
	topologies, err := parseTopologies(*list)
	if err != nil {
		return err
	}
	all := map[string][]figure{}
	for _, s := range scenarios {
		if set.NArg() > 0 && !slices.Contains(set.Args(), s.name) {
			continue
		}
		for round := range o.rounds {
			for _, o.topology = range topologies {
				name := s.name
				if len(topologies) > 1 || o.topology.nodes > 0 {
					name += " " + o.topology.name
				}
				fmt.Fprintf(os.Stderr, "%s, round %d of %d\n", name, round+1, o.rounds)
				figures, err := s.run(ctx, o)
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				for _, f := range figures {
					all[name+": "+f.Name] = append(all[name+": "+f.Name], f)
				}
			}
		}
	}
	if len(all) == 0 {
		return fmt.Errorf("no scenario is called %s", strings.Join(set.Args(), ", "))
	}
	report(os.Stdout, all)
	if *out == "" {
		return nil
	}
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(*out, text, 0o644)
}
