package storetest

import (
	"fmt"
	"sync"

	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func messages(h *harness) {
	h.create("c1", "ann", "bob")
	full := h.sendMessage(store.Message{Conversation: "c1", ID: "m1", From: "ann", Data: []byte(`{"_lctype":-1}`),
		Type: -1, HasType: true, MentionAll: true, MentionPids: []string{"bob", "cid"}, Receipt: true})
	binary := h.sendMessage(store.Message{Conversation: "c1", ID: "m2", From: "bob", Data: []byte{0, 255, 1}, Binary: true})
	empty := h.sendMessage(store.Message{Conversation: "c1", ID: "m3", From: "bob"})
	assert.EqualValues(h, 1, full.Seq)
	assert.EqualValues(h, 2, binary.Seq)
	assert.EqualValues(h, 3, empty.Seq)
	assert.Less(h, full.Timestamp, binary.Timestamp)
	h.view(func(r store.Reader) error {
		for _, want := range []store.Message{full, binary} {
			got, err := r.Message(app, "c1", want.ID)
			require.NoError(h, err)
			assert.Equal(h, want, *got)
		}
		got, err := r.Message(app, "c1", "m3")
		require.NoError(h, err)
		assert.Empty(h, got.Data)
		_, err = r.Message(app, "c1", "m4")
		assert.ErrorIs(h, err, store.ErrNotFound)
		c, err := r.Conversation(app, "c1")
		require.NoError(h, err)
		assert.EqualValues(h, 3, c.LastSeq)
		assert.Equal(h, empty.Timestamp, c.LastTimestamp)
		return nil
	})
	assert.Error(h, h.try(func(tx store.Tx) error {
		return tx.AppendMessage(&store.Message{App: app, Conversation: "c1", ID: "m1", From: "ann"})
	}), "an id is used once in a conversation")
	assert.ErrorIs(h, h.try(func(tx store.Tx) error {
		return tx.AppendMessage(&store.Message{App: app, Conversation: "c9", ID: "m1", From: "ann"})
	}), store.ErrNotFound)
	assert.EqualValues(h, 4, h.send("c1", "ann", "after the failures").Seq, "failures leave no gap")
}

func ranges(h *harness) {
	h.create("c1", "ann")
	for i := 1; i <= 6; i++ {
		h.sendMessage(store.Message{Conversation: "c1", From: "ann", Data: []byte(fmt.Sprint(i)), Type: int64(i % 2), HasType: i > 2})
	}
	cases := []struct {
		g    store.Range
		want []string
	}{
		{store.Range{Limit: 10}, []string{"1", "2", "3", "4", "5", "6"}},
		{store.Range{Limit: 2}, []string{"1", "2"}},
		{store.Range{Limit: 2, Descending: true}, []string{"5", "6"}},
		{store.Range{Limit: 10, From: 2, To: 4}, []string{"2", "3", "4"}},
		{store.Range{Limit: 2, From: 2, To: 4, Descending: true}, []string{"3", "4"}},
		{store.Range{Limit: 2, From: 2, To: 4}, []string{"2", "3"}},
		{store.Range{Limit: 10, From: 7}, []string{}},
		{store.Range{Limit: 10, HasType: true, Type: 1}, []string{"3", "5"}},
		{store.Range{Limit: 1, HasType: true, Type: 0, Descending: true}, []string{"6"}},
	}
	h.view(func(r store.Reader) error {
		for _, c := range cases {
			got, err := r.Messages(app, "c1", c.g)
			require.NoError(h, err)
			assert.Equal(h, c.want, texts(got), "%+v", c.g)
		}
		last, err := r.Message(app, "c1", "c1/ann/6")
		require.NoError(h, err)
		for inclusive, want := range map[bool]int64{true: 6, false: 0} {
			seq, err := r.SeqBefore(app, "c1", last.Timestamp, inclusive)
			require.NoError(h, err)
			if inclusive {
				assert.Equal(h, want, seq)
			} else {
				assert.Less(h, seq, int64(6))
			}
		}
		seq, err := r.SeqBefore(app, "c1", 1, true)
		assert.Zero(h, seq)
		return err
	})
}

func concurrentMessages(h *harness) {
	h.create("c1", "ann")
	h.create("c2", "ann")
	const senders, each = 8, 50
	var all sync.WaitGroup
	all.Add(senders * each)
	var mu sync.Mutex
	seen := map[string][]int64{} // in the order of the callbacks
	for s := range senders {
		go func() {
			for i := range each {
				m := &store.Message{App: app, Conversation: fmt.Sprintf("c%d", 1+i%2), From: "ann", ID: fmt.Sprintf("%d-%d", s, i)}
				var sent store.Message
				h.s.Update(func(tx store.Tx) error {
					sent = *m
					return tx.AppendMessage(&sent)
				}, func(err error) {
					defer all.Done()
					assert.NoError(h, err)
					mu.Lock()
					defer mu.Unlock()
					seen[sent.Conversation] = append(seen[sent.Conversation], sent.Seq)
				})
			}
		}()
	}
	all.Wait()
	for _, seqs := range seen {
		for i, seq := range seqs {
			require.EqualValues(h, i+1, seq, "callbacks come in the order of seq, without gaps")
		}
	}
	h.view(func(r store.Reader) error {
		got, err := r.Messages(app, "c1", store.Range{Limit: 1000})
		require.NoError(h, err)
		require.Len(h, got, senders*each/2)
		for i := 1; i < len(got); i++ {
			require.Less(h, got[i-1].Timestamp, got[i].Timestamp, "timestamps rise")
		}
		return nil
	})
}

// times: no two messages of a conversation share a time, until it is too far ahead of the
// clock.
func times(h *harness) {
	h.create("c1", "ann")
	var sent [300]store.Message
	var began, ended int64
	h.update(func(tx store.Tx) error {
		began = tx.Now()
		if err := tx.RaiseLastTimestamp(app, "c1", began+store.MaxAhead-100); err != nil {
			return err
		}
		for n := range sent {
			sent[n] = store.Message{App: app, Conversation: "c1", ID: fmt.Sprint(n), From: "ann"}
			if err := tx.AppendMessage(&sent[n]); err != nil {
				return err
			}
		}
		ended = tx.Now()
		return nil
	})
	for n := range sent {
		at := sent[n].Timestamp
		if n < 100 {
			assert.Equal(h, began+store.MaxAhead-99+int64(n), at)
			continue
		}
		assert.GreaterOrEqual(h, at, sent[n-1].Timestamp)
		assert.LessOrEqual(h, at, ended+store.MaxAhead)
	}
}

// ahead: a time does not tell whether a message is in a snapshot when it is not below that
// of the snapshot; then its seq does.
func ahead(h *harness) {
	h.create("behind", "ann", "bob")
	h.create("fast", "ann", "bob")
	h.create("others", "cid")
	h.send("behind", "ann", "1")
	h.tick()
	h.tick()
	for _, c := range []string{"fast", "others"} {
		h.update(func(tx store.Tx) error { return tx.RaiseLastTimestamp(app, c, tx.Now()+store.MaxAhead) })
	}
	h.send("fast", "ann", "1")
	h.send("fast", "bob", "2")
	h.send("others", "cid", "1")
	h.view(func(r store.Reader) error {
		for _, client := range []string{"ann", "bob"} {
			list, err := r.Ahead(app, client)
			require.NoError(h, err)
			assert.Equal(h, map[string]int64{"fast": 2}, list)
		}
		for _, key := range [][2]string{{app, "dan"}, {"other", "ann"}} {
			list, err := r.Ahead(key[0], key[1])
			require.NoError(h, err)
			assert.Empty(h, list, key)
		}
		return nil
	})
}

func patches(h *harness) {
	h.create("c1", "ann", "bob")
	h.create("c2", "cid")
	for _, c := range []string{"c1", "c2"} {
		h.sendMessage(store.Message{Conversation: c, ID: "m1", From: "ann", Data: []byte("old")})
		h.sendMessage(store.Message{Conversation: c, ID: "m2", From: "ann", Data: []byte("other")})
	}
	var at int64
	h.update(func(tx store.Tx) error {
		m, err := tx.Message(app, "c1", "m1")
		require.NoError(h, err)
		at = tx.Tick()
		m.Data, m.PatchedAt, m.Recalled, m.Type, m.HasType, m.MentionPids = []byte("new"), at, true, -127, true, []string{"bob"}
		return tx.PatchMessage(m)
	})
	h.view(func(r store.Reader) error {
		m, err := r.Message(app, "c1", "m1")
		require.NoError(h, err)
		assert.Equal(h, "new", string(m.Data))
		assert.Equal(h, at, m.PatchedAt)
		assert.True(h, m.Recalled)
		assert.EqualValues(h, -127, m.Type)
		assert.Equal(h, []string{"bob"}, m.MentionPids)
		for client, want := range map[string]int{"bob": 1, "cid": 0} {
			list, err := r.Patches(app, client, at-1, 10)
			require.NoError(h, err)
			assert.Len(h, list, want)
			list, err = r.Patches(app, client, at, 10)
			require.NoError(h, err)
			assert.Empty(h, list)
		}
		list, err := r.AppPatches(app, at-1, 10)
		require.NoError(h, err)
		require.Len(h, list, 1)
		assert.Equal(h, "m1", list[0].ID)
		for _, none := range []struct {
			app   string
			after int64
			limit int
		}{{app, at, 10}, {"other", 0, 10}, {app, 0, 0}} {
			list, err = r.AppPatches(none.app, none.after, none.limit)
			require.NoError(h, err)
			assert.Empty(h, list)
		}
		return nil
	})
	assert.ErrorIs(h, h.try(func(tx store.Tx) error {
		return tx.PatchMessage(&store.Message{App: app, Conversation: "c1", ID: "m9"})
	}), store.ErrNotFound)
}
