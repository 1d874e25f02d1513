package bustest

import (
	"context"
	"sync"
	"testing"

	"imclient/server/bus"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func order(t *testing.T, connect Connector) {
	a, b := node(t, connect), node(t, connect)
	events, cancel := subscribe(b)
	defer cancel()
	for kind := bus.EndSessions; kind <= bus.ComeBack; kind++ {
		e := bus.Event{App: "app", Conversation: "c", To: []string{"ann"}, Except: 7,
			Order: &bus.Order{Kind: kind, Node: "n1", Tag: "phone", Device: "d1", At: 1<<53 + 1, Reason: "名"}}
		publish(t, a, e)
		assert.Equal(t, e, next(t, events))
	}
}

func questions(t *testing.T, connect Connector) {
	a, b := node(t, connect), node(t, connect)
	ctx, end := context.WithTimeout(t.Context(), deadline)
	defer end()
	answers, err := a.Ask(ctx, bus.Question{App: "app"})
	require.NoError(t, err)
	assert.Empty(t, answers, "nobody answers yet")

	var mu sync.Mutex
	var heard []bus.Question
	answer := func(client string) func(bus.Question) bus.Answer {
		return func(q bus.Question) bus.Answer {
			mu.Lock()
			defer mu.Unlock()
			heard = append(heard, q)
			return bus.Answer{Clients: []string{client, "both"}}
		}
	}
	cancelA, cancelB := a.Answer(answer("on a")), b.Answer(answer("on b"))
	q := bus.Question{App: "app", Node: "n1", Clients: []string{"ann", "名"}, Room: "r", Everybody: true}
	answers, err = a.Ask(ctx, q)
	require.NoError(t, err)
	assert.ElementsMatch(t, []bus.Answer{{Clients: []string{"on a", "both"}}, {Clients: []string{"on b", "both"}}}, answers)
	assert.Equal(t, []bus.Question{q, q}, heard)

	cancelA()
	cancelA() // again does no harm
	answers, err = a.Ask(ctx, q)
	require.NoError(t, err)
	assert.Equal(t, []bus.Answer{{Clients: []string{"on b", "both"}}}, answers)
	cancelB()
}
