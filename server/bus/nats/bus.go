package nats

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"imclient/server/bus"

	natsgo "github.com/nats-io/nats.go"
)

// Bus is one node's connection to the others. Make one with Open.
type Bus struct {
	o        Options
	node     string
	all      string // subject of what all nodes get
	conn     *natsgo.Conn
	incoming chan *natsgo.Msg
	out      *outbox
	size     int // of the body of one frame, at most

	closing, sendDone, receiveDone chan struct{}

	// peers are the receiving goroutine's.
	peers  map[string]*peer
	living atomic.Int64 // how many of them live

	lost, resent atomic.Uint64

	mu          sync.RWMutex
	closed      bool
	err         error // why NATS is gone, nil while it is not
	since       time.Time
	opened      bool      // Open has returned
	missing     time.Time // since when NATS was gone; zero when that has been reported
	subscribers []*subscriber
	answerers   []*answerer
	losers      []*loser

	asking asking
}

type (
	subscriber struct{ deliver func(bus.Event) }
	answerer   struct{ answer func(bus.Question) bus.Answer }
	loser      struct{ lost func(time.Duration) }
)

var _ bus.Bus = (*Bus)(nil)

var errNotYet = errors.New("not connected yet")

// incomingFrames bounds what has been read and not been handled. What comes beyond it
// is missing, and asked for again.
var incomingFrames = 1 << 14

// Open joins the nodes. NATS need not be there yet: State says whether it is. It blocks
// until NATS has answered, or for half a lease.
func Open(o Options) (*Bus, error) {
	o = o.withDefaults()
	if err := o.check(); err != nil {
		return nil, err
	}
	node := rand.Text()
	b := &Bus{
		o:           o,
		node:        node,
		all:         o.Prefix + ".all",
		incoming:    make(chan *natsgo.Msg, incomingFrames),
		out:         newOutbox(o.Keep),
		closing:     make(chan struct{}),
		sendDone:    make(chan struct{}),
		receiveDone: make(chan struct{}),
		peers:       make(map[string]*peer),
		err:         errNotYet,
		since:       time.Now(),
		size:        256 << 10, // NATS takes 1 MiB unless it is told otherwise
	}
	b.asking.init()
	conn, err := natsgo.Connect(o.URL, o.connection(b)...)
	if err != nil {
		return nil, fmt.Errorf("nats: %w", err)
	}
	b.conn = conn
	for _, subject := range []string{b.all, b.subject(node)} {
		if _, err := conn.ChanSubscribe(subject, b.incoming); err != nil {
			conn.Close()
			return nil, fmt.Errorf("nats: subscribe: %w", err)
		}
	}
	go b.receive()
	go b.send()
	if conn.IsConnected() {
		b.connected()
		// Who asks from now on knows of this node: see asking.
		_ = b.publish(b.all, &frame{kind: frameHello})
		_ = conn.FlushTimeout(o.Lease / 2)
	}
	b.mu.Lock()
	b.opened = true
	b.mu.Unlock()
	return b, nil
}

func (b *Bus) subject(node string) string { return b.o.Prefix + ".to." + node }

// connected is called when NATS is there, perhaps again.
func (b *Bus) connected() {
	b.mu.Lock()
	was := b.err
	b.err = nil
	if was != nil {
		if b.opened && b.missing.IsZero() {
			b.missing = b.since
		}
		b.since = time.Now()
	}
	b.mu.Unlock()
	if was != nil {
		b.o.Logger.Info("connected to NATS", "node", b.node)
	}
	b.out.say(frameHello)
}

func (b *Bus) disconnected(err error) {
	if err == nil {
		err = errors.New("disconnected")
	}
	b.mu.Lock()
	closed := b.closed
	if b.err == nil {
		b.since = time.Now()
	}
	b.err = err
	b.mu.Unlock()
	if !closed {
		b.o.Logger.Warn("NATS is gone", "node", b.node, "error", err)
	}
}

// Publish implements bus.Bus. The subscribers of this node have been called when it
// returns; NATS is given the event by another goroutine.
func (b *Bus) Publish(e bus.Event) error {
	b.mu.RLock()
	closed := b.closed
	b.mu.RUnlock()
	if closed {
		return nil
	}
	b.out.put(split(appendEvent(nil, &e), b.size), e.Order != nil || e.AppsChangedBy != "")
	b.deliver(e)
	return nil
}

// Subscribe implements bus.Bus. Events of other nodes come from one goroutine, which
// deliver holds up.
func (b *Bus) Subscribe(deliver func(bus.Event)) (cancel func()) {
	return add(&b.mu, &b.subscribers, &subscriber{deliver})
}

// Answer implements bus.Bus.
func (b *Bus) Answer(answer func(bus.Question) bus.Answer) (cancel func()) {
	return add(&b.mu, &b.answerers, &answerer{answer})
}

// Lost implements bus.Bus.
func (b *Bus) Lost(lost func(time.Duration)) (cancel func()) {
	return add(&b.mu, &b.losers, &loser{lost})
}

// reportMissing says that what was published while NATS was gone may be lost: nodes that
// have come and gone meanwhile are not known here. It is called when this node's own hello
// is back: from then on it gets everything.
func (b *Bus) reportMissing(now time.Time) {
	b.mu.Lock()
	since := b.missing
	b.missing = time.Time{}
	b.mu.Unlock()
	if !since.IsZero() {
		b.reportLost(now.Sub(since), "reason", "NATS was gone")
	}
}

// reportLost says that events of the time ago are lost.
func (b *Bus) reportLost(ago time.Duration, log ...any) {
	b.lost.Add(1)
	b.o.Logger.Warn("events are lost", append(log, "ago", ago)...)
	b.mu.RLock()
	losers := b.losers
	b.mu.RUnlock()
	for _, l := range losers {
		l.lost(ago)
	}
}

// State implements bus.Bus.
func (b *Bus) State() bus.State {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return bus.State{Err: b.err, Since: b.since, Nodes: 1 + int(b.living.Load()), Lost: b.lost.Load(), Resent: b.resent.Load()}
}

// Close implements bus.Bus. What has been published is sent before, unless that takes
// longer than half a lease.
func (b *Bus) Close() error {
	b.mu.Lock()
	closed := b.closed
	b.closed = true
	b.subscribers, b.answerers, b.losers = nil, nil, nil
	b.mu.Unlock()
	if closed {
		return nil
	}
	b.out.say(frameBye)
	timer := time.AfterFunc(b.o.Lease/2, b.conn.Close) // which a send that blocks notices
	close(b.closing)
	<-b.sendDone
	if b.conn.IsConnected() {
		_ = b.conn.FlushTimeout(b.o.Lease / 2)
	}
	timer.Stop()
	b.conn.Close()
	<-b.receiveDone
	return nil
}

// add puts one into a list, which is replaced and not changed: others may be going
// through the old one.
func add[T comparable](mu sync.Locker, list *[]T, one T) (cancel func()) {
	mu.Lock()
	defer mu.Unlock()
	*list = append(slices.Clone(*list), one)
	return func() {
		mu.Lock()
		defer mu.Unlock()
		*list = slices.DeleteFunc(slices.Clone(*list), func(other T) bool { return other == one })
	}
}
