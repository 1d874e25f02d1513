package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"imclient/core/native"
	"imclient/server"
)

// scheduleDeadline bounds one schedule with all that it waits for.
const scheduleDeadline = 90 * time.Second

// world is what one schedule runs in.
type world struct {
	plan     plan
	process  *process
	people   []person
	observer *native.Realtime // over no proxy
	watcher  *native.Client
	chats    []*native.Conversation
}

// runSchedule runs the schedule of a seed; problems say what is wrong with it.
func runSchedule(ctx context.Context, seed uint64, p plan, imserver string, browser *driver, log io.Writer) (v verdict, problems []string) {
	v.schedules = 1
	ctx, cancel := context.WithTimeout(ctx, scheduleDeadline)
	defer cancel()
	w, err := newWorld(ctx, p, imserver, browser)
	if err != nil {
		v.broken = 1
		return v, []string{err.Error()}
	}
	defer w.close()
	for _, s := range w.plan.steps {
		fmt.Fprintf(log, "seed %d: %s\n", seed, s)
		if err := w.do(ctx, s); err != nil {
			v.broken = 1
			return v, []string{fmt.Sprintf("%s: %v", s, err)}
		}
	}
	if err := w.settle(ctx); err != nil {
		v.broken = 1
		problems = append(problems, err.Error())
	}
	judged, found := w.judge(ctx)
	v.add(judged)
	return v, append(problems, found...)
}

func newWorld(ctx context.Context, p plan, imserver string, browser *driver) (w *world, err error) {
	w = &world{plan: p}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	if w.process, err = startProcess(imserver); err != nil {
		return nil, err
	}
	if err := w.observe(ctx); err != nil {
		return nil, err
	}
	var ids []string
	for n := range p.participants {
		ids = append(ids, fmt.Sprintf("p%d", n))
	}
	for range p.conversations {
		chat, err := w.watcher.CreateConversation(ctx, native.ConversationOptions{Members: ids, NotUnique: true})
		if err != nil {
			return nil, err
		}
		w.chats = append(w.chats, chat)
	}
	for n, id := range ids {
		if err := w.join(ctx, n, id, browser); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// join begins the client of the n-th participant.
func (w *world) join(ctx context.Context, n int, id string, browser *driver) error {
	relay, err := newRelay(w.process.address)
	if err != nil {
		return err
	}
	var chats []string
	for _, chat := range w.chats {
		chats = append(chats, chat.ID())
	}
	if n < len(w.plan.pages) && w.plan.pages[n] != nil {
		p := newPage(browser, id, relay, chats, *w.plan.pages[n])
		w.people = append(w.people, p)
		return p.open(ctx)
	}
	p := &participant{id: id, relay: relay, chats: chats, acked: map[string]map[string]string{}, fetches: n%2 == 1}
	w.people = append(w.people, p)
	return p.newLife(ctx)
}

// observe logs in the one who sees everything and is kept from no fault but the
// server's.
func (w *world) observe(ctx context.Context) (err error) {
	w.observer, err = native.New(native.Options{
		AppID: server.DevelopmentApp.ID, AppKey: server.DevelopmentApp.Key,
		Server: "http://" + w.process.address, RTMServers: []string{"ws://" + w.process.address},
		ConnectTimeout: connectTimeout,
	})
	if err != nil {
		return err
	}
	w.watcher, err = w.observer.Login(ctx, "observer")
	return err
}

func (w *world) do(ctx context.Context, s step) error {
	select {
	case <-time.After(s.after):
	case <-ctx.Done():
		return ctx.Err()
	}
	person := w.people[s.who]
	switch s.action {
	case sendMessages:
		return person.send(ctx, w.chats[s.count%len(w.chats)].ID(), s.count)
	case addFault:
		person.network().add(s.way, s.fault)
	case healFaults:
		person.network().heal()
	case cutConnections:
		person.network().cut()
	case killServer:
		w.process.kill()
		return w.process.start()
	case replaceClient:
		person.network().heal() // or it could not log in
		return person.replace(ctx)
	}
	return nil
}

// settle heals everything and waits until all have been told of a last message
// in every conversation: what was said before it has come by then, or never will.
func (w *world) settle(ctx context.Context) error {
	for _, person := range w.people {
		person.network().heal()
	}
	w.observer.Nudge()
	for _, person := range w.people {
		if err := person.settle(ctx); err != nil {
			return err
		}
	}
	for _, chat := range w.chats {
		last, err := w.lastMessage(ctx, chat)
		if err != nil {
			return fmt.Errorf("the last message cannot be sent: %w", err)
		}
		for _, person := range w.people {
			if err := person.await(ctx, chat.ID(), last.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// theEnd is the last message, which may be stored more than once.
const theEnd = "the end"

// lastMessage sends until it is acknowledged.
func (w *world) lastMessage(ctx context.Context, chat *native.Conversation) (*native.Message, error) {
	for {
		m, err := chat.Send(ctx, native.Text(theEnd))
		if err == nil || ctx.Err() != nil {
			return m, err
		}
		select {
		case <-time.After(loginPause):
		case <-ctx.Done():
		}
	}
}

// awaitPause is how often it is looked at.
const awaitPause = 10 * time.Millisecond

func (w *world) close() {
	for _, person := range w.people {
		person.close()
	}
	if w.observer != nil {
		_ = w.observer.Close()
	}
	if w.process != nil {
		_ = w.process.close()
	}
}

// few shortens a list for a message.
func few(ids []string) string {
	const most = 5
	if len(ids) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(ids[:most], ", "), len(ids)-most)
	}
	return strings.Join(ids, ", ")
}
