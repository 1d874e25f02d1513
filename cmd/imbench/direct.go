package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"imclient/core/native"
)

// pairs is how many one-to-one conversations send at once, each with inFlight
// messages that wait for their ack.
const (
	pairs    = 50
	inFlight = 10
)

// direct measures messages that are on disk before their ack, in one-to-one
// conversations whose receivers are online.
func direct(ctx context.Context, o options) (figures []figure, err error) {
	p, err := start(ctx, o)
	if err != nil {
		return nil, err
	}
	defer p.stop()
	senders, err := p.logins(ctx, "sender", pairs)
	if err != nil {
		return nil, err
	}
	receivers, err := p.logins(ctx, "receiver", pairs)
	if err != nil {
		return nil, err
	}
	conversations := make([]*native.Conversation, pairs)
	for n, sender := range senders {
		if conversations[n], err = sender.CreateConversation(ctx, native.ConversationOptions{Members: []string{receivers[n].ID()}}); err != nil {
			return nil, err
		}
	}
	var received sync.WaitGroup
	received.Add(o.messages)
	for _, receiver := range receivers {
		receiver.OnMessage(func(native.MessageReceived) { received.Done() })
	}
	times := make([]float64, o.messages)
	meter, err := p.meter()
	if err != nil {
		return nil, err
	}
	p.profile("direct", "profile")
	begun := time.Now()
	err = inParallel(o.messages, pairs*inFlight, func(n int) error {
		sent := time.Now()
		_, err := conversations[n%pairs].Send(ctx, native.Text(fmt.Sprintf("message %d: the quick brown fox jumps over the lazy dog", n)))
		times[n] = float64(time.Since(sent)) / float64(time.Millisecond)
		return err
	})
	if err != nil {
		return nil, err
	}
	acked := time.Since(begun)
	received.Wait()
	delivered := time.Since(begun)
	cost, err := meter.cost(delivered)
	if err != nil {
		return nil, err
	}
	used, err := p.memories()
	if err != nil {
		return nil, err
	}
	return slices.Concat(cost.figures(o.messages, "message"), used, []figure{
		{Name: "acknowledged and durable", Unit: "messages/s", Value: float64(o.messages) / acked.Seconds(), Goal: 5000},
		{Name: "delivered", Unit: "messages/s", Value: float64(o.messages) / delivered.Seconds()},
		{Name: "ack p50", Unit: "ms", Value: percentile(times, 0.5)},
		{Name: "ack p99", Unit: "ms", Value: percentile(times, 0.99)},
	}), nil
}
