package importer

import (
	"errors"
	"io"

	"imclient/server/archive"
	"imclient/server/store"
)

// How many messages, and bytes of them, are written in one transaction.
const (
	messagesAtOnce = 10_000
	bytesAtOnce    = 8 << 20
)

// messages writes what was sorted.
func (im *importer) messages() error {
	defer im.finishReport()
	if im.sorter.count == 0 {
		return nil
	}
	if !im.options.DryRun {
		if err := im.update(func(tx store.Tx) error { return tx.PrepareBulk(im.sorter.count) }); err != nil {
			return err
		}
	}
	batches, failed := make(chan *batch, 2), make(chan error, 1)
	stop := make(chan struct{})
	go func() { // one goroutine reads, the store's writes
		defer close(batches)
		failed <- im.batches(func(b *batch) bool {
			select {
			case batches <- b:
				return true
			case <-stop:
				return false
			}
		})
	}()
	var err error
	w := messageWriter{im: im}
	for b := range batches {
		if err == nil {
			if err = w.write(b); err != nil {
				close(stop)
			}
			im.progress("messages", b.read, im.sorter.count)
		}
	}
	if readErr := <-failed; err == nil {
		err = readErr
	}
	if err != nil {
		return err
	}
	w.sumUp("")
	im.progress("making indexes", 0, 0)
	return im.update(func(tx store.Tx) error { return tx.FinishBulk() })
}

// batch is some of the messages in order, each once, except that the last of one batch
// may be the first of the next.
type batch struct {
	list []incoming
	size int
	read int64 // from the sorter so far
}

var errStopped = errors.New("stopped")

// batches cuts the sorted messages into batches. Of a message that is there twice the one
// that was read last counts: it was fetched last.
func (im *importer) batches(emit func(*batch) bool) error {
	b := &batch{}
	var last *record
	var read int64
	send := func() error {
		if last != nil {
			m, err := im.decodeMessage(*last)
			if err != nil {
				return err
			}
			b.list = append(b.list, m)
			b.size += len(last.rest)
		}
		return nil
	}
	err := im.sorter.merge(func(r record) error {
		read++
		if last != nil && last.conversation == r.conversation && last.timestamp == r.timestamp && last.id == r.id {
			m, err := im.decodeMessage(*last)
			if err != nil {
				return err
			}
			b.list = append(b.list, m) // marked below
			b.list[len(b.list)-1].ID = ""
			last = &r
			return nil
		}
		if err := send(); err != nil {
			return err
		}
		last = &r
		if len(b.list) >= messagesAtOnce || b.size >= bytesAtOnce {
			b.read = read
			if !emit(b) {
				return errStopped
			}
			b = &batch{}
		}
		return nil
	})
	if err == errStopped {
		return nil
	}
	if err == nil {
		err = send()
	}
	if err == nil && len(b.list) > 0 {
		b.read = read
		emit(b)
	}
	return err
}

// messageWriter writes batches. It remembers the conversation that it is in.
type messageWriter struct {
	im        *importer
	id        string
	sum       archive.Checksum
	known     bool
	system    bool
	dialogues map[string]string // client by id of the log
}

func (w *messageWriter) write(b *batch) error {
	var groups [][]incoming
	err := w.im.store.View(w.im.ctx, func(v store.Reader) error {
		for from := 0; from < len(b.list); {
			to := from + 1
			for to < len(b.list) && b.list[to].To == b.list[from].To {
				to++
			}
			group, err := w.accept(v, b.list[from:to])
			if err != nil {
				return err
			}
			if len(group) > 0 {
				groups = append(groups, group)
			}
			from = to
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.im.writeGroups(groups)
}

// accept leaves out what cannot be imported, and sums up the rest.
func (w *messageWriter) accept(v store.Reader, list []incoming) ([]incoming, error) {
	im := w.im
	if id := list[0].To; id != w.id {
		if err := w.enter(v, id); err != nil {
			return nil, err
		}
	}
	kept := list[:0]
	for _, m := range list {
		switch {
		case m.ID == "":
			im.counts(m.row.Class).Repeated++
			continue
		case !w.known:
			im.problem(m.row, "no such conversation", m.To)
			continue
		}
		if w.system && !w.address(&m) {
			im.problem(m.row, "the receiver of a message of a service conversation is not known", m.ID)
			continue
		}
		w.sum.Add(int64(m.Timestamp), m.ID, m.From, m.Bin, m.Data)
		kept = append(kept, m)
	}
	return kept, nil
}

// address finds out who sees a message of a service conversation.
func (w *messageWriter) address(m *incoming) bool {
	if len(m.ToClients) > 0 || !isDialogue(&m.Message) {
		return true
	}
	client, ok := w.dialogues[m.ConvID]
	m.ToClients, m.Private, m.Upstream = []string{client}, true, client == m.From
	return ok
}

func (w *messageWriter) enter(v store.Reader, id string) error {
	w.sumUp(id)
	im := w.im
	w.dialogues = nil
	c, err := v.Conversation(im.options.App, id)
	kind := im.kinds[id]
	if err == nil {
		kind = c.Kind
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	w.known = err == nil || (im.options.DryRun && kind != 0)
	w.system = kind == store.System
	if !w.system || im.talkers[id] == nil {
		return nil
	}
	w.dialogues = map[string]string{}
	for client := range im.talkers[id] {
		w.dialogues[dialogueID(id, client)] = client
	}
	for after := ""; ; {
		list, err := v.Subscribers(im.options.App, id, after, 1000)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, s := range list {
			w.dialogues[dialogueID(id, s.Client)] = s.Client
		}
		after = list[len(list)-1].Client
	}
}

// sumUp ends the checksum of the conversation before.
func (w *messageWriter) sumUp(next string) {
	if line := w.sum.Line(w.id); line != "" {
		w.im.report.Conversations++
		_, _ = io.WriteString(w.im.sums, line)
		if w.im.options.Checksums != nil {
			_, _ = io.WriteString(w.im.options.Checksums, line)
		}
	}
	w.id = next
}

// writeGroups writes the messages of some conversations.
func (im *importer) writeGroups(groups [][]incoming) error {
	results, updates := make([][]result, len(groups)), make([]func(store.Tx) error, len(groups))
	for i, group := range groups {
		updates[i] = func(tx store.Tx) (err error) {
			results[i], err = im.writeGroup(tx, group)
			return err
		}
	}
	if err := im.update(updates...); err != nil {
		return err
	}
	for i, group := range groups {
		for n := range group {
			im.count(group[n].row, results[i][n])
		}
	}
	return nil
}

// writeGroup writes messages of one conversation.
func (im *importer) writeGroup(tx store.Tx, group []incoming) ([]result, error) {
	list, results := make([]*store.Message, len(group)), make([]result, len(group))
	for i := range group {
		list[i] = group[i].stored()
	}
	n, err := tx.ImportMessages(im.options.App, group[0].To, list)
	if im.options.DryRun && errors.Is(err, store.ErrNotFound) {
		n, err = len(list), nil
	}
	if err != nil {
		return nil, err
	}
	for i, m := range list {
		if results[i].outcome = added; n == len(list) || m.Seq > 0 {
			continue
		}
		done, err := im.compare(tx, m, group[i].To)
		why, refused := errors.AsType[*refusal](err)
		if err != nil && !refused {
			return nil, err
		}
		if results[i] = (result{done, why}); refused {
			results[i].outcome = skipped
		}
	}
	return results, nil
}

// compare looks at a message whose id is there already. Where it was edited since, and
// not here, the edit is taken over.
func (im *importer) compare(tx store.Tx, m *store.Message, conversation string) (outcome, error) {
	old, err := tx.Message(im.options.App, conversation, m.ID)
	if err != nil {
		return 0, err
	}
	if old.Timestamp != m.Timestamp || old.From != m.From {
		return 0, &refusal{"another message has this id", m.ID}
	}
	if string(old.Data) == string(m.Data) || old.PatchedAt > m.PatchedAt {
		return unchanged, nil
	}
	old.Data, old.Binary, old.Type, old.HasType = m.Data, m.Binary, m.Type, m.HasType
	old.Recalled, old.PatchedAt = m.Recalled, m.PatchedAt
	return updated, tx.PatchMessage(old)
}
