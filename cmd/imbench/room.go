package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"imclient/core/native"
)

// roomMessages is how many messages the room gets.
const roomMessages = 500

// room measures the fan-out to a chat room: sender and receivers share the
// machine with the server.
func room(ctx context.Context, o options) ([]figure, error) {
	p, err := start(ctx, o)
	if err != nil {
		return nil, err
	}
	defer p.stop()
	owner, err := p.login(ctx, "owner")
	if err != nil {
		return nil, err
	}
	chat, err := owner.CreateConversation(ctx, native.ConversationOptions{Transient: true})
	if err != nil {
		return nil, err
	}
	members, err := p.logins(ctx, "member", o.members)
	if err != nil {
		return nil, err
	}
	total := o.members * roomMessages
	var left atomic.Int64
	left.Store(int64(total))
	all := make(chan struct{})
	var mu sync.Mutex
	sentAt := make(map[string]time.Time, roomMessages)
	var delays []float64
	for n, member := range members {
		c, err := member.GetConversation(ctx, chat.ID())
		if err != nil {
			return nil, err
		}
		if err := c.Join(ctx); err != nil {
			return nil, err
		}
		watched := n%100 == 0 // their delays stand for all
		member.OnMessage(func(e native.MessageReceived) {
			if watched {
				text, _ := native.TextOf(e.Message)
				mu.Lock()
				delays = append(delays, float64(time.Since(sentAt[text]))/float64(time.Millisecond))
				mu.Unlock()
			}
			if left.Add(-1) == 0 {
				close(all)
			}
		})
	}
	meter, err := p.meter()
	if err != nil {
		return nil, err
	}
	p.profile("room", "profile")
	begun := time.Now()
	err = inParallel(roomMessages, 8, func(n int) error {
		text := fmt.Sprintf("message %d: the quick brown fox jumps over the lazy dog", n)
		mu.Lock()
		sentAt[text] = time.Now()
		mu.Unlock()
		_, err := chat.Send(ctx, native.Text(text))
		return err
	})
	if err != nil {
		return nil, err
	}
	select {
	case <-all:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(time.Minute):
		return nil, fmt.Errorf("%d of %d deliveries did not come", left.Load(), total)
	}
	took := time.Since(begun)
	cost, err := meter.cost(took)
	if err != nil {
		return nil, err
	}
	mu.Lock()
	defer mu.Unlock()
	return append(cost.figures(total, "delivery"), []figure{
		{Name: "deliveries", Unit: "/s", Value: float64(total) / took.Seconds(), Goal: 50000},
		{Name: "delay p50", Unit: "ms", Value: percentile(delays, 0.5)},
		{Name: "delay p99", Unit: "ms", Value: percentile(delays, 0.99)},
	}...), nil
}
