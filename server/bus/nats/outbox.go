package nats

import "sync"

// outbox numbers the events of this node and keeps the latest of them: until they are
// sent, and for nodes that missed them.
type outbox struct {
	limit int           // of size
	wake  chan struct{} // has an element when there may be something to do

	mu     sync.Mutex
	frames []kept // numbers from first on
	first  uint64
	size   int    // of the bodies in frames
	next   uint64 // number to send next
	// orders are kept longer than the limit: nobody finds them in the store.
	orders []kept
	jobs   []job
	beat   frameKind // to send after the events, 0 for none
}

type kept struct {
	number     uint64
	body       []byte
	more, rest bool
	order      bool
}

// job sends frames again to one node.
type job struct {
	node     string
	from, to uint64
}

// maxOrders bounds the orders that are kept beyond the limit.
const maxOrders = 1 << 14

func newOutbox(limit int) *outbox {
	return &outbox{limit: limit, wake: make(chan struct{}, 1), first: 1, next: 1}
}

func (o *outbox) signal() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// put adds an event. It does not block: what is not sent before it is dropped again
// is missing for the others, and they find out.
func (o *outbox) put(parts [][]byte, order bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, part := range parts {
		o.frames = append(o.frames, kept{o.first + uint64(len(o.frames)), part, i < len(parts)-1, i > 0, order})
		o.size += len(part)
	}
	drop := 0
	for o.size > o.limit && drop < len(o.frames)-1 {
		f := o.frames[drop]
		o.size -= len(f.body)
		if f.order {
			o.orders = append(o.orders, f)
		}
		drop++
	}
	if drop > 0 {
		clear(o.frames[:drop])
		o.frames = o.frames[drop:]
		o.first += uint64(drop)
		o.next = max(o.next, o.first)
	}
	if extra := len(o.orders) - maxOrders; extra > 0 {
		o.orders = append([]kept(nil), o.orders[extra:]...)
	}
	o.signal()
}

// say has a beat sent once the events are.
func (o *outbox) say(kind frameKind) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.beat = max(o.beat, kind) // bye says more than hello, and hello more than beat
	o.signal()
}

// resend has frames sent again.
func (o *outbox) resend(j job) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.jobs) < 1000 { // who is forgotten asks again
		o.jobs = append(o.jobs, j)
	}
	o.signal()
}

// Sizes of what is sent before something else may be.
const (
	batchFrames = 256
	batchBytes  = 4 << 20
)

// batch returns what is to be sent next. Nothing changes before sent is called.
func (o *outbox) batch() (list []kept) {
	o.mu.Lock()
	defer o.mu.Unlock()
	rest := o.frames[o.next-o.first:]
	return append(list, rest[:min(len(rest), batchFrames)]...)
}

// sent notes that all up to a number has been given to NATS.
func (o *outbox) sent(number uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.next = max(o.next, number+1)
}

// last is the number up to which everything has been given to NATS.
func (o *outbox) last() uint64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.next - 1
}

// takeBeat returns the beat that is to be sent, 0 for none.
func (o *outbox) takeBeat() frameKind {
	o.mu.Lock()
	defer o.mu.Unlock()
	kind := o.beat
	o.beat = 0
	return kind
}

// takeJob returns frames that are to be sent to a node again, and the number up to
// which only orders are kept.
func (o *outbox) takeJob() (node string, list []kept, gone uint64, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.jobs) == 0 {
		return "", nil, 0, false
	}
	j := o.jobs[0]
	o.jobs = o.jobs[1:]
	j.to = min(j.to, o.next-1)
	for _, f := range o.orders {
		if f.number >= j.from && f.number <= j.to && f.number < o.first {
			list = append(list, f)
		}
	}
	size := 0
	for n := max(j.from, o.first); n <= j.to && size < batchBytes; n++ {
		f := o.frames[n-o.first]
		list = append(list, f)
		size += len(f.body)
	}
	return j.node, list, o.first - 1, true
}

// isDone says whether everything has been sent.
func (o *outbox) isDone() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.next == o.first+uint64(len(o.frames)) && len(o.jobs) == 0
}
