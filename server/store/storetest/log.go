package storetest

import (
	"imclient/server/query"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func appLog(h *harness) {
	h.create("c1", "ann", "bob")
	h.create("c2", "ann")
	h.createWith(store.Conversation{ID: "elsewhere", Kind: store.Normal, Attributes: "{}"})
	var sent []store.Message
	for _, m := range []store.Message{
		{Conversation: "c1", From: "ann", Data: []byte("1"), FromIP: "192.0.2.1"},
		{Conversation: "c2", From: "ann", Data: []byte("2")},
		{Conversation: "c1", From: "bob", Data: []byte("3")},
	} {
		h.tick()
		sent = append(sent, h.sendMessage(m))
	}
	place := func(n, more int) store.Place {
		return store.Place{Timestamp: sent[n].Timestamp, Conversation: sent[n].Conversation, Seq: sent[n].Seq + int64(more)}
	}
	h.view(func(r store.Reader) error {
		for name, c := range map[string]struct {
			l    store.Log
			want []string
		}{
			"all":            {store.Log{Limit: 10}, []string{"1", "2", "3"}},
			"the first":      {store.Log{Limit: 2}, []string{"1", "2"}},
			"the latest":     {store.Log{Limit: 2, Descending: true}, []string{"2", "3"}},
			"of one":         {store.Log{Limit: 10, Sender: "ann"}, []string{"1", "2"}},
			"of one, latest": {store.Log{Limit: 1, Sender: "ann", Descending: true}, []string{"2"}},
			"from one":       {store.Log{Limit: 10, From: place(1, 0)}, []string{"2", "3"}},
			"after one":      {store.Log{Limit: 10, From: place(1, 1)}, []string{"3"}},
			"before one":     {store.Log{Limit: 10, Before: place(1, 0), Descending: true}, []string{"1"}},
			"up to one":      {store.Log{Limit: 10, Before: place(1, 1)}, []string{"1", "2"}},
			"between":        {store.Log{Limit: 10, From: place(0, 1), Before: place(2, 0)}, []string{"2"}},
			"from a time":    {store.Log{Limit: 10, From: store.Place{Timestamp: sent[2].Timestamp}}, []string{"3"}},
			"of nobody":      {store.Log{Limit: 10, Sender: "cid"}, []string{}},
		} {
			list, err := r.AppMessages(app, c.l)
			require.NoError(h, err)
			assert.Equal(h, c.want, texts(list), name)
		}
		list, err := r.AppMessages("another app", store.Log{Limit: 10})
		require.NoError(h, err)
		assert.Empty(h, list)

		m, err := r.MessageAt(app, sent[0].ID, sent[0].Timestamp)
		require.NoError(h, err)
		assert.Equal(h, "192.0.2.1", m.FromIP)
		_, err = r.MessageAt(app, sent[0].ID, sent[1].Timestamp)
		assert.ErrorIs(h, err, store.ErrNotFound)
		_, err = r.MessageAt("another app", sent[0].ID, sent[0].Timestamp)
		assert.ErrorIs(h, err, store.ErrNotFound)
		return nil
	})
}

// privateMessages are seen by some of the members.
func privateMessages(h *harness) {
	h.create("c1", "ann", "bob", "cid")
	h.send("c1", "ann", "to all")
	h.sendMessage(store.Message{Conversation: "c1", From: "ann", Data: []byte("to bob"), Private: true, Audience: []string{"ann", "bob"}})
	h.view(func(r store.Reader) error {
		for client, want := range map[string][]string{"bob": {"to all", "to bob"}, "cid": {"to all"}} {
			list, err := r.Messages(app, "c1", store.Range{Viewer: client, Limit: 10})
			require.NoError(h, err)
			assert.Equal(h, want, texts(list))
			u, err := r.UnreadIn(app, "c1", client, 10)
			require.NoError(h, err)
			assert.Equal(h, len(want), u.Count)
			assert.Equal(h, want[len(want)-1], string(u.Last.Data))
			rows, err := r.Conversations(app, store.ConversationQuery{Where: query.Compare{Field: []string{"m"}, Value: client},
				LastMessage: true, Client: client, Limit: 1})
			require.NoError(h, err)
			assert.Equal(h, want[len(want)-1], string(rows[0].LastMessage.Data))
		}
		return nil
	})
}

func deletedMessages(h *harness) {
	h.create("c1", "ann", "bob")
	h.createWith(store.Conversation{ID: "s1", Kind: store.System, Attributes: "{}"}, "ann", "bob")
	first, last := h.send("c1", "ann", "1"), h.send("c1", "ann", "2")
	h.sendMessage(store.Message{Conversation: "s1", ID: "p", From: "news", Data: []byte("to two"), Private: true, Audience: []string{"ann", "bob"}})
	h.send("s1", "news", "to all")
	h.update(func(tx store.Tx) error { return tx.DeleteMessage(app, "c1", last.ID) })
	for _, id := range []string{last.ID, "none"} {
		assert.ErrorIs(h, h.try(func(tx store.Tx) error { return tx.DeleteMessage(app, "c1", id) }), store.ErrNotFound)
	}
	third := h.send("c1", "ann", "3")
	assert.Equal(h, last.Seq+1, third.Seq, "the seq of what is deleted is not given again")
	h.update(func(tx store.Tx) error { return tx.DeleteMessage(app, "c1", third.ID) })
	h.view(func(r store.Reader) error {
		list, err := r.Messages(app, "c1", store.Range{Limit: 10})
		require.NoError(h, err)
		assert.Equal(h, []string{"1"}, texts(list))
		u, err := r.UnreadIn(app, "c1", "bob", 10)
		require.NoError(h, err)
		assert.Equal(h, 1, u.Count)
		require.NotNil(h, u.Last)
		assert.Equal(h, first.ID, u.Last.ID)
		rows, err := r.Conversations(app, store.ConversationQuery{Where: query.Compare{Field: []string{"objectId"}, Value: "c1"},
			LastMessage: true, Client: "ann", Limit: 1})
		require.NoError(h, err)
		require.NotNil(h, rows[0].LastMessage)
		assert.Equal(h, first.ID, rows[0].LastMessage.ID, "the last one that is there")
		return nil
	})

	var left int
	remove := func(seq int64, client string) error {
		return h.try(func(tx store.Tx) (err error) {
			left, err = tx.RemoveAudience(app, "s1", seq, client)
			return err
		})
	}
	require.NoError(h, remove(1, "ann"))
	assert.Equal(h, 1, left)
	assert.ErrorIs(h, remove(1, "ann"), store.ErrNotFound)
	assert.ErrorIs(h, remove(2, "ann"), store.ErrNotFound, "what all see is no copy of one's own")
	assert.ErrorIs(h, remove(2, ""), store.ErrNotFound)
	h.view(func(r store.Reader) error {
		for client, want := range map[string][]string{"ann": {"to all"}, "bob": {"to two", "to all"}} {
			list, err := r.Messages(app, "s1", store.Range{Viewer: client, Limit: 10})
			require.NoError(h, err)
			assert.Equal(h, want, texts(list))
		}
		return nil
	})
	h.update(func(tx store.Tx) error { return tx.DeleteMessage(app, "s1", "p") })
	h.view(func(r store.Reader) error {
		audience, err := r.Audience(app, "s1", 1)
		require.NoError(h, err)
		assert.Empty(h, audience)
		return nil
	})
}

func purgedMessages(h *harness) {
	h.create("c1", "ann", "bob")
	h.createWith(store.Conversation{ID: "s1", Kind: store.System, Attributes: "{}"}, "ann")
	var at []int64
	for _, text := range []string{"1", "2", "3"} {
		h.tick()
		at = append(at, h.send("c1", "ann", text).Timestamp)
	}
	h.tick()
	h.send("s1", "news", "4")
	purge := func(before int64, limit int) (n int) {
		h.update(func(tx store.Tx) (err error) {
			n, err = tx.PurgeMessages(app, before, limit)
			return err
		})
		return n
	}
	assert.Equal(h, 0, purge(at[0], 10))
	assert.Equal(h, 1, purge(at[2], 1), "in steps")
	assert.Equal(h, 1, purge(at[2], 10), "before, not at")
	h.view(func(r store.Reader) error {
		list, err := r.Messages(app, "c1", store.Range{Limit: 10})
		require.NoError(h, err)
		assert.Equal(h, []string{"3"}, texts(list))
		u, err := r.UnreadIn(app, "c1", "bob", 10)
		require.NoError(h, err)
		assert.Equal(h, 1, u.Count)
		return nil
	})
	assert.Equal(h, 2, purge(1<<60, 10))
	h.view(func(r store.Reader) error {
		list, err := r.Messages(app, "s1", store.Range{Viewer: "ann", Limit: 10})
		require.NoError(h, err)
		assert.Empty(h, list)
		c, err := r.Conversation(app, "c1")
		require.NoError(h, err)
		assert.EqualValues(h, 3, c.LastSeq)
		return nil
	})
	assert.EqualValues(h, 4, h.send("c1", "ann", "5").Seq)
}

func upstream(h *harness) {
	for _, id := range []string{"s1", "s2"} {
		h.createWith(store.Conversation{ID: id, Kind: store.System, Attributes: "{}"}, "ann")
	}
	say := func(cid, from, text string) store.Message {
		h.tick()
		return h.sendMessage(store.Message{Conversation: cid, From: from, Data: []byte(text), Private: true, Audience: []string{from},
			Upstream: true, FromIP: "192.0.2.7"})
	}
	first := say("s1", "ann", "1")
	say("s1", "bob", "2")
	say("s2", "ann", "3")
	h.sendMessage(store.Message{Conversation: "s1", From: "news", Data: []byte("down"), Private: true, Audience: []string{"ann"}})
	h.send("s1", "news", "to all")
	field := func(name string, value any) query.Expr { return query.Compare{Field: []string{name}, Value: value} }
	pointer := query.JSON(`{"__type":"Pointer","className":"_Conversation","objectId":"s2"}`)
	h.view(func(r store.Reader) error {
		for name, c := range map[string]struct {
			q    store.UpstreamQuery
			want []string
		}{
			"all":             {store.UpstreamQuery{}, []string{"1", "2", "3"}},
			"of one":          {store.UpstreamQuery{Where: field("from", "ann")}, []string{"1", "3"}},
			"to one":          {store.UpstreamQuery{Where: field("conv", pointer)}, []string{"3"}},
			"to one, by id":   {store.UpstreamQuery{Where: field("conv", "s2")}, []string{"3"}},
			"at a time":       {store.UpstreamQuery{Where: field("timestamp", first.Timestamp)}, []string{"1"}},
			"after a date":    {store.UpstreamQuery{Where: query.Compare{Field: []string{"createdAt"}, Op: query.Gt, Value: query.Date(first.Timestamp)}}, []string{"2", "3"}},
			"by id":           {store.UpstreamQuery{Where: field("msgId", first.ID)}, []string{"1"}},
			"by address":      {store.UpstreamQuery{Where: field("fromIp", "192.0.2.8")}, []string{}},
			"binary":          {store.UpstreamQuery{Where: field("bin", true)}, []string{}},
			"the other way":   {store.UpstreamQuery{Sort: []query.Sort{{Field: []string{"createdAt"}, Descending: true}}}, []string{"3", "2", "1"}},
			"the second page": {store.UpstreamQuery{Skip: 1, Limit: 1}, []string{"2"}},
		} {
			if c.q.Limit == 0 {
				c.q.Limit = 10
			}
			list, err := r.Upstream(app, c.q)
			require.NoError(h, err, name)
			assert.Equal(h, c.want, texts(list), name)
		}
		_, err := r.Upstream(app, store.UpstreamQuery{Where: field("name", "x"), Limit: 1})
		assert.ErrorIs(h, err, store.ErrUnsupported)
		list, err := r.Upstream("another app", store.UpstreamQuery{Limit: 1})
		require.NoError(h, err)
		assert.Empty(h, list)
		return nil
	})
}
