package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"imclient/core/native"
	"imclient/server"
)

// soaker is one client of a soak. It remembers the present round only, so that what
// grows is not the test's own.
type soaker struct {
	id    string
	relay *relay
	chat  *soakChat
	rt    *native.Realtime
	conv  *native.Conversation

	mu      sync.Mutex
	round   string
	told    map[string]bool
	doubled int
	news    chan struct{} // has a value after a message was told
}

// soakChat is a conversation, with what was acknowledged in it in this round.
type soakChat struct {
	id string

	mu    sync.Mutex
	acked map[string]string // sender by text
}

func (c *soakChat) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.acked = nil
}

func (m *soaker) login(ctx context.Context) (err error) {
	m.rt, err = native.New(native.Options{
		AppID: server.DevelopmentApp.ID, AppKey: server.DevelopmentApp.Key,
		Server: "http://" + m.relay.address(), RTMServers: []string{"ws://" + m.relay.address()},
	})
	if err != nil {
		return err
	}
	client, err := m.rt.Login(ctx, m.id, native.WithCatchUp(native.CatchUp{On: true}), native.WithHandler(m.received))
	if err != nil {
		return fmt.Errorf("%s cannot log in: %w", m.id, err)
	}
	m.conv, err = client.GetConversation(ctx, m.chat.id)
	return err
}

// begin forgets the last round.
func (m *soaker) begin(round int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.round, m.told, m.doubled, m.news = fmt.Sprintf("%d/", round), map[string]bool{}, 0, make(chan struct{}, 1)
}

func (m *soaker) received(e native.MessageReceived) {
	text := textOf(e.Message)
	m.mu.Lock()
	defer m.mu.Unlock()
	if !strings.HasPrefix(text, m.round) {
		return // filled in, of an earlier round: it was stored and not acknowledged then
	}
	if m.told[text] {
		m.doubled++
	}
	m.told[text] = true
	select {
	case m.news <- struct{}{}:
	default:
	}
}

// sendPause is how long a client waits that has no connection.
const sendPause = 50 * time.Millisecond

// send sends one message of this round. Without a connection it waits for one.
func (m *soaker) send(ctx context.Context) error {
	text := m.round + m.id
	for {
		_, err := m.conv.Send(ctx, native.Text(text))
		if err == nil {
			m.chat.mu.Lock()
			defer m.chat.mu.Unlock()
			if m.chat.acked == nil {
				m.chat.acked = map[string]string{}
			}
			m.chat.acked[text] = m.id
			return nil
		}
		if !errors.Is(err, native.ErrNotConnected) {
			return fmt.Errorf("%s cannot send: %w", m.id, err)
		}
		select {
		case <-time.After(sendPause):
		case <-ctx.Done():
			return fmt.Errorf("%s has no connection: %w", m.id, ctx.Err())
		}
	}
}

// await waits until the client was told of what others have the acks of; missing is
// what did not come.
func (m *soaker) await(ctx context.Context) (missing []string) {
	for {
		if missing = m.missing(); len(missing) == 0 {
			return nil
		}
		select {
		case <-m.news:
		case <-ctx.Done():
			return missing
		}
	}
}

func (m *soaker) missing() (missing []string) {
	m.chat.mu.Lock()
	defer m.chat.mu.Unlock()
	m.mu.Lock()
	defer m.mu.Unlock()
	for text, from := range m.chat.acked {
		if from != m.id && !m.told[text] {
			missing = append(missing, text)
		}
	}
	return missing
}

func (m *soaker) twice() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.doubled
}
