package server_test

import (
	"fmt"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUniqueConversation(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "T8"), servertest.Login(t, i, "William")
	first := ann.Call(conv(wire.OpStart, start("William"))).GetConvMessage()
	assert.Equal(t, "61e52ce97f2b93050655a1c83371b070", first.GetUniqueId())
	assert.False(t, first.HasExisting())
	assert.Regexp(t, `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`, first.GetCdate())
	joined(ann)
	joined(bob)
	m := start("William", "T8", "T8")
	m.SetAttr(data(`{"name":"another name"}`))
	again := bob.Call(conv(wire.OpStart, m)).GetConvMessage()
	assert.Equal(t, first.GetCid(), again.GetCid())
	assert.Equal(t, first.GetCdate(), again.GetCdate())
	assert.True(t, again.GetExisting())
	bob.Quiet()
	assert.NotContains(t, query(t, bob, where(`{}`))[0], "name", "the request's attributes are not applied")

	m = start("T8", "William")
	m.SetUnique(false)
	other := bob.Call(conv(wire.OpStart, m)).GetConvMessage()
	assert.NotEqual(t, first.GetCid(), other.GetCid())
	assert.False(t, other.HasUniqueId())
}

// Two member sets can have the same published id; they are two conversations
// all the same.
func TestUniqueIDsThatCollide(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	one := ann.Call(conv(wire.OpStart, start("ann", "b", "cd"))).GetConvMessage()
	two := ann.Call(conv(wire.OpStart, start("ann", "bc", "d"))).GetConvMessage()
	assert.Equal(t, one.GetUniqueId(), two.GetUniqueId())
	assert.NotEqual(t, one.GetCid(), two.GetCid())
}

func TestWhoLeftComesBackToUniqueConversation(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	bob.Call(conv(wire.OpRemove, in(cid, "bob")))
	bob.Expect(wire.CommandConv, wire.OpLeft)
	ann.Expect(wire.CommandConv, wire.OpMembersLeft)
	assert.Equal(t, cid, create(t, bob, "ann"))
	joined(bob)
	ann.Expect(wire.CommandConv, wire.OpMembersJoined)
	send(t, bob, cid, "back again")
}

func TestCreationTellsEverybody(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	serial := ann.Request(conv(wire.OpStart, start("bob")))
	started := ann.Next()
	assert.Equal(t, serial, started.GetI(), "the answer comes before what the request causes")
	cid := started.GetConvMessage().GetCid()
	for _, c := range []*servertest.Client{ann, bob} {
		notice := c.Expect(wire.CommandConv, wire.OpJoined)
		assert.Equal(t, cid, notice.GetConvMessage().GetCid())
		assert.Equal(t, "ann", notice.GetConvMessage().GetInitBy())
		all := c.Expect(wire.CommandConv, wire.OpMembersJoined)
		assert.Equal(t, []string{"ann", "bob"}, all.GetConvMessage().GetM())
		assert.Equal(t, started.GetConvMessage().GetCdate(), all.GetConvMessage().GetUdate())
		assert.EqualValues(t, 1, all.GetNotificationType())
		assert.Greater(t, all.GetServerTs(), notice.GetServerTs())
		c.Quiet()
	}
}

func TestMembersComeAndGo(t *testing.T) {
	i := servertest.Start(t)
	ann, bob, cid := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Login(t, i, "cid")
	id := create(t, ann, "bob")
	joined(bob)

	refused(t, cid, server.ConversationMembershipRequired, conv(wire.OpAdd, in(id, "dan")))
	refused(t, cid, server.ConversationMembershipRequired, conv(wire.OpRemove, in(id, "bob")))
	refused(t, ann, server.ConversationNotFound, conv(wire.OpAdd, in("none", "cid")))
	refused(t, ann, server.ConversationAPIFailed, conv(wire.OpAdd, in(id)))

	added := ann.Call(conv(wire.OpAdd, in(id, "cid", "bob"))).GetConvMessage()
	assert.Equal(t, []string{"cid", "bob"}, added.GetAllowedPids())
	assert.NotEmpty(t, added.GetUdate())
	notice := cid.Expect(wire.CommandConv, wire.OpJoined).GetConvMessage()
	assert.Equal(t, "ann", notice.GetInitBy())
	for _, c := range []*servertest.Client{ann, bob, cid} {
		notice := c.Expect(wire.CommandConv, wire.OpMembersJoined).GetConvMessage()
		assert.Equal(t, []string{"cid"}, notice.GetM(), "who is in already is no news")
		assert.Equal(t, added.GetUdate(), notice.GetUdate())
	}
	assert.EqualValues(t, 3, bob.Call(conv(wire.OpCount, in(id))).GetConvMessage().GetCount())

	removed := bob.Call(conv(wire.OpRemove, in(id, "cid"))).GetConvMessage()
	assert.Equal(t, []string{"cid"}, removed.GetAllowedPids())
	assert.Equal(t, "bob", cid.Expect(wire.CommandConv, wire.OpLeft).GetConvMessage().GetInitBy())
	for _, c := range []*servertest.Client{ann, bob} {
		assert.Equal(t, []string{"cid"}, c.Expect(wire.CommandConv, wire.OpMembersLeft).GetConvMessage().GetM())
	}
	send(t, ann, id, "without you")
	cid.Quiet()
	refused(t, cid, server.InvalidMessagingTarget, direct(id, "let me in"))

	cid.Call(conv(wire.OpAdd, in(id, "cid")))
	joined(cid)
	assert.Equal(t, []string{"without you"}, history(t, cid, logs(id)), "members see what was before them")
	cid.Call(conv(wire.OpRemove, in(id, "cid")))
	assert.Equal(t, "cid", cid.Expect(wire.CommandConv, wire.OpLeft).GetConvMessage().GetInitBy())
	cid.Quiet()
}

func TestMemberLimits(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Limits: server.Limits{Members: 3}})
	ann := servertest.Login(t, i, "ann")
	id := create(t, ann, "b", "c", "d", "e")
	assert.EqualValues(t, 3, ann.Call(conv(wire.OpCount, in(id))).GetConvMessage().GetCount(), "the first ones are taken")
	refused(t, ann, server.ConversationFull, conv(wire.OpAdd, in(id, "f")))
	refused(t, ann, server.ConversationAPIFailed, conv(wire.OpStart, start("")))
	bad := start("b")
	bad.SetAttr(data(`[]`))
	refused(t, ann, server.ConversationAPIFailed, conv(wire.OpStart, bad))
}

func TestFiveHundredMembers(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	var members []string
	for n := range 499 {
		members = append(members, fmt.Sprintf("member-with-a-long-name-%03d", n))
	}
	id := create(t, ann, members...)
	assert.EqualValues(t, 500, ann.Call(conv(wire.OpCount, in(id))).GetConvMessage().GetCount())
}

func TestAttributes(t *testing.T) {
	i := servertest.Start(t)
	ann, bob, stranger := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Login(t, i, "cid")
	m := start("bob")
	m.SetAttr(data(`{"name":"<chat>","level":12345678901234567890,"attr":{"a":{"b":1},"c":2},"objectId":"mine"}`))
	id := ann.Call(conv(wire.OpStart, m)).GetConvMessage().GetCid()
	joined(ann)
	joined(bob)
	row := query(t, bob, where(`{}`))[0]
	assert.Equal(t, "<chat>", row["name"])
	assert.Equal(t, id, row["objectId"])

	change := in(id)
	change.SetAttr(data(`{"attr.a.b":2,"attr.c":{"__op":"Delete"},"attr.d.e":true,"name":"chat"}`))
	updated := ann.Call(conv(wire.OpUpdate, change)).GetConvMessage()
	assert.NotEmpty(t, updated.GetUdate())
	assert.JSONEq(t, `{"attr.a.b":2,"attr.d.e":true,"name":"chat"}`, updated.GetAttrModified().GetData())
	notice := bob.Expect(wire.CommandConv, wire.OpUpdated).GetConvMessage()
	assert.Equal(t, change.GetAttr().GetData(), notice.GetAttr().GetData())
	assert.Equal(t, "ann", notice.GetInitBy())
	ann.Quiet() // who changes it has the answer

	row = query(t, bob, where(`{}`))[0]
	assert.Equal(t, map[string]any{"a": map[string]any{"b": 2.0}, "d": map[string]any{"e": true}}, row["attr"])
	assert.Equal(t, "chat", row["name"])

	refused(t, stranger, server.ConversationUpdateRejected, conv(wire.OpUpdate, change))
	none := in("none")
	none.SetAttr(data(`{}`))
	refused(t, ann, server.ConversationNotFound, conv(wire.OpUpdate, none))
	for _, bad := range []string{`[]`, `{"m":["x"]}`, `{"name.x":1}`, `{"a..b":1}`, `{"x":{"__op":"Explode"}}`} {
		change.SetAttr(data(bad))
		refused(t, ann, server.ConversationAPIFailed, conv(wire.OpUpdate, change))
	}
}

func TestMute(t *testing.T) {
	i := servertest.Start(t)
	ann, stranger := servertest.Login(t, i, "ann"), servertest.Login(t, i, "cid")
	id := create(t, ann, "bob")
	muted := ann.Call(conv(wire.OpMute, in(id)))
	assert.Equal(t, wire.OpUpdated, muted.GetOp())
	row := query(t, ann, where(`{}`))[0]
	assert.Equal(t, []any{"ann"}, row["mu"])
	assert.Equal(t, true, row["muted"])
	assert.Len(t, query(t, ann, where(`{"mu":"ann"}`)), 1)
	ann.Call(conv(wire.OpUnmute, in(id)))
	assert.Empty(t, query(t, ann, where(`{"mu":"ann"}`)))
	refused(t, stranger, server.ConversationMembershipRequired, conv(wire.OpMute, in(id)))
}

func TestQuery(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	id := create(t, ann, "cid")
	send(t, ann, id, "last words")

	assert.Empty(t, query(t, bob, where(`{}`)), "no condition: one's own")
	assert.Empty(t, query(t, bob, new(wire.ConvCommand)))
	assert.Len(t, query(t, bob, where(`{"objectId":"`+id+`"}`)), 1, "by id: anybody's")
	assert.Empty(t, query(t, bob, where(`{"objectId":"none"}`)))

	m := where(`{"m":{"$all":["ann","cid"],"$size":2}}`)
	m.SetFlag(2)
	row := query(t, ann, m)[0]
	assert.Equal(t, []any{"ann", "cid"}, row["m"])
	assert.Equal(t, "ann", row["c"])
	assert.Equal(t, "last words", row["msg"])
	assert.Equal(t, "ann", row["msg_from"])
	assert.Equal(t, "Date", row["lm"].(map[string]any)["__type"])
	assert.Equal(t, true, row["unique"])
	assert.Equal(t, 1.0, row["conv_type"])
	m.SetFlag(1)
	row = query(t, bob, m)[0]
	assert.NotContains(t, row, "m")
	assert.NotContains(t, row, "msg")

	for limit, want := range map[int32]int{0: 0, 1: 1, 999: 1, 100000: 1} {
		m.SetLimit(limit)
		assert.Len(t, query(t, bob, m), want, limit)
	}
	for _, bad := range []string{`{"a":{"$foo":1}}`, `[`, `{"$or":[]}`} {
		refused(t, ann, server.ConversationQueryFailed, conv(wire.OpQuery, where(bad)))
	}
	m = where(`{"c":"ann"}`)
	m.SetSort("m")
	refused(t, ann, server.ConversationQueryFailed, conv(wire.OpQuery, m))
}

func TestIsMember(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	id := create(t, ann, "bob")
	m := new(wire.ConvCommand)
	m.SetCids([]string{id, "none"})
	answer := ann.Call(conv(wire.OpIsMember, m))
	require.Equal(t, wire.OpResult, answer.GetOp())
	assert.JSONEq(t, `{"`+id+`":true,"none":false}`, answer.GetConvMessage().GetResults().GetData())
	assert.Equal(t, []string{"ann", "bob"}, ann.Call(conv(wire.OpMembers, in(id))).GetConvMessage().GetM())
}

func TestAppsAreApart(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Apps: []server.App{{ID: "a", Key: "k"}, {ID: "b", Key: "k"}}})
	ann := servertest.Dial(t, i)
	ann.Open("a", "ann")
	id := create(t, ann, "bob")
	other := servertest.Dial(t, i)
	other.Open("b", "ann")
	assert.Empty(t, query(t, other, where(`{"objectId":"`+id+`"}`)))
	refused(t, other, server.InvalidMessagingTarget, direct(id, "hello"))
	refused(t, other, server.ConversationNotFound, logsCommand(logs(id)))
	other.Quiet()
}
