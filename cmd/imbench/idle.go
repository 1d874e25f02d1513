package main

import (
	"context"
	"time"
)

// settle is how long the server has to give back what the logins took, before
// its memory is read.
const settle = 5 * time.Second

// idle holds connections with one open session each and reads the server's
// memory.
func idle(ctx context.Context, o options) ([]figure, error) {
	p, err := start(ctx, o)
	if err != nil {
		return nil, err
	}
	defer p.stop()
	first, err := p.login(ctx, "first")
	if err != nil {
		return nil, err
	}
	before, err := p.resident()
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	clients, err := p.logins(ctx, "idle", o.connections)
	if err != nil {
		return nil, err
	}
	took := time.Since(begun)
	time.Sleep(settle)
	after, err := p.resident()
	if err != nil {
		return nil, err
	}
	p.profile("idle", "heap")
	p.profile("idle", "metrics")
	if _, err := first.Ping(ctx, "idle-0"); err != nil {
		return nil, err
	}
	for _, client := range clients {
		_ = client.Realtime().Close()
	}
	return []figure{
		{Name: "connections held", Unit: "", Value: float64(len(clients)), Goal: 10000},
		{Name: "memory for each", Unit: "KB", Value: (after - before) / float64(len(clients)) / 1024, Goal: 20, AtMost: true},
		{Name: "logins", Unit: "/s", Value: float64(len(clients)) / took.Seconds()},
	}, nil
}
