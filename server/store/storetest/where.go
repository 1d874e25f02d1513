package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"imclient/server/query"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile are where clauses that try to be more than a question.
var hostile = []string{
	`{"name":"' OR 1=1 --"}`, `{"name":"\"; DROP TABLE conversation; --"}`, `{"' OR 1=1 --":1}`, `{"name) OR (1=1":1}`,
	`{"attr.x'); DELETE FROM message; --":{"$exists":true}}`, `{"attr.$.x":1}`, `{"attr.[0]":1}`, `{"attr.#-1":1}`,
	`{"\\":1}`, `{"attr.\\":{"$ne":"x"},"a\\b":{"$in":["x",1]}}`, `{"app":"b"}`, `{"c.app":"b"}`, `{"m":"bea"}`, `{"m":{"$regex":"."}}`, `{"$or":[{"app":"b"},{"objectId":{"$exists":true}}]}`,
	`{"objectId":{"$in":["theirs","' UNION SELECT * FROM user --"]}}`, `{"objectId":{"$in":["theirs","' UNION SELECT * FROM users --"]}}`, `{"objectId":{"$nin":[]}}`, `{"objectId":{"$ne":null}}`,
	`{"name":{"$gt":""}}`, `{"name":{"$regex":"(a+)+$"}}`, `{"name":{"$regex":"^(a|a)*$","$options":"ims"}}`,
	`{"name":{"$regex":"\u0000"}}`, `{"name":"\u0000"}`, `{"a":{"$in":[{"b":1},[1],null,true,1.5,"x"]}}`,
	`{"a":{"$all":[{"b":1},[1],null,true,1.5,"x"]}}`, `{"lm":{"$lt":{"__type":"Date","iso":"2030-01-01T00:00:00Z"}}}`,
	`{"tr":true,"sys":{"$ne":true},"unique":{"$exists":true},"mu":{"$size":0},"uniqueId":null}`,
	`{"$and":[{"$or":[{"$and":[{"$or":[{"$and":[{"$or":[{"a":1}]}]}]}]}]}]}`, `{"createdAt":{"$gte":"' --"}}`,
	`{"a":9223372036854775807,"b":1e308,"c":-0.0}`, `{"name":{"$regex":"` + strings.Repeat("(", 400) + `"}}`,
	`{"a":{"$in":[` + strings.Repeat(`"x",`, 999) + `"x"]}}`, `{"$or":[` + strings.Repeat(`{"a":{"$ne":1}},`, 200) + `{"b":2}]}`,
	`{"a":` + strings.Repeat(`[`, 99) + strings.Repeat(`]`, 99) + `}`,
}

// Compile compiles a where clause and what to sort by as a store does.
type Compile func(query.Expr, []query.Sort) (text string, args []any, err error)

// FuzzWhere asks a database with two apps. Whatever a clause that is let through
// says, its SQL is one that the database takes, it is the same whatever the texts in it
// are, and what it finds is the app's. placed checks that the text has a place for each
// of its arguments.
func FuzzWhere(f *testing.F, db store.Store, compiled Compile, placed func(t *testing.T, text string, args []any)) {
	for _, where := range hostile {
		f.Add(where, "-lm,attr.'x")
	}
	f.Add(`{}`, "name) --")
	f.Add(`{}`, "-objectId,a.b.c,createdAt,tr,uniqueId")
	done := make(chan error, 1)
	db.Update(func(tx store.Tx) error {
		for _, app := range []string{"a", "b"} {
			for _, id := range []string{"1", "2"} {
				c := &store.Conversation{App: app, ID: app + id, Kind: store.Normal, Creator: "ann", CreatedAt: tx.Tick(),
					Attributes: `{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaa","attr":{"x":[1,"y"]},"a":1}`}
				if err := tx.CreateConversation(c, []string{"ann", app + "ea"}); err != nil {
					return err
				}
			}
		}
		return nil
	}, func(err error) { done <- err })
	require.NoError(f, <-done)
	f.Fuzz(func(t *testing.T, where, sort string) {
		expr, err := query.Parse(where)
		if err != nil {
			require.ErrorIs(t, err, query.ErrRefused)
			return
		}
		keys, err := query.ParseSort(sort)
		if err != nil {
			require.ErrorIs(t, err, query.ErrRefused)
			keys = nil
		}
		text, args, err := compiled(expr, keys)
		if err != nil {
			require.ErrorIs(t, err, store.ErrUnsupported)
			return
		}
		placed(t, text, args)
		other, _, err := compiled(disguised(expr), disguisedSort(keys))
		require.NoError(t, err)
		assert.Equal(t, text, other, "the texts of a clause are no part of the SQL")

		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		err = db.View(ctx, func(v store.Reader) error {
			rows, err := v.Conversations("a", store.ConversationQuery{Where: expr, Sort: keys, Limit: 10, LastMessage: true, Client: "ann"})
			for _, row := range rows {
				assert.Equal(t, "a", row.App)
				assert.NotContains(t, row.Members, "bea")
			}
			return err
		})
		require.True(t, err == nil || errors.Is(err, store.ErrUnsupported), "%v in %s", err, text)
	})
}

// disguised is the same question about other texts.
func disguised(e query.Expr) query.Expr {
	each := func(parts []query.Expr) (out []query.Expr) {
		for _, part := range parts {
			out = append(out, disguised(part))
		}
		return out
	}
	switch e := e.(type) {
	case query.And:
		return query.And(each(e))
	case query.Or:
		return query.Or(each(e))
	case query.Compare:
		e.Field, e.Value = disguisedField(e.Field), disguisedValue(e.Value)
		return e
	}
	return e
}

var columns = []string{"objectId", "c", "uniqueId", "createdAt", "updatedAt", "lm", "tr", "sys", "unique", "m", "mu"}

func disguisedField(field []string) (out []string) {
	if len(field) == 1 && slices.Contains(columns, field[0]) {
		return field
	}
	for _, part := range field {
		out = append(out, part+"' --")
	}
	return out
}

func disguisedSort(keys []query.Sort) (out []query.Sort) {
	for _, key := range keys {
		key.Field = disguisedField(key.Field)
		out = append(out, key)
	}
	return out
}

func disguisedValue(v any) any {
	switch v := v.(type) {
	case string:
		return v + "' OR 1=1 --"
	case query.Pattern:
		return v + "|' --"
	case []any:
		out := make([]any, 0, len(v))
		for _, item := range v {
			out = append(out, disguisedValue(item))
		}
		return out
	}
	return v
}
