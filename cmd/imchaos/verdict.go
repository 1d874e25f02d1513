package main

import (
	"context"
	"fmt"
	"io"
	"sync"
)

// verdict counts what came of one schedule or of many.
type verdict struct {
	schedules, acked, lost, doubled, disordered int
	// foreign are messages that somebody was told who is not in the conversation.
	foreign int
	// broken are the schedules that were not brought to their end.
	broken int
	// official is counted apart: it says nothing about this client.
	official officialVerdict
}

// officialVerdict is what came of the messages that others sent, in the pages with
// the official SDK.
type officialVerdict struct{ expected, lost, doubled, disordered int }

func (v officialVerdict) String() string {
	return fmt.Sprintf("the official SDK, beside: %d to be told, %d lost, %d doubled, %d out of order", v.expected, v.lost, v.doubled, v.disordered)
}

func (v *verdict) add(o verdict) {
	v.schedules += o.schedules
	v.acked += o.acked
	v.lost += o.lost
	v.doubled += o.doubled
	v.disordered += o.disordered
	v.foreign += o.foreign
	v.broken += o.broken
	v.official.expected += o.official.expected
	v.official.lost += o.official.lost
	v.official.doubled += o.official.doubled
	v.official.disordered += o.official.disordered
}

func (v verdict) bad() bool { return v.lost+v.doubled+v.disordered+v.foreign+v.broken > 0 }

func (v verdict) String() string {
	return fmt.Sprintf("%d schedules, %d acked, %d lost, %d doubled, %d out of order",
		v.schedules, v.acked, v.lost, v.doubled, v.disordered)
}

// lane is where schedules run one after the other.
type lane struct {
	imserver string
	browser  *driver  // for pages
	engines  *engines // for several nodes
	log      io.Writer
}

// runAll runs a schedule for each seed, some at a time, and prints what is
// wrong with any as it ends. With nodes each of the lanes has engines of its own.
func runAll(ctx context.Context, seeds []uint64, newPlan func(uint64) plan, parallel int, l lane, nodes bool, out io.Writer) (sum verdict, err error) {
	var lanes []lane
	for range min(parallel, len(seeds)) {
		one := l
		if nodes {
			if one.engines, err = startEngines(); err != nil {
				return sum, err
			}
			defer one.engines.close()
		}
		lanes = append(lanes, one)
	}
	var mu sync.Mutex
	var group sync.WaitGroup
	next := make(chan uint64)
	for _, l := range lanes {
		group.Go(func() {
			for seed := range next {
				v, problems := l.run(ctx, seed, newPlan(seed))
				mu.Lock()
				sum.add(v)
				for _, problem := range problems {
					fmt.Fprintf(out, "seed %d: %s\n", seed, problem)
				}
				mu.Unlock()
			}
		})
	}
	for _, seed := range seeds {
		if ctx.Err() != nil {
			break
		}
		next <- seed
	}
	close(next)
	group.Wait()
	return sum, nil
}
