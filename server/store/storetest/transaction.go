package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var errTest = errors.New("refused by the test")

func (h *harness) exists(id string) (exists bool) {
	h.view(func(r store.Reader) error {
		_, err := r.Conversation(app, id)
		exists = err == nil
		return nil
	})
	return exists
}

func newConversation(id string) *store.Conversation {
	return &store.Conversation{App: app, ID: id, Kind: store.Normal, Attributes: "{}"}
}

func failedUpdate(h *harness) {
	err := h.try(func(tx store.Tx) error {
		require.NoError(h, tx.CreateConversation(newConversation("c1"), []string{"ann"}))
		return errTest
	})
	assert.ErrorIs(h, err, errTest)
	assert.False(h, h.exists("c1"))
}

func panickingUpdate(h *harness) {
	err := h.try(func(tx store.Tx) error {
		_ = tx.CreateConversation(newConversation("c1"), nil)
		panic("boom")
	})
	assert.ErrorContains(h, err, "boom")
	assert.False(h, h.exists("c1"))
	h.create("c2", "ann")
}

// failedInGroup has many updates wait at once, so that they share transactions,
// and every third fail after it has written.
func failedInGroup(h *harness) {
	const n = 60
	var all sync.WaitGroup
	all.Add(n)
	for i := range n {
		id := fmt.Sprintf("c%02d", i)
		h.s.Update(func(tx store.Tx) error {
			if err := tx.CreateConversation(newConversation(id), []string{"ann"}); err != nil {
				return err
			}
			if i%3 == 0 {
				return errTest
			}
			return nil
		}, func(err error) {
			defer all.Done()
			if i%3 == 0 {
				assert.ErrorIs(h, err, errTest)
			} else {
				assert.NoError(h, err)
			}
		})
	}
	all.Wait()
	for i := range n {
		assert.Equal(h, i%3 != 0, h.exists(fmt.Sprintf("c%02d", i)), i)
	}
}

func callbackOrder(h *harness) {
	const n = 500
	var all sync.WaitGroup
	all.Add(n)
	var ran, done []int
	for i := range n {
		h.s.Update(func(store.Tx) error {
			ran = append(ran, i) // nothing writes, so nothing runs twice
			return nil
		}, func(err error) {
			defer all.Done()
			assert.NoError(h, err)
			done = append(done, i) // one callback after the other
		})
	}
	all.Wait()
	assert.Equal(h, ran, done)
	assert.IsIncreasing(h, done)
}

func snapshots(h *harness) {
	h.create("c1", "ann")
	h.view(func(r store.Reader) error {
		before, err := r.Messages(app, "c1", store.Range{Limit: 10})
		require.NoError(h, err)
		h.send("c1", "ann", "during")
		after, err := r.Messages(app, "c1", store.Range{Limit: 10})
		require.NoError(h, err)
		assert.Empty(h, before)
		assert.Empty(h, after, "a view sees one state")
		return nil
	})
	h.view(func(r store.Reader) error {
		list, err := r.Messages(app, "c1", store.Range{Limit: 10})
		assert.Len(h, list, 1)
		return err
	})
	assert.ErrorIs(h, h.s.View(context.Background(), func(store.Reader) error { return errTest }), errTest)
}

func snapshotTime(h *harness) {
	var at, tick, next, now int64
	for range 20 {
		h.view(func(r store.Reader) error {
			at = r.At()
			return nil
		})
		h.update(func(tx store.Tx) error {
			tick, next, now = tx.Tick(), tx.Tick(), tx.Now()
			return nil
		})
		assert.Greater(h, tick, at)
		assert.Greater(h, next, tick)
		assert.GreaterOrEqual(h, now, next)
	}
}

func secrets(h *harness) {
	a, err := h.s.Secret(context.Background(), "a")
	require.NoError(h, err)
	assert.Len(h, a, 32)
	b, err := h.s.Secret(context.Background(), "b")
	require.NoError(h, err)
	assert.NotEqual(h, a, b)
	again, err := h.s.Secret(context.Background(), "a")
	require.NoError(h, err)
	assert.Equal(h, a, again)
}

func reopen(h *harness) {
	h.create("c1", "ann", "bob")
	sent := h.send("c1", "ann", "one")
	secret, err := h.s.Secret(context.Background(), "a")
	require.NoError(h, err)
	var last int64
	h.update(func(tx store.Tx) error {
		last = tx.Tick()
		for range 5000 {
			last = tx.Tick() // far ahead of the clock
		}
		_, err := tx.AddNotice(app, "c1", []string{"ann"}, "{}")
		return err
	})
	require.NoError(h, h.s.Close())
	h.s = h.open()

	again, err := h.s.Secret(context.Background(), "a")
	require.NoError(h, err)
	assert.Equal(h, secret, again)
	h.view(func(r store.Reader) error {
		m, err := r.Message(app, "c1", sent.ID)
		require.NoError(h, err)
		assert.Equal(h, sent, *m)
		assert.Greater(h, r.At(), last, "time never falls")
		return nil
	})
	next := h.send("c1", "bob", "two")
	assert.EqualValues(h, 2, next.Seq)
	assert.Greater(h, next.Timestamp, last)
}

func closed(h *harness) {
	require.NoError(h, h.s.Close())
	require.NoError(h, h.s.Close(), "closing twice is fine")
	assert.ErrorIs(h, h.try(func(store.Tx) error { return nil }), store.ErrClosed)
	assert.ErrorIs(h, h.s.View(context.Background(), func(store.Reader) error { return nil }), store.ErrClosed)
}
