package server_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// a stranger reads the last message of any conversation
func TestStrangersSeeNoLastMessage(t *testing.T) {
	i := servertest.Start(t)
	ann, eve := servertest.Login(t, i, "ann"), servertest.Login(t, i, "eve")
	cid := create(t, ann, "bob")
	send(t, ann, cid, "a secret")
	q := where(`{"objectId":{"$exists":true}}`)
	q.SetFlag(2)
	rows := query(t, eve, q)
	require.Len(t, rows, 1)
	assert.NotContains(t, rows[0], "msg", "eve is no member: logs answers 4312")
}

// a pattern that cannot be stopped
func TestComplexPattern(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Timeouts: server.Timeouts{Query: 200 * time.Millisecond}})
	eve := servertest.Login(t, i, "eve")
	eve.Call(attrStart(`{"name":"`+strings.Repeat("a", 4_000)+`"}`, "x"))
	pattern := "(" + strings.Repeat("a?", 60) + "){1000}$|b"
	refused(t, eve, server.ConversationQueryFailed, conv(wire.OpQuery, where(`{"name":{"$regex":"`+pattern[:len(pattern)-2]+`b"}}`)))
}

// A query that finds its first row at once is stopped like any other: all of its
// rows would take seconds.
func TestQueryTimeout(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Timeouts: server.Timeouts{Query: 50 * time.Millisecond}})
	ann := servertest.Login(t, i, "ann")
	first := "1"
	for first >= "04" {
		first = ann.Call(attrStart(`{"name":"q"}`, "x")).GetConvMessage().GetCid()
	}
	for range 100 {
		ann.Call(attrStart(`{"name":"`+strings.Repeat("a", 2000)+`"}`, "x"))
	}
	for _, sort := range []string{"", "objectId"} {
		slow := `{"name":{"$regex":"` + strings.Repeat("a?", 200) + `b"}}`
		q := where(`{"$or":[{"objectId":"` + first + `"}` + strings.Repeat(","+slow, 10) + `]}`)
		q.SetSort(sort)
		q.SetLimit(1000)
		answer := ann.Call(conv(wire.OpQuery, q))
		assert.Equal(t, int32(server.ConversationQueryFailed), answer.GetErrorMessage().GetCode(), "sort=%q", sort)
		assert.Equal(t, "the query took too long", answer.GetErrorMessage().GetDetail(), "sort=%q", sort)
	}
}

// wrong codes
func TestQueryLimits(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	ann.Call(attrStart(`{"x":[1]}`, "bob"))
	refused(t, ann, server.ConversationQueryFailed, conv(wire.OpQuery, where(`{"a":`+strings.Repeat("[", 3000)+strings.Repeat("]", 3000)+`}`)))
	var parts []string
	list, _ := json.Marshal(strings.Split(strings.Repeat("a,", 999)+"a", ","))
	for range 40 {
		parts = append(parts, `{"name":{"$in":`+string(list)+`}}`)
	}
	refused(t, ann, server.ConversationQueryFailed, conv(wire.OpQuery, where(`{"$and":[`+strings.Join(parts, ",")+`]}`)))
}

// subscribers are found by a pattern
func TestSubscribersAreNotFound(t *testing.T) {
	i := servertest.Start(t)
	id, err := i.Any().CreateServiceConversation(context.Background(), i.AppID, `{}`)
	require.NoError(t, err)
	ann, eve := servertest.Login(t, i, "ann"), servertest.Login(t, i, "eve")
	ann.Call(conv(wire.OpAdd, in(id, "ann")))
	assert.Empty(t, query(t, eve, where(`{"m":"ann"}`)), "nobody is found by a subscription")
	assert.Empty(t, query(t, eve, where(`{"m":{"$regex":"^ann$"}}`)), "nobody is found by a subscription")
	assert.Empty(t, query(t, eve, where(`{"m":{"$size":1}}`)))
}
