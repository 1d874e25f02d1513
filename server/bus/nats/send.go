package nats

// send is the one goroutine that gives events to NATS, which may block it.
func (b *Bus) send() {
	defer close(b.sendDone)
	for {
		select {
		case <-b.out.wake:
		case <-b.closing:
			b.sendAll()
			return
		}
		b.sendAll()
	}
}

// sendAll sends until there is nothing left or NATS is gone.
func (b *Bus) sendAll() {
	for b.conn.IsConnected() {
		if !b.sendBatch() || !b.sendJob() {
			return
		}
		if b.out.isDone() {
			break
		}
	}
	if kind := b.out.takeBeat(); kind != 0 && b.conn.IsConnected() {
		_ = b.publish(b.all, &frame{kind: kind, number: b.out.last()})
	}
}

func (b *Bus) sendBatch() bool {
	for _, f := range b.out.batch() {
		if !b.sendKept(b.all, f) {
			return false
		}
		b.out.sent(f.number)
	}
	return true
}

func (b *Bus) sendKept(subject string, f kept) bool {
	err := b.publish(subject, &frame{kind: frameEvent, number: f.number, more: f.more, rest: f.rest, body: f.body})
	return err == nil
}

func (b *Bus) sendJob() bool {
	node, list, gone, ok := b.out.takeJob()
	if !ok {
		return true
	}
	for _, f := range list {
		if !b.sendKept(b.subject(node), f) {
			return false
		}
	}
	return b.publish(b.subject(node), &frame{kind: frameResent, number: b.out.last(), upTo: gone}) == nil
}

// publish gives a frame of this node to NATS, which may lose it.
func (b *Bus) publish(subject string, f *frame) error {
	f.node = b.node
	return b.conn.Publish(subject, f.append(make([]byte, 0, len(f.body)+maxHeader)))
}
