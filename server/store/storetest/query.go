package storetest

import (
	"fmt"

	"imclient/server/query"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (h *harness) find(where string) []string {
	h.Helper()
	expr, err := query.Parse(where)
	require.NoError(h, err, where)
	return h.findBy(store.ConversationQuery{Where: expr, Limit: 100, Sort: []query.Sort{{Field: []string{"objectId"}}}})
}

func (h *harness) findBy(q store.ConversationQuery) []string {
	h.Helper()
	ids := []string{}
	h.view(func(r store.Reader) error {
		rows, err := r.Conversations(app, q)
		for _, row := range rows {
			ids = append(ids, row.ID)
		}
		return err
	})
	return ids
}

// some makes the conversations that the queries are about.
func (h *harness) some() {
	add := func(c store.Conversation, members ...string) {
		if c.Kind == 0 {
			c.Kind = store.Normal
		}
		h.createWith(c, members...)
	}
	add(store.Conversation{ID: "a", Creator: "ann", UniqueID: "u1", UniqueKey: "k1",
		Attributes: `{"attr":{"level":3,"tags":["x","y"]},"name":"Alpha"}`}, "ann", "bob")
	add(store.Conversation{ID: "b", Creator: "bob",
		Attributes: `{"attr":{"level":7.5,"on":true},"name":"beta.1"}`}, "bob", "cid", "dan")
	add(store.Conversation{ID: "c", Creator: "ann",
		Attributes: `{"attr":{"level":"3","gone":null},"name":"Gamma","o":{"k":1}}`}, "ann")
	add(store.Conversation{ID: "r", Creator: "ann", Kind: store.ChatRoom, Attributes: `{"list":[1,null,{"k":1}]}`})
	add(store.Conversation{ID: "s", Creator: "", Kind: store.System, Attributes: `{"name":"system","day":{"__type":"Date","iso":"2026-01-02T00:00:00.000Z"}}`})
}

func queries(h *harness) {
	h.some()
	all := []string{"a", "b", "c", "r", "s"}
	cases := []struct {
		where string
		want  []string
	}{
		{`{}`, all},
		{`{"objectId":"b"}`, []string{"b"}},
		{`{"objectId":{"$in":["a","c","zz"]}}`, []string{"a", "c"}},
		{`{"objectId":{"$nin":["a","c"]}}`, []string{"b", "r", "s"}},
		{`{"objectId":{"$ne":"a"}}`, []string{"b", "c", "r", "s"}},
		{`{"objectId":3}`, nil},
		{`{"c":"ann"}`, []string{"a", "c", "r"}},
		{`{"m":"bob"}`, []string{"a", "b"}},
		{`{"m":{"$all":["bob","dan"]}}`, []string{"b"}},
		{`{"m":{"$all":[]}}`, nil},
		{`{"m":{"$in":["cid","ann"]}}`, []string{"a", "b", "c"}},
		{`{"m":{"$nin":["cid","ann"]}}`, []string{"r", "s"}},
		{`{"m":{"$ne":"ann"}}`, []string{"b", "r", "s"}},
		{`{"m":{"$size":1}}`, []string{"c"}},
		{`{"m":{"$size":2,"$all":["ann","bob"]}}`, []string{"a"}},
		{`{"m":{"$regex":"^d"}}`, []string{"b"}},
		{`{"tr":true}`, []string{"r"}},
		{`{"tr":false}`, []string{"a", "b", "c", "s"}},
		{`{"tr":{"$ne":true}}`, []string{"a", "b", "c", "s"}},
		{`{"sys":true}`, []string{"s"}},
		{`{"unique":true}`, []string{"a"}},
		{`{"uniqueId":"u1"}`, []string{"a"}},
		{`{"uniqueId":{"$exists":false}}`, []string{"b", "c", "r", "s"}},
		{`{"uniqueId":null}`, []string{"b", "c", "r", "s"}},
		{`{"name":"Alpha"}`, []string{"a"}},
		{`{"name":{"$ne":"Alpha"}}`, []string{"b", "c", "r", "s"}},
		{`{"name":{"$exists":true}}`, []string{"a", "b", "c", "s"}},
		{`{"name":{"$gt":"Beta","$lt":"c"}}`, []string{"b", "c"}},
		{`{"name":{"$regex":"\\Qa.1\\E$"}}`, []string{"b"}},
		{`{"name":{"$regex":"^a","$options":"i"}}`, []string{"a"}},
		{`{"name":{"$regex":"^a"}}`, nil},
		{`{"attr.level":3}`, []string{"a"}},
		{`{"attr.level":"3"}`, []string{"c"}},
		{`{"attr.level":{"$gte":3}}`, []string{"a", "b"}},
		{`{"attr.level":{"$lt":7}}`, []string{"a"}},
		{`{"attr.level":{"$in":[3,"3"]}}`, []string{"a", "c"}},
		{`{"attr.tags":"x"}`, []string{"a"}},
		{`{"attr.tags":["x","y"]}`, []string{"a"}},
		{`{"attr.tags":["y","x"]}`, nil},
		{`{"attr.tags":{"$all":["x","y"]}}`, []string{"a"}},
		{`{"attr.tags":{"$size":2}}`, []string{"a"}},
		{`{"attr.tags":{"$ne":"x"}}`, []string{"b", "c", "r", "s"}},
		{`{"attr.on":true}`, []string{"b"}},
		{`{"attr.on":false}`, nil},
		{`{"attr.gone":null}`, all},
		{`{"attr.gone":{"$ne":null}}`, nil},
		{`{"attr.level":null}`, []string{"r", "s"}},
		{`{"list":1}`, []string{"r"}},
		{`{"list":{"k":1}}`, []string{"r"}},
		{`{"o":{"k":1}}`, []string{"c"}},
		{`{"o":{"k":2}}`, nil},
		{`{"o.k":1}`, []string{"c"}},
		{`{"o":1}`, nil},
		{`{"it's a \\ \u0001 key":1}`, nil},
		{`{"name":"'; DROP TABLE conversation; --"}`, nil},
	}
	for _, c := range cases {
		if c.want == nil {
			c.want = []string{}
		}
		assert.Equal(h, c.want, h.find(c.where), c.where)
	}
}

func junctions(h *harness) {
	h.some()
	assert.Equal(h, []string{"a"}, h.find(`{"c":"ann","m":"bob"}`))
	assert.Equal(h, []string{"a", "s"}, h.find(`{"$or":[{"name":"Alpha"},{"sys":true}]}`))
	assert.Equal(h, []string{"c"}, h.find(`{"$and":[{"c":"ann"},{"m":{"$size":1}}],"tr":false}`))
	assert.Equal(h, []string{"a", "b"}, h.find(`{"$or":[{"$and":[{"c":"ann"},{"m":"bob"}]},{"m":{"$all":["cid"]}}]}`))
}

func queryOrder(h *harness) {
	h.some()
	h.send("b", "bob", "1")
	h.tick()
	h.send("a", "bob", "2")
	sorted := func(text string) []string {
		keys, err := query.ParseSort(text)
		require.NoError(h, err)
		return h.findBy(store.ConversationQuery{Sort: keys, Limit: 10})
	}
	assert.Equal(h, []string{"s", "r", "c", "b", "a"}, sorted("-objectId"))
	assert.Equal(h, []string{"r", "a", "c", "b", "s"}, sorted("name"), "missing first, then by bytes")
	assert.Equal(h, []string{"a", "b"}, sorted("-lm")[:2])
	assert.Equal(h, []string{"a", "b"}, sorted("")[:2], "the latest message first by default")
	assert.Equal(h, "b", sorted("-attr.level,objectId")[1], "numbers below texts")

	keys := []query.Sort{{Field: []string{"objectId"}}}
	assert.Equal(h, []string{"b", "c"}, h.findBy(store.ConversationQuery{Sort: keys, Skip: 1, Limit: 2}))
	assert.Empty(h, h.findBy(store.ConversationQuery{Sort: keys, Skip: 9, Limit: 2}))

	h.view(func(r store.Reader) error {
		rows, err := r.Conversations(app, store.ConversationQuery{Sort: keys, Limit: 1, Compact: true, LastMessage: true, Client: "ann"})
		require.NoError(h, err)
		assert.Nil(h, rows[0].Members)
		assert.Equal(h, "2", string(rows[0].LastMessage.Data))
		rows, err = r.Conversations(app, store.ConversationQuery{Sort: keys, Limit: 3})
		require.NoError(h, err)
		assert.Equal(h, []string{"ann", "bob"}, rows[0].Members)
		assert.Nil(h, rows[0].LastMessage)
		return nil
	})
}

func queryDates(h *harness) {
	for i, at := range []int64{1000, 2000, 3000} {
		h.createWith(store.Conversation{ID: fmt.Sprint(i), Kind: store.Normal, Creator: "ann", CreatedAt: at, UpdatedAt: at * 2,
			Attributes: fmt.Sprintf(`{"day":{"__type":"Date","iso":"1970-01-01T00:00:0%d.000Z"}}`, i+1)}, "ann")
	}
	date := func(s int) string { return fmt.Sprintf(`{"__type":"Date","iso":"1970-01-01T00:00:0%d.000Z"}`, s) }
	assert.Equal(h, []string{"1"}, h.find(`{"createdAt":`+date(2)+`}`))
	assert.Equal(h, []string{"0"}, h.find(`{"createdAt":{"$lt":`+date(2)+`}}`))
	assert.Equal(h, []string{"1", "2"}, h.find(`{"updatedAt":{"$gte":`+date(4)+`}}`))
	assert.Equal(h, []string{"1", "2"}, h.find(`{"day":{"$gt":`+date(1)+`}}`))
	assert.Equal(h, []string{"2"}, h.find(`{"day":`+date(3)+`}`))
	assert.Empty(h, h.find(`{"lm":{"$gt":`+date(0)+`}}`))
	assert.Equal(h, []string{"0", "1", "2"}, h.find(`{"lm":{"$exists":false}}`))
	assert.Empty(h, h.find(`{"createdAt":{"$gt":"1970"}}`), "a date does not compare with a text")
	h.send("1", "ann", "hello")
	assert.Equal(h, []string{"1"}, h.find(`{"lm":{"$gt":`+date(9)+`}}`))
}

func refusedQueries(h *harness) {
	h.some()
	many := make([]any, 1000)
	for i := range many {
		many[i] = int64(i)
	}
	list := make([]any, 1000)
	for i := range list {
		list[i] = fmt.Sprint(i)
	}
	h.view(func(r store.Reader) error {
		for _, expr := range []query.Expr{
			query.Compare{Field: []string{"a"}, Op: query.In, Value: many},
			query.Compare{Field: []string{"a"}, Op: query.All, Value: many},
		} {
			_, err := r.Conversations(app, store.ConversationQuery{Where: expr, Limit: 1})
			assert.ErrorIs(h, err, store.ErrUnsupported)
		}
		_, err := r.Conversations(app, store.ConversationQuery{Sort: []query.Sort{{Field: []string{"m"}}}, Limit: 1})
		assert.ErrorIs(h, err, store.ErrUnsupported)
		_, err = r.Conversations(app, store.ConversationQuery{Where: query.Compare{Field: []string{"objectId"}, Op: query.In, Value: list}, Limit: 1})
		assert.NoError(h, err, "a thousand texts are fine")
		_, err = r.Conversations(app, store.ConversationQuery{Where: query.Compare{Field: []string{"m"}, Op: query.In, Value: list}, Limit: 1})
		assert.NoError(h, err)
		return nil
	})
}
