package server_test

import (
	"fmt"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func attrStart(attr string, members ...string) *wire.GenericCommand {
	m := start(members...)
	m.SetUnique(false)
	m.SetAttr(data(attr))
	return conv(wire.OpStart, m)
}

// a nested attribute breaks all attribute queries of the app
func TestDeepAttributes(t *testing.T) {
	i := servertest.Start(t)
	ann, eve := servertest.Login(t, i, "ann"), servertest.Login(t, i, "eve")
	cid := ann.Call(attrStart(`{"name":"room","attr":{"level":1}}`, "bob")).GetConvMessage().GetCid()
	require.Len(t, query(t, ann, where(`{"name":"room"}`)), 1)
	for _, levels := range []int{101, 3000} {
		deep := `{"x":` + strings.Repeat("[", levels) + strings.Repeat("]", levels) + `}`
		refused(t, eve, server.ConversationAPIFailed, attrStart(deep, "x"))
		up := in(cid)
		up.SetAttr(data(deep))
		refused(t, ann, server.ConversationAPIFailed, conv(wire.OpUpdate, up))
	}
	answer := ann.Call(conv(wire.OpQuery, where(`{"name":"room"}`)))
	assert.Equal(t, wire.OpResults, answer.GetOp(), servertest.Describe(answer))
}

func TestAttributesAreBounded(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	for n := range 5 {
		up := in(cid)
		up.SetAttr(data(fmt.Sprintf(`{"k%d":"%s"}`, n, strings.Repeat("y", 900_000))))
		ann.Call(conv(wire.OpUpdate, up))
	}
	q := where(`{}`)
	answer := ann.Call(conv(wire.OpQuery, q))
	size := len(answer.GetConvMessage().GetResults().GetData())
	assert.Less(t, size, 1<<20, "one row")
}

// columns that are shown but not reserved
func TestForgedColumns(t *testing.T) {
	i := servertest.Start(t)
	ann, eve := servertest.Login(t, i, "ann"), servertest.Login(t, i, "eve")
	eve.Call(attrStart(`{"msg":"I resign","msg_from":"ann","msg_mid":"x","msg_timestamp":1,"temp":true,"muted":true}`, "ann"))
	rows := query(t, ann, where(`{}`))
	require.Len(t, rows, 1)
	for _, key := range []string{"msg", "msg_from", "temp", "muted"} {
		assert.NotContains(t, rows[0], key)
	}
}

// the outcome depends on the order of a Go map
func TestUpdateOfOverlappingKeys(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	seen := map[string]int{}
	for range 30 {
		cid := ann.Call(attrStart(`{}`, "bob")).GetConvMessage().GetCid()
		up := in(cid)
		up.SetAttr(data(`{"attr":{"x":1},"attr.y":2}`))
		ann.Call(conv(wire.OpUpdate, up))
		rows := query(t, ann, where(`{"objectId":"`+cid+`"}`))
		seen[fmt.Sprint(rows[0]["attr"])]++
	}
	assert.Len(t, seen, 1, "%v", seen)
}

func TestNameIsText(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	cid := ann.Call(attrStart(`{"name":"room"}`, "bob")).GetConvMessage().GetCid()
	for _, attributes := range []string{`{"name":{}}`, `{"name":5}`, `{"name":["x"]}`, `{"name":true}`} {
		refused(t, ann, server.ConversationAPIFailed, attrStart(attributes, "bob"))
		up := in(cid)
		up.SetAttr(data(attributes))
		refused(t, ann, server.ConversationAPIFailed, conv(wire.OpUpdate, up))
	}
	assert.Equal(t, "room", query(t, ann, where(`{"objectId":"`+cid+`"}`))[0]["name"])
}
