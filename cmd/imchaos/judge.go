package main

import (
	"context"
	"fmt"
	"slices"

	"imclient/core/native"
)

// judge holds what everybody was told against the server's history.
func (w *world) judge(ctx context.Context) (v verdict, problems []string) {
	var records []*record
	for n, chat := range w.chats {
		all, err := history(ctx, chat)
		if err != nil {
			v.broken = 1
			return v, append(problems, fmt.Sprintf("the history cannot be read: %v", err))
		}
		h := newRecord(chat.ID(), all)
		if w.plan.members != nil {
			h.members = make(map[string]bool)
			for _, who := range w.plan.members[n] {
				h.members[w.people[who].name()] = true
			}
		}
		found := h.doubles()
		v.doubled += len(found)
		problems = append(problems, found...)
		records = append(records, h)
	}
	for _, person := range w.people {
		seen, err := person.evidence(ctx)
		if err != nil {
			v.broken = 1
			return v, append(problems, fmt.Sprintf("%s cannot say what it has seen: %v", person.name(), err))
		}
		for _, r := range records {
			one, found := seen.judge(r, person.isOfficial())
			v.add(one)
			problems = append(problems, found...)
		}
	}
	if w.cluster != nil {
		found, err := w.cluster.compare(ctx, records)
		if err != nil {
			v.broken = 1
			found = append(found, fmt.Sprintf("a node's history cannot be read: %v", err))
		}
		v.disordered += len(found)
		problems = append(problems, found...)
	}
	return v, problems
}

// compare asks every node for the histories.
func (c *cluster) compare(ctx context.Context, records []*record) (problems []string, err error) {
	watchers, err := c.watch(ctx, observerID)
	if err != nil {
		return nil, err
	}
	for n, watcher := range watchers {
		for _, r := range records {
			chat, err := watcher.GetConversation(ctx, r.chat)
			if err != nil {
				return problems, err
			}
			all, err := history(ctx, chat)
			if err != nil {
				return problems, err
			}
			if !slices.Equal(entries(all), entries(r.messages)) {
				problems = append(problems, fmt.Sprintf("node %d has another history of %s", n, r.chat))
			}
		}
	}
	return problems, nil
}

// record is the history of one conversation.
type record struct {
	chat     string
	messages []*native.Message
	place    map[string]int // of a message id
	texts    map[string]bool
	members  map[string]bool // nil: everybody
}

func newRecord(chat string, all []*native.Message) *record {
	r := &record{chat: chat, messages: all, place: make(map[string]int, len(all)), texts: make(map[string]bool, len(all))}
	for n, m := range all {
		r.place[m.ID] = n
		r.texts[textOf(m)] = true
	}
	return r
}

// from counts what others than id said.
func (r *record) from(id string) (count int) {
	for _, m := range r.messages {
		if m.From != id {
			count++
		}
	}
	return count
}

// doubles finds messages that were stored more than once.
func (r *record) doubles() (problems []string) {
	seen := map[string]string{}
	for _, m := range r.messages {
		text := textOf(m)
		if first, ok := seen[text]; ok && text != theEnd {
			problems = append(problems, fmt.Sprintf("%q is in the history as %s and as %s", text, first, m.ID))
		}
		seen[text] = m.ID
	}
	return problems
}

// judge checks one person in one conversation: what it has the ack of, or what its
// outbox has stored, is in the history; what each of its clients was told is in the
// order of the history, and nothing twice; and what others said, it knows. The
// official SDK does not promise the latter: what it misses is counted apart, and
// what it has the ack of is the server's promise all the same. Who is not in the
// conversation is told nothing of it.
func (e *evidence) judge(r *record, official bool) (v verdict, problems []string) {
	if r.members != nil && !r.members[e.id] {
		for _, l := range e.lives {
			v.foreign += len(l.told[r.chat])
		}
		if v.foreign > 0 {
			problems = append(problems, fmt.Sprintf("%s was told %d messages of a conversation that it is not in", e.id, v.foreign))
		}
		return v, problems
	}
	v.acked = len(e.acked[r.chat])
	var lost []string
	for id, body := range e.acked[r.chat] {
		if n, ok := r.place[id]; !ok || textOf(r.messages[n]) != body {
			lost = append(lost, body)
		}
	}
	for _, body := range e.queued[r.chat] {
		if !r.texts[body] {
			lost = append(lost, body)
		}
	}
	var doubled, disordered []string
	for _, l := range e.lives {
		twice, turned := l.order(r)
		doubled, disordered = append(doubled, twice...), append(disordered, turned...)
	}
	missed := e.lives[len(e.lives)-1].missed(e.id, r)
	if official {
		v.official = officialVerdict{r.from(e.id), len(missed), len(doubled), len(disordered)}
	} else {
		lost = append(lost, missed...)
		v.doubled, v.disordered = len(doubled), len(disordered)
		if len(doubled) > 0 {
			problems = append(problems, fmt.Sprintf("%s was told twice of %s", e.id, few(doubled)))
		}
		if len(disordered) > 0 {
			problems = append(problems, fmt.Sprintf("%s was told out of order of %s", e.id, few(disordered)))
		}
	}
	v.lost = len(lost)
	if len(lost) > 0 {
		problems = append(problems, fmt.Sprintf("%s has lost %s", e.id, few(lost)))
	}
	if !slices.Equal(e.histories[r.chat], entries(r.messages)) {
		v.disordered++
		problems = append(problems, e.id+" reads another history than the observer")
	}
	return v, problems
}

// order finds what a client was told twice, and what came after something newer.
func (h heard) order(r *record) (doubled, disordered []string) {
	seen := map[string]bool{}
	latest := -1
	for _, id := range h.told[r.chat] {
		n, known := r.place[id]
		switch {
		case seen[id]:
			doubled = append(doubled, id)
		case !known || n < latest:
			disordered = append(disordered, id)
		default:
			latest = n
		}
		seen[id] = true
	}
	return doubled, disordered
}

// missed finds what others than id said and the client does not know.
func (h heard) missed(id string, r *record) (lost []string) {
	for _, m := range r.messages {
		if m.From != id && !h.has(r.chat, m.ID) {
			lost = append(lost, textOf(m))
		}
	}
	return lost
}

// textOf is what a message says, as it was sent.
func textOf(m *native.Message) string {
	text, _ := native.TextOf(m)
	return text
}
