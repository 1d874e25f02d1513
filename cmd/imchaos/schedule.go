package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
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
	cluster  *cluster // instead of the process
	seed     uint64
	log      io.Writer
	entrance *relay // to the cluster, which nothing but the nodes fails behind
	people   []person
	replaced sync.WaitGroup
	failures chan error       // of those who are replaced
	observer *native.Realtime // over no proxy
	watcher  *native.Client
	chats    []*native.Conversation
}

// run runs the schedule of a seed; problems say what is wrong with it.
func (l lane) run(ctx context.Context, seed uint64, p plan) (v verdict, problems []string) {
	v.schedules = 1
	ctx, cancel := context.WithTimeout(ctx, scheduleDeadline)
	defer cancel()
	w, err := l.newWorld(ctx, seed, p)
	if err != nil {
		v.broken = 1
		return v, []string{err.Error()}
	}
	defer func() {
		cancel()
		w.close()
	}()
	for _, s := range w.plan.steps {
		fmt.Fprintf(l.log, "%s seed %d: %s\n", time.Now().Format("05.000"), seed, s)
		if err := w.do(ctx, s); err != nil {
			v.broken = 1
			return v, []string{fmt.Sprintf("%s: %v", s, err)}
		}
	}
	if err := w.settle(ctx); err != nil {
		v.broken = 1
		problems = append(problems, err.Error())
	}
	fmt.Fprintf(l.log, "%s seed %d: settled\n", time.Now().Format("05.000"), seed)
	judged, found := w.judge(ctx)
	v.add(judged)
	return v, append(problems, found...)
}

func (l lane) newWorld(ctx context.Context, seed uint64, p plan) (w *world, err error) {
	w = &world{plan: p, seed: seed, log: l.log, failures: make(chan error, len(p.steps))}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	if p.nodes > 0 {
		w.cluster, err = startCluster(ctx, l, p.nodes, prefixed(l.log, fmt.Sprintf("seed %d ", seed)))
	} else {
		w.process, err = startProcess(l.imserver)
	}
	if err != nil {
		return nil, err
	}
	if err := w.observe(ctx); err != nil {
		return nil, err
	}
	var ids []string
	for n := range p.participants {
		ids = append(ids, fmt.Sprintf("p%d", n))
	}
	for n := range p.conversations {
		members := ids
		if p.members != nil {
			members = nil
			for _, who := range p.members[n] {
				members = append(members, ids[who])
			}
		}
		chat, err := w.watcher.CreateConversation(ctx, native.ConversationOptions{Members: members, NotUnique: true})
		if err != nil {
			return nil, err
		}
		w.chats = append(w.chats, chat)
	}
	for n, id := range ids {
		if err := w.join(ctx, n, id, l.browser); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// join begins the client of the n-th participant.
func (w *world) join(ctx context.Context, n int, id string, browser *driver) error {
	relay, err := w.network(uint64(n))
	if err != nil {
		return err
	}
	var chats []string
	for _, chat := range w.chatsOf(n) {
		chats = append(chats, chat.ID())
	}
	if n < len(w.plan.pages) && w.plan.pages[n] != nil {
		p := newPage(browser, id, relay, chats, *w.plan.pages[n])
		w.people = append(w.people, p)
		return p.open(ctx)
	}
	p := &participant{id: id, relay: relay, chats: chats, acked: map[string]map[string]string{}, fetches: n%2 == 1, patient: w.cluster != nil}
	w.people = append(w.people, p)
	return p.newLife(ctx)
}

// network is the network between somebody and the server.
func (w *world) network(who uint64) (*relay, error) {
	if w.cluster != nil {
		return w.cluster.balancer(w.seed<<8|who, prefixed(w.log, fmt.Sprintf("seed %d p%d ", w.seed, who)))
	}
	return newRelay(w.process.address)
}

// chatsOf are the conversations that a participant is in.
func (w *world) chatsOf(who int) (list []*native.Conversation) {
	for n, chat := range w.chats {
		if w.plan.members == nil || slices.Contains(w.plan.members[n], who) {
			list = append(list, chat)
		}
	}
	return list
}

// observe logs in the one who sees everything and is kept from no fault but the
// server's.
func (w *world) observe(ctx context.Context) (err error) {
	o := native.Options{AppID: server.DevelopmentApp.ID, AppKey: server.DevelopmentApp.Key, ConnectTimeout: connectTimeout}
	address := ""
	if w.cluster == nil {
		address = w.process.address
	} else {
		if w.entrance, err = w.network(observed); err != nil {
			return err
		}
		address = w.entrance.address()
		o.CommandTimeout, o.ProbeAfter, o.ProbeTimeout = commandTimeout, probeAfter, probeTimeout
	}
	o.Server, o.RTMServers = "http://"+address, []string{"ws://" + address}
	w.observer, err = native.New(o)
	if err != nil {
		return err
	}
	w.watcher, err = w.observer.Login(ctx, observerID)
	return err
}

const (
	observerID = "observer"
	observed   = 255 // its number, among the participants
)

func (w *world) do(ctx context.Context, s step) error {
	if w.cluster != nil {
		if err := w.cluster.wait(ctx, s.after); err != nil {
			return err
		}
		if s.action >= killNode {
			return w.cluster.do(s)
		}
	} else if err := sleepUntil(ctx, time.Now().Add(s.after)); err != nil {
		return err
	}
	person := w.people[s.who]
	switch s.action {
	case sendMessages:
		if chats := w.chatsOf(s.who); len(chats) > 0 {
			return person.send(ctx, chats[s.count%len(chats)].ID(), s.count)
		}
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
		if w.cluster == nil {
			return person.replace(ctx)
		}
		// Nobody may be able to log in before something is mended.
		w.replaced.Go(func() { w.failures <- person.replace(ctx) })
	}
	return nil
}

// settle heals everything and waits until all have been told of a last message
// in every conversation: what was said before it has come by then, or never will.
func (w *world) settle(ctx context.Context) error {
	for _, person := range w.people {
		person.network().heal()
	}
	if w.cluster != nil {
		if err := w.cluster.settle(ctx); err != nil {
			return err
		}
	}
	w.replaced.Wait()
	close(w.failures)
	for err := range w.failures {
		if err != nil {
			return err
		}
	}
	w.observer.Nudge()
	for _, person := range w.people {
		if err := person.settle(ctx); err != nil {
			return err
		}
	}
	if w.cluster != nil {
		if err := w.arrive(ctx); err != nil {
			return err
		}
	}
	for n, chat := range w.chats {
		last, err := w.lastMessage(ctx, chat)
		if err != nil {
			return fmt.Errorf("the last message cannot be sent: %w", err)
		}
		for who, person := range w.people {
			if w.plan.members != nil && !slices.Contains(w.plan.members[n], who) {
				continue
			}
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
	w.replaced.Wait()
	for _, person := range w.people {
		person.close()
	}
	if w.observer != nil {
		_ = w.observer.Close()
	}
	if w.process != nil {
		_ = w.process.close()
	}
	if w.entrance != nil {
		w.entrance.close()
	}
	if w.cluster != nil {
		w.cluster.close()
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
