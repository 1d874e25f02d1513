package main

import (
	"context"
	"fmt"
	"slices"

	"imclient/core/native"
)

// judge holds what everybody was told against the server's history.
func (w *world) judge(ctx context.Context) (v verdict, problems []string) {
	for _, chat := range w.chats {
		all, err := history(ctx, chat)
		if err != nil {
			v.broken = 1
			return v, append(problems, fmt.Sprintf("the history cannot be read: %v", err))
		}
		h := newRecord(chat.ID(), all)
		found := h.doubles()
		v.doubled += len(found)
		problems = append(problems, found...)
		for _, person := range w.people {
			one, found := person.judge(ctx, h)
			v.add(one)
			problems = append(problems, found...)
		}
	}
	return v, problems
}

// record is the history of one conversation.
type record struct {
	chat     string
	messages []*native.Message
	place    map[string]int // of a message id
}

func newRecord(chat string, all []*native.Message) *record {
	r := &record{chat: chat, messages: all, place: make(map[string]int, len(all))}
	for n, m := range all {
		r.place[m.ID] = n
	}
	return r
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

// judge checks one participant in one conversation: what it has the ack of is in
// the history; what each of its clients was told is in the order of the history,
// and nothing twice; and what others said since its last client began, it was told.
func (p *participant) judge(ctx context.Context, r *record) (v verdict, problems []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	v.acked = len(p.acked[r.chat])
	var lost []string
	for id, body := range p.acked[r.chat] {
		if n, ok := r.place[id]; !ok || textOf(r.messages[n]) != body {
			lost = append(lost, body)
		}
	}
	for n, l := range p.lives {
		doubled, disordered := l.order(r)
		v.doubled += len(doubled)
		v.disordered += len(disordered)
		if len(doubled) > 0 {
			problems = append(problems, fmt.Sprintf("%s, client %d, was told twice of %s", p.id, n, few(doubled)))
		}
		if len(disordered) > 0 {
			problems = append(problems, fmt.Sprintf("%s, client %d, was told out of order of %s", p.id, n, few(disordered)))
		}
	}
	lost = append(lost, p.life.missed(r)...)
	v.lost = len(lost)
	if len(lost) > 0 {
		problems = append(problems, fmt.Sprintf("%s has lost %s", p.id, few(lost)))
	}
	own, err := history(ctx, p.life.chats[r.chat])
	if err != nil {
		v.broken++
		return v, append(problems, fmt.Sprintf("%s cannot read the history: %v", p.id, err))
	}
	same := slices.EqualFunc(own, r.messages, func(a, b *native.Message) bool { return a.ID == b.ID && a.Text == b.Text })
	if !same {
		v.disordered++
		problems = append(problems, p.id+" reads another history than the observer")
	}
	return v, problems
}

// order finds what a client was told twice, and what came after something newer.
func (l *life) order(r *record) (doubled, disordered []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	seen := map[string]bool{}
	latest := -1
	for _, id := range l.told[r.chat] {
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

// missed finds what others said and the client does not know.
func (l *life) missed(r *record) (lost []string) {
	for _, m := range r.messages {
		if m.From != l.owner.id && !l.has(r.chat, m.ID) {
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
