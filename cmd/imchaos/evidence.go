package main

import (
	"context"

	"imclient/core/native"
)

// person is one user with one device: a client of core/native, or a page.
type person interface {
	// name is the client id.
	name() string
	network() *relay
	// replace ends the client and begins a new one, as a page that is loaded again.
	replace(context.Context) error
	// send sends messages without waiting for acks.
	send(ctx context.Context, chat string, count int) error
	// settle waits until nothing is on its way any more; the network is whole again.
	settle(context.Context) error
	// await waits until the client knows a message.
	await(ctx context.Context, chat, id string) error
	// evidence is what the person can say when all is over.
	evidence(context.Context) (*evidence, error)
	// isOfficial tells the official SDK, of which nothing is expected.
	isOfficial() bool
	close()
}

// evidence is what one person has seen. Its maps are by conversation.
type evidence struct {
	id string
	// acked are the texts of the messages that were acknowledged, by their ids.
	acked map[string]map[string]string
	// queued are the texts of those that an outbox has stored, which promises as much.
	queued map[string][]string
	// lives are the person's clients, the present one last.
	lives []heard
	// histories are as the present client reads them.
	histories map[string][]entry
}

// heard is what one client was told, in order, and what it read in the histories.
type heard struct {
	told  map[string][]string
	known map[string]map[string]bool
}

// entry is a message of a history.
type entry struct{ ID, Text string }

func (h heard) has(chat, id string) bool {
	if h.known[chat][id] {
		return true
	}
	for _, told := range h.told[chat] {
		if told == id {
			return true
		}
	}
	return false
}

func entries(all []*native.Message) []entry {
	list := make([]entry, len(all))
	for n, m := range all {
		list[n] = entry{m.ID, textOf(m)}
	}
	return list
}
