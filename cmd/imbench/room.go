package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"imclient/core/native"
)

const (
	// roomMessages is how many messages the room gets.
	roomMessages = 500
	// roomSenders is how many of them are on their way at a time.
	roomSenders = 8
	// watched is how many members tell how long their messages took: they stand for
	// all.
	watched = 10
)

// room measures the fan-out to a chat room. Sender and receivers share the machine
// with the server; the receivers are clients of the Go SDK, which decode every message
// and keep its order.
func room(ctx context.Context, o options) ([]figure, error) {
	return fanOut(ctx, o, "room", o.members)
}

// roomBare is room with receivers that only count frames, so that the server gets
// most of the machine.
func roomBare(ctx context.Context, o options) ([]figure, error) {
	return fanOut(ctx, o, "room-bare", watched)
}

// fanOut has that many clients of the SDK in the room; the others are bare.
func fanOut(ctx context.Context, o options, name string, clients int) ([]figure, error) {
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
	total := o.members * roomMessages
	f := &fan{all: make(chan struct{}), sentAt: make(map[string]time.Time, roomMessages)}
	f.left.Store(int64(total))
	members, err := p.logins(ctx, "member", min(clients, o.members))
	if err != nil {
		return nil, err
	}
	for n, member := range members {
		if err := f.enter(ctx, member, chat.ID(), n < watched); err != nil {
			return nil, err
		}
	}
	for n := range o.members - len(members) {
		b, err := p.enterBare(fmt.Sprintf("bare-%d", n), chat.ID())
		if err != nil {
			return nil, err
		}
		defer b.conn.Close()
		go b.count(f.got)
	}
	meter, err := p.meter()
	if err != nil {
		return nil, err
	}
	p.profile(name, "profile")
	begun := time.Now()
	err = inParallel(roomMessages, roomSenders, func(n int) error {
		text := fmt.Sprintf("message %d: the quick brown fox jumps over the lazy dog", n)
		f.sending(text)
		_, err := chat.Send(ctx, native.Text(text))
		return err
	})
	if err != nil {
		return nil, err
	}
	select {
	case <-f.all:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(time.Minute):
		return nil, fmt.Errorf("%d of %d deliveries did not come", f.left.Load(), total)
	}
	took := time.Since(begun)
	cost, err := meter.cost(took)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	used, err := p.memories()
	if err != nil {
		return nil, err
	}
	return slices.Concat(cost.figures(total, "delivery"), used, []figure{
		{Name: "deliveries", Unit: "/s", Value: float64(total) / took.Seconds(), Goal: 50000},
		{Name: "delay p50", Unit: "ms", Value: percentile(f.delays, 0.5)},
		{Name: "delay p99", Unit: "ms", Value: percentile(f.delays, 0.99)},
	}), nil
}

// fan counts what arrives in the room.
type fan struct {
	left atomic.Int64
	all  chan struct{} // closed with the last one

	mu     sync.Mutex
	sentAt map[string]time.Time
	delays []float64 // in milliseconds
}

func (f *fan) got() {
	if f.left.Add(-1) == 0 {
		close(f.all)
	}
}

func (f *fan) sending(text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sentAt[text] = time.Now()
}

func (f *fan) timed(text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.delays = append(f.delays, float64(time.Since(f.sentAt[text]))/float64(time.Millisecond))
}

func (f *fan) enter(ctx context.Context, member *native.Client, room string, watched bool) error {
	c, err := member.GetConversation(ctx, room)
	if err != nil {
		return err
	}
	if err := c.Join(ctx); err != nil {
		return err
	}
	member.OnMessage(func(e native.MessageReceived) {
		if watched {
			text, _ := native.TextOf(e.Message)
			f.timed(text)
		}
		f.got()
	})
	return nil
}
