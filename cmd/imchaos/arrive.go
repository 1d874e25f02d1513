package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

// arrivalTime is in what time everything has to come once everything works again, though
// nothing follows that could tell of it: far more than leases and the time between looks
// at the store.
const arrivalTime = 20 * time.Second

// arrive waits until everybody knows what others have the acks of.
func (w *world) arrive(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, arrivalTime)
	defer cancel()
	for _, person := range w.people {
		p, ok := person.(*participant)
		if !ok {
			continue
		}
		for _, chat := range p.chats {
			for _, id := range w.ackedIn(chat, p) {
				for !p.life.knows(chat, id) {
					if err := sleepUntil(ctx, time.Now().Add(awaitPause)); err != nil {
						return fmt.Errorf("%s is not told of %s in %s within %v; state %s", p.id, id, chat, arrivalTime, p.life.rt.State())
					}
				}
			}
		}
	}
	return nil
}

// ackedIn are the messages in a conversation that others than p have the acks of.
func (w *world) ackedIn(chat string, p *participant) (ids []string) {
	for _, person := range w.people {
		if other, ok := person.(*participant); ok && other != p {
			other.mu.Lock()
			ids = slices.AppendSeq(ids, maps.Keys(other.acked[chat]))
			other.mu.Unlock()
		}
	}
	return ids
}
