package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"

	"imclient/server/store"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// The updates of a transaction run interleaved. Each is a strand: it runs up to its
// next statement and waits there; the statements at which the strands wait are sent
// together, and each strand goes on with its own result. One strand runs at a time.
//
// What a statement is about is its topic: a conversation, a client, or everything. A
// strand has a topic to itself from its first statement about it to its end, and who
// comes first is who was queued first. So the outcome is that of running the updates
// one after the other.
type strand struct {
	update *update
	tx     *tx
	loom   *loom

	started, finished bool
	waiting           bool // for its topic
	topic             string
	next              *statement
	answer            chan error // to next
	topics            []string
	result            error // of the update
}

var (
	// errTangled says that strands wait for each other's topics.
	errTangled = errors.New("updates wait for each other")
	// errAborted is what strands get that have to end because of another's failure.
	errAborted = errors.New("transaction aborted")
)

// manner is how strands run. What is less than usual is for when they cannot otherwise.
type manner struct {
	serial bool // one after the other
	plain  bool // each with its own statements
}

// loom runs strands.
type loom struct {
	conn    *pgx.Conn
	strands []*strand
	manner
	held    map[string]*strand
	alone   *strand // has everything
	events  chan struct{}
	culprit *strand // whose statement failed, which ended the transaction
	failure error   // of that statement
	rows    int64   // that the statements have read and written
}

func newLoom(conn *pgx.Conn, clock *clock, group []*update, how manner) *loom {
	l := &loom{conn: conn, manner: how, held: make(map[string]*strand), events: make(chan struct{})}
	for _, u := range group {
		s := &strand{update: u, loom: l, answer: make(chan error)}
		s.tx = &tx{reader: reader{conn: conn_(s), at: clock.last}, clock: clock}
		l.strands = append(l.strands, s)
	}
	return l
}

func conn_(s session) conn { return conn{session: s} }

// run implements session.
func (s *strand) run(topic string, next *statement) error {
	if s.loom.serial {
		topic = everything
	}
	s.topic, s.next = topic, next
	s.loom.events <- struct{}{}
	return <-s.answer
}

// step lets a strand run up to its next statement or its end.
func (s *strand) step(err error) {
	if s.started {
		s.answer <- err
	} else {
		s.started = true
		go func() {
			s.result = s.update.run(s.tx)
			s.finished, s.next = true, nil
			s.loom.events <- struct{}{}
		}()
	}
	<-s.loom.events
	if s.finished {
		s.release()
	}
}

// run keeps a panic of one update from taking the process down.
func (u *update) run(t *tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in update: %v\n%s", p, debug.Stack())
		}
	}()
	return u.fn(t)
}

// weave runs all strands to their ends. An error means that the transaction is no
// more.
func (l *loom) weave(ctx context.Context) error {
	for {
		batch, progress := l.pass()
		if len(batch) == 0 {
			if progress {
				continue
			}
			if l.unfinished() {
				l.drain(errTangled)
				return errTangled
			}
			return nil
		}
		if err := l.send(ctx, batch); err != nil {
			l.drain(errAborted)
			return err
		}
	}
}

// pass takes every strand as far as it comes, and returns those that are at a
// statement.
func (l *loom) pass() (batch []*strand, progress bool) {
	barrier := false // somebody waits for everything
	for _, s := range l.strands {
		if s.finished || (barrier && len(s.topics) == 0) {
			continue
		}
		if !s.waiting {
			s.step(nil)
			progress = true
			if s.finished {
				continue
			}
		}
		if s.waiting = !l.take(s); s.waiting {
			barrier = barrier || s.topic == everything
			continue
		}
		batch = append(batch, s)
	}
	return batch, progress
}

// take gives a strand the topic that it is at, if nobody else has it.
func (l *loom) take(s *strand) bool {
	switch {
	case l.alone == s:
		return true
	case l.alone != nil:
		return false
	case s.topic == everything:
		for _, other := range l.strands {
			if other != s && !other.finished && len(other.topics) > 0 {
				return false
			}
		}
		l.alone = s
		s.topics = append(s.topics, everything)
		return true
	}
	switch l.held[s.topic] {
	case s:
	case nil:
		l.held[s.topic] = s
		s.topics = append(s.topics, s.topic)
	default:
		return false
	}
	return true
}

func (s *strand) release() {
	for _, topic := range s.topics {
		delete(s.loom.held, topic)
	}
	if s.loom.alone == s {
		s.loom.alone = nil
	}
}

func (l *loom) unfinished() bool {
	for _, s := range l.strands {
		if !s.finished {
			return true
		}
	}
	return false
}

// send runs the statements of the strands, in one round trip.
func (l *loom) send(ctx context.Context, at []*strand) error {
	var batch pgx.Batch
	var parts []func(pgx.BatchResults) error
	errs := make(map[*strand]error, len(at))
	for _, group := range l.mergeable(at) {
		if m, ok := merge(group); ok && len(group) > 1 {
			batch.Queue(m.text, m.args...)
			parts = append(parts, func(r pgx.BatchResults) error { return l.readMerged(r, m, errs) })
			continue
		}
		for _, s := range group {
			batch.Queue(numbered(s.next.text), encoded(s.next.args)...)
			parts = append(parts, func(r pgx.BatchResults) error { return l.readOne(r, s, errs) })
		}
	}
	results := l.conn.SendBatch(ctx, &batch)
	for _, part := range parts {
		if l.failure = part(results); l.failure != nil {
			break
		}
	}
	err := results.Close()
	switch {
	case l.failure != nil:
		return l.failure
	case l.conn.IsClosed():
		return errors.Join(append(slices.Collect(maps.Values(errs)), err)...)
	}
	for _, s := range at {
		if s.step(errs[s]); s.finished {
			continue
		}
		s.waiting = true // pass looks at it before anything else runs
	}
	return nil
}

// readOne returns an error that has ended the transaction. Others are the strand's.
func (l *loom) readOne(results pgx.BatchResults, s *strand, errs map[*strand]error) error {
	rows, err := results.Query()
	if readErr := s.next.read(rows); err == nil {
		err = readErr
	}
	l.rows += s.next.changed
	errs[s] = err
	var failed *pgconn.PgError
	if errors.As(err, &failed) {
		l.culprit = s
		return err
	}
	return nil
}

// readMerged is readOne for the strands of one statement.
func (l *loom) readMerged(results pgx.BatchResults, m merged, errs map[*strand]error) error {
	rows, err := results.Query()
	each, readErr := m.read(rows)
	if err == nil {
		err = readErr
	}
	for i, s := range m.strands {
		l.rows += s.next.changed
		if errs[s] = err; err == nil {
			errs[s] = each[i]
		}
	}
	var failed *pgconn.PgError
	if errors.As(err, &failed) && !isLost(err) && !isTransient(err) {
		return fmt.Errorf("%w: %w", errMerged, err)
	}
	if failed != nil {
		return err
	}
	return nil
}

// drain ends the strands that have begun. Whatever they ask is answered with err, but
// for the culprit, who is told what went wrong.
func (l *loom) drain(err error) {
	for _, s := range l.strands {
		for s.started && !s.finished {
			answer := err
			if s == l.culprit {
				answer = l.failure
			}
			s.step(answer)
		}
	}
}

var _ store.Tx = (*tx)(nil)

// tx is one update's view of the running transaction.
type tx struct {
	reader
	clock *clock
	alone bool // see Options.Alone
	wrote bool
}

func (t *tx) Now() int64  { return t.clock.now() }
func (t *tx) Tick() int64 { return t.clock.tick() }

// write returns the connection and notes that the update has written.
func (t *tx) write() conn {
	t.wrote = true
	return t.conn
}
