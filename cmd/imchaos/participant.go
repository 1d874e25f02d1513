package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"imclient/core/native"
	"imclient/server"
)

// Time-outs of the clients: short, so that a schedule is over in seconds.
const (
	commandTimeout = 5 * time.Second
	connectTimeout = time.Second
	probeAfter     = 250 * time.Millisecond
	probeTimeout   = 250 * time.Millisecond
	loginPause     = 50 * time.Millisecond
)

// participant is one user with one device, whose client may be replaced by a new
// one, as a page that is loaded again.
type participant struct {
	id    string
	relay *relay
	chats []string // the conversations' ids
	// fetches says that the application reads the history after each reconnect, as
	// those written for leancloud-realtime do; otherwise the client catches up.
	fetches bool
	// patient says that what has no connection waits for one, instead of failing.
	patient bool

	turn sync.Mutex // held while the client is replaced

	mu      sync.Mutex
	sent    int
	acked   map[string]map[string]string // conversation: message id: body
	life    *life
	lives   []*life
	sending sync.WaitGroup
}

// life is one client of a participant, from its login on.
type life struct {
	owner  *participant
	rt     *native.Realtime
	client *native.Client
	chats  map[string]*native.Conversation

	mu sync.Mutex
	heard
}

// newLife logs in, again and again until it works, and reads the history as an
// application does at its start.
func (p *participant) newLife(ctx context.Context) error {
	for {
		l, err := p.login(ctx)
		if err == nil {
			if err = l.begin(ctx); err == nil {
				p.mu.Lock()
				p.life, p.lives = l, append(p.lives, l)
				p.mu.Unlock()
				return nil
			}
			_ = l.rt.Close()
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s cannot log in: %w", p.id, errors.Join(err, ctx.Err()))
		case <-time.After(loginPause):
		}
	}
}

func (p *participant) login(ctx context.Context) (*life, error) {
	rt, err := native.New(native.Options{
		AppID: server.DevelopmentApp.ID, AppKey: server.DevelopmentApp.Key,
		Server: "http://" + p.relay.address(), RTMServers: []string{"ws://" + p.relay.address()},
		CommandTimeout: commandTimeout, ConnectTimeout: connectTimeout,
		ProbeAfter: probeAfter, ProbeTimeout: probeTimeout,
	})
	if err != nil {
		return nil, err
	}
	l := &life{owner: p, rt: rt, chats: map[string]*native.Conversation{}}
	l.heard = heard{map[string][]string{}, map[string]map[string]bool{}}
	ctx, cancel := context.WithTimeout(ctx, 2*connectTimeout)
	defer cancel()
	options := []native.LoginOption{native.WithHandler(l.received)}
	if p.fetches {
		options = append(options, native.WithHandler(func(native.ClientReconnected) { l.readAgain() }))
	} else {
		options = append(options, native.WithCatchUp(native.CatchUp{On: true}), native.WithHandler(func(native.HistoryGap) { l.readAgain() }))
	}
	l.client, err = rt.Login(ctx, p.id, options...)
	if err != nil {
		_ = rt.Close()
		return nil, err
	}
	return l, nil
}

func (l *life) received(e native.MessageReceived) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.told[e.Message.ConversationID] = append(l.told[e.Message.ConversationID], e.Message.ID)
}

// readAgain reads what was missed, as applications written for leancloud-realtime do
// after each reconnect, and others when catching up has failed. The server may refuse
// that for as long as it has no database.
func (l *life) readAgain() {
	l.owner.sending.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), scheduleDeadline)
		defer cancel()
		for {
			err := l.read(ctx)
			if err == nil || errors.Is(err, native.ErrClosed) || sleepUntil(ctx, time.Now().Add(loginPause)) != nil {
				return
			}
		}
	})
}

// begin opens the conversations and reads what was said in them.
func (l *life) begin(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*commandTimeout)
	defer cancel()
	for _, id := range l.owner.chats {
		chat, err := l.client.GetConversation(ctx, id)
		if err != nil {
			return err
		}
		if chat == nil {
			return fmt.Errorf("%s does not find conversation %s", l.owner.id, id)
		}
		l.chats[id] = chat
	}
	return l.read(ctx)
}

// read reads the histories.
func (l *life) read(ctx context.Context) error {
	for id, chat := range l.chats {
		all, err := history(ctx, chat)
		if err != nil {
			return err
		}
		known := make(map[string]bool, len(all))
		for _, m := range all {
			known[m.ID] = true
		}
		l.mu.Lock()
		l.known[id] = known
		l.mu.Unlock()
	}
	return nil
}

// history is everything that was said, oldest first.
func history(ctx context.Context, chat *native.Conversation) ([]*native.Message, error) {
	var all []*native.Message
	for page, err := range chat.HistoryPages(ctx, native.HistoryQuery{Limit: 100, OldToNew: true}) {
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
	}
	return all, nil
}

// send sends messages without waiting for them; what is acknowledged is noted.
func (p *participant) send(ctx context.Context, chat string, count int) error {
	p.mu.Lock()
	l := p.life
	bodies := make([]string, count)
	for n := range bodies {
		p.sent++
		bodies[n] = fmt.Sprintf("%s/%d", p.id, p.sent)
	}
	p.mu.Unlock()
	for _, body := range bodies {
		p.sending.Go(func() {
			m, err := l.send(ctx, chat, body)
			if err != nil {
				return // not acknowledged: it may or may not have been stored, but not twice
			}
			p.mu.Lock()
			defer p.mu.Unlock()
			if p.acked[chat] == nil {
				p.acked[chat] = map[string]string{}
			}
			p.acked[chat][m.ID] = body
		})
	}
	return nil
}

func (l *life) send(ctx context.Context, chat, body string) (*native.Message, error) {
	for {
		m, err := l.chats[chat].Send(ctx, native.Text(body))
		if !l.owner.patient || !errors.Is(err, native.ErrNotConnected) {
			return m, err
		}
		if err := sleepUntil(ctx, time.Now().Add(loginPause)); err != nil {
			return nil, err
		}
	}
}

// settle waits for the acks, and for those who read what they missed.
func (p *participant) settle(context.Context) error {
	p.life.rt.Nudge()
	p.sending.Wait()
	return nil
}

// await waits until the participant has been told of a message.
func (p *participant) await(ctx context.Context, chat, id string) error {
	for !p.life.knows(chat, id) {
		select {
		case <-time.After(awaitPause):
		case <-ctx.Done():
			return fmt.Errorf("%s is not told of the last message (%s); state %s", p.id, id, p.life.rt.State())
		}
	}
	return nil
}

func (l *life) knows(chat, id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.has(chat, id)
}

// evidence reads the histories once more. Nothing is told any more.
func (p *participant) evidence(ctx context.Context) (*evidence, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := &evidence{id: p.id, acked: p.acked, histories: map[string][]entry{}}
	for _, l := range p.lives {
		l.mu.Lock()
		e.lives = append(e.lives, l.heard)
		l.mu.Unlock()
	}
	for id, chat := range p.life.chats {
		all, err := history(ctx, chat)
		if err != nil {
			return nil, err
		}
		e.histories[id] = entries(all)
	}
	return e, nil
}

func (p *participant) name() string     { return p.id }
func (p *participant) network() *relay  { return p.relay }
func (p *participant) isOfficial() bool { return false }

// replace ends the client and begins a new one.
func (p *participant) replace(ctx context.Context) error {
	p.turn.Lock()
	defer p.turn.Unlock()
	p.mu.Lock()
	l := p.life
	p.mu.Unlock()
	if err := l.rt.Close(); err != nil {
		return err
	}
	return p.newLife(ctx)
}

func (p *participant) close() {
	for _, l := range p.lives {
		_ = l.rt.Close()
	}
	p.relay.close()
}
