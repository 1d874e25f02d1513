package nats

import (
	"context"
	"errors"
	"sync"

	"imclient/server/bus"
)

// asking holds the questions of this node that are not answered yet. Who has to answer
// is settled when the question comes back to the node itself: every node that had
// joined before it was asked has been heard of by then, because NATS delivers in order.
type asking struct {
	mu      sync.Mutex
	id      uint64
	pending map[uint64]*pending
}

type pending struct {
	expected map[string]bool   // nodes that have not answered; nil until that is known
	said     map[string]bool   // those that have
	parts    map[string][]byte // of answers
	answers  []bus.Answer
	done     chan struct{} // closed when all have answered
}

var errUnreachable = errors.New("nats: other nodes cannot be asked")

func (a *asking) init() { a.pending = make(map[uint64]*pending) }

// Ask implements bus.Bus. While NATS is gone it returns what this node says, with an
// error.
func (b *Bus) Ask(ctx context.Context, q bus.Question) ([]bus.Answer, error) {
	own := b.ask(q)
	if !b.conn.IsConnected() {
		return own, errUnreachable
	}
	id, p := b.asking.begin()
	defer b.asking.end(id)
	if err := b.publish(b.all, &frame{kind: frameQuestion, number: id, body: appendQuestion(nil, &q)}); err != nil {
		return own, errors.Join(errUnreachable, err)
	}
	var err error
	select {
	case <-p.done:
	case <-ctx.Done():
		err = ctx.Err()
	case <-b.closing:
		err = errUnreachable
	}
	b.asking.mu.Lock()
	defer b.asking.mu.Unlock()
	return append(own, p.answers...), err
}

// ask asks this node.
func (b *Bus) ask(q bus.Question) (answers []bus.Answer) {
	for _, a := range b.answering() {
		answers = append(answers, a.answer(q))
	}
	return answers
}

// answer answers another node.
func (b *Bus) answer(f frame) {
	q, err := decodeQuestion(f.body)
	if err != nil {
		b.o.Logger.Warn("a question cannot be read", "node", f.node, "error", err)
		return
	}
	parts := split(appendAnswers(nil, b.ask(q)), b.size)
	for i, part := range parts {
		_ = b.publish(b.subject(f.node), &frame{kind: frameAnswer, number: f.number, more: i < len(parts)-1, body: part})
	}
}

func (b *Bus) answering() []*answerer {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.answerers
}

func (a *asking) begin() (uint64, *pending) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.id++
	p := &pending{said: make(map[string]bool), parts: make(map[string][]byte), done: make(chan struct{})}
	a.pending[a.id] = p
	return a.id, p
}

func (a *asking) end(id uint64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.pending, id)
}

// expect settles who has to answer.
func (a *asking) expect(id uint64, peers map[string]*peer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.pending[id]
	if p == nil {
		return
	}
	p.expected = make(map[string]bool)
	for node, peer := range peers {
		if peer.dead.IsZero() && !p.said[node] {
			p.expected[node] = true
		}
	}
	p.settle()
}

// answered takes an answer, or a part of one.
func (a *asking) answered(f frame) {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.pending[f.number]
	if p == nil || p.said[f.node] {
		return
	}
	p.parts[f.node] = append(p.parts[f.node], f.body...)
	if f.more {
		return
	}
	answers, err := decodeAnswers(p.parts[f.node])
	delete(p.parts, f.node)
	if err == nil {
		p.answers = append(p.answers, answers...)
	}
	p.said[f.node] = true
	delete(p.expected, f.node)
	p.settle()
}

// gone has nobody wait for a node any more.
func (a *asking) gone(node string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, p := range a.pending {
		if p.expected[node] {
			delete(p.expected, node)
			p.settle()
		}
	}
}

// settle ends the question when all have answered.
func (p *pending) settle() {
	if p.expected == nil || len(p.expected) > 0 {
		return
	}
	select {
	case <-p.done:
	default:
		close(p.done)
	}
}
