package main

import (
	"context"
	"fmt"
	"maps"
	"sync/atomic"
	"time"
)

// page is a participant in Chromium.
type page struct {
	browser *driver
	id      string
	relay   *relay
	chats   []string
	kind    pageKind
	key     string // of the page, in the driver
	sent    int
}

var pageCount atomic.Int64

func newPage(browser *driver, id string, relay *relay, chats []string, kind pageKind) *page {
	return &page{browser: browser, id: id, relay: relay, chats: chats, kind: kind, key: fmt.Sprintf("%s-%d", id, pageCount.Add(1))}
}

// call has the driver do something with the page.
func (p *page) call(ctx context.Context, op string, more map[string]any, into any) error {
	command := map[string]any{"op": op, "page": p.key}
	maps.Copy(command, more)
	if err := p.browser.call(ctx, command, into); err != nil {
		return fmt.Errorf("%s (%v): %s: %w", p.id, p.kind, op, err)
	}
	return nil
}

// open opens the page, in which a client begins.
func (p *page) open(ctx context.Context) error {
	options := map[string]any{"RTMServers": []string{"ws://" + p.relay.address()}}
	if !p.kind.official {
		maps.Copy(options, map[string]any{
			"timeouts": map[string]any{"command": commandTimeout.Milliseconds(), "connect": connectTimeout.Milliseconds(),
				"probeAfter": 500, "probe": 500, "retry": 50, "maxRetry": 500},
			"worker": p.kind.worker, "catchUp": p.kind.catchUp,
		})
		if p.kind.outbox {
			options["outbox"] = map[string]any{"store": "indexeddb"}
		}
	}
	return p.call(ctx, "open", map[string]any{"id": p.id, "chats": p.chats, "official": p.kind.official,
		"server": "http://" + p.relay.address(), "realtime": options}, nil)
}

func (p *page) replace(ctx context.Context) error { return p.call(ctx, "reload", nil, nil) }

func (p *page) send(ctx context.Context, chat string, count int) error {
	texts := make([]string, count)
	for n := range texts {
		p.sent++
		texts[n] = fmt.Sprintf("%s/%d", p.id, p.sent)
	}
	return p.call(ctx, "send", map[string]any{"chat": chat, "texts": texts}, nil)
}

// pagePause is how often a page is looked at.
const pagePause = 50 * time.Millisecond

// until asks the page again and again, until it says yes.
func (p *page) until(ctx context.Context, op string, more map[string]any) error {
	for {
		var yes bool
		if err := p.call(ctx, op, more, &yes); err != nil || yes {
			return err
		}
		select {
		case <-time.After(pagePause):
		case <-ctx.Done():
			return fmt.Errorf("%s (%v): %s: %w", p.id, p.kind, op, ctx.Err())
		}
	}
}

func (p *page) settle(ctx context.Context) error { return p.until(ctx, "settled", nil) }

// officialPatience is how long the official SDK may take longer than others to
// reconnect and be told of the last message.
const officialPatience = 10 * time.Second

func (p *page) await(ctx context.Context, chat, id string) error {
	about := map[string]any{"chat": chat, "id": id}
	if !p.kind.official {
		return p.until(ctx, "has", about)
	}
	patient, cancel := context.WithTimeout(ctx, officialPatience)
	defer cancel()
	if err := p.until(patient, "has", about); err != nil && patient.Err() == nil {
		return err
	}
	return ctx.Err() // what it is not told of is counted
}

func (p *page) evidence(ctx context.Context) (*evidence, error) {
	var seen struct {
		Acked  map[string]map[string]string
		Queued map[string][]string
		Lives  []struct {
			Told  map[string][]string
			Known map[string][]string
		}
		Histories map[string][]entry
	}
	if err := p.call(ctx, "evidence", nil, &seen); err != nil {
		return nil, err
	}
	e := &evidence{id: p.id, acked: seen.Acked, queued: seen.Queued, histories: seen.Histories}
	for _, l := range seen.Lives {
		h := heard{l.Told, map[string]map[string]bool{}}
		for chat, ids := range l.Known {
			h.known[chat] = map[string]bool{}
			for _, id := range ids {
				h.known[chat][id] = true
			}
		}
		e.lives = append(e.lives, h)
	}
	return e, nil
}

func (p *page) name() string     { return p.id }
func (p *page) network() *relay  { return p.relay }
func (p *page) isOfficial() bool { return p.kind.official }

func (p *page) close() {
	ctx, cancel := context.WithTimeout(context.Background(), officialPatience)
	defer cancel()
	_ = p.call(ctx, "close", nil, nil)
	p.relay.close()
}
