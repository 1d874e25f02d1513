package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strconv"
	"time"

	"imclient/core/native"
	"imclient/server"
)

// soak is a long run with the same load all the time: what clients and server hold
// in memory must not grow.
type soak struct {
	imserver string
	clients  int
	// duration or, unless it is 0, rounds is how long it goes on.
	duration time.Duration
	rounds   int
	// pace is how often a round begins, every how often memory is looked at; 0 for
	// as often as can be.
	pace, every time.Duration
	out         io.Writer

	process *process
	members []*soaker
	result  soakResult
}

// soakResult is what came of a soak.
type soakResult struct {
	rounds, acked, lost, doubled, reconnects, logins int
	samples                                          []sample
}

func (r soakResult) String() string {
	return fmt.Sprintf("%d rounds, %d acked, %d lost, %d doubled; %d connections lost, %d clients replaced",
		r.rounds, r.acked, r.lost, r.doubled, r.reconnects, r.logins)
}

// soakRoom is how many clients are in one conversation.
const soakRoom = 10

// roundDeadline bounds one round with all that it waits for.
const roundDeadline = time.Minute

// run does the rounds and returns what is wrong.
func (s *soak) run(ctx context.Context) (problems []string, err error) {
	defer s.close()
	if err := s.start(ctx); err != nil {
		return nil, err
	}
	begun := time.Now()
	random := rand.New(rand.NewPCG(1, 2))
	var sampled time.Time
	for n := 1; ; n++ {
		if s.rounds > 0 && n > s.rounds || s.rounds == 0 && time.Since(begun) >= s.duration {
			break
		}
		next := time.Now().Add(s.pace)
		found, err := s.round(ctx, n, random)
		if err != nil {
			return problems, fmt.Errorf("round %d: %w", n, err)
		}
		problems = append(problems, found...)
		s.result.rounds = n
		if time.Since(sampled) >= s.every {
			sampled = time.Now()
			one, err := s.sample(ctx, time.Since(begun))
			if err != nil {
				return problems, err
			}
			s.result.samples = append(s.result.samples, one)
		}
		select {
		case <-time.After(time.Until(next)):
		case <-ctx.Done():
			return problems, ctx.Err()
		}
	}
	return append(problems, flat(s.result.samples, s.out)...), nil
}

func (s *soak) start(ctx context.Context) (err error) {
	admin, err := freeAddress()
	if err != nil {
		return err
	}
	if s.process, err = startProcess(s.imserver, "--admin-listen", admin); err != nil {
		return err
	}
	s.process.admin = admin
	maker, err := native.New(native.Options{AppID: server.DevelopmentApp.ID, AppKey: server.DevelopmentApp.Key,
		Server: "http://" + s.process.address, RTMServers: []string{"ws://" + s.process.address}})
	if err != nil {
		return err
	}
	defer maker.Close()
	watcher, err := maker.Login(ctx, "maker")
	if err != nil {
		return err
	}
	for first := 0; first < s.clients; first += soakRoom {
		var ids []string
		for n := first; n < min(first+soakRoom, s.clients); n++ {
			ids = append(ids, "c"+strconv.Itoa(n))
		}
		chat, err := watcher.CreateConversation(ctx, native.ConversationOptions{Members: ids, NotUnique: true})
		if err != nil {
			return err
		}
		room := &soakChat{id: chat.ID()}
		for _, id := range ids {
			relay, err := newRelay(s.process.address)
			if err != nil {
				return err
			}
			m := &soaker{id: id, relay: relay, chat: room}
			s.members = append(s.members, m)
			if err := m.login(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// round takes some connections away and replaces some clients, has everybody send a
// message, and waits until everybody has been told of all that was acknowledged.
func (s *soak) round(ctx context.Context, n int, random *rand.Rand) (problems []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, roundDeadline)
	defer cancel()
	for _, m := range s.members {
		m.begin(n)
		switch chance := random.IntN(100); {
		case chance < 10:
			m.relay.cut()
			s.result.reconnects++
		case chance < 12:
			m.rt.Pause()
			m.rt.Resume()
			s.result.reconnects++
		case chance < 14:
			if err := errors.Join(m.rt.Close(), m.login(ctx)); err != nil {
				return nil, err
			}
			s.result.logins++
		}
	}
	done := make(chan error, len(s.members))
	for _, m := range s.members {
		go func() { done <- m.send(ctx) }()
	}
	for range s.members {
		if err := <-done; err != nil {
			return nil, err
		}
	}
	for _, m := range s.members {
		missing := m.await(ctx)
		s.result.acked++
		s.result.lost += len(missing)
		if len(missing) > 0 {
			problems = append(problems, fmt.Sprintf("round %d: %s is not told of %s", n, m.id, few(missing)))
		}
		if doubled := m.twice(); doubled > 0 {
			s.result.doubled += doubled
			problems = append(problems, fmt.Sprintf("round %d: %s was told %d messages twice", n, m.id, doubled))
		}
	}
	for _, m := range s.members {
		m.chat.forget()
	}
	return problems, nil
}

func (s *soak) close() {
	for _, m := range s.members {
		if m.rt != nil {
			_ = m.rt.Close()
		}
		m.relay.close()
	}
	if s.process != nil {
		_ = s.process.close()
	}
}

// freeAddress is one that nobody listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// main runs the soak and prints what came of it.
func (s *soak) main(ctx context.Context, stdout, stderr io.Writer) int {
	problems, err := s.run(ctx)
	for _, problem := range problems {
		fmt.Fprintln(stdout, problem)
	}
	if err != nil {
		fmt.Fprintln(stderr, "imchaos:", err)
		problems = append(problems, err.Error())
	}
	fmt.Fprintln(stdout, s.result)
	if len(problems) > 0 {
		return 1
	}
	return 0
}
